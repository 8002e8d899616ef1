// Addresses of a message bus, as its environment variable lists them.

/** The path of the first address that can be connected to; abstract sockets begin with a NUL, as node:net wants them. */
export function socketPath(addresses: string): string | null {
  for (const address of addresses.split(";")) {
    const found = /^unix:(?:.*,)?(path|abstract)=([^,]+)/.exec(address);
    const value = found?.[2];
    if (value === undefined) continue;
    const plain = decodeURIComponent(value);
    return found?.[1] === "abstract" ? `\0${plain}` : plain;
  }
  return null;
}
