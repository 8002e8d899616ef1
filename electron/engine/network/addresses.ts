// Addresses in the forms in which systems write them. Pure text; what is read from where is in links.ts.

/** The subnet of an address: its leading bits by the prefix length, without our own host part. */
export function subnetOf(cidr: string): string {
  const [address = "", length = "0"] = cidr.split("/");
  if (address.includes(":")) return `${address.split(":").slice(0, 4).join(":")}/${length}`;
  const bits = Number(length);
  const number = address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  const size = 2 ** (32 - bits);
  const base = Math.floor(number / size) * size;
  return `${[24, 16, 8, 0].map((shift) => Math.floor(base / 2 ** shift) % 256).join(".")}/${length}`;
}

/** Address of the default gateway in /proc/net/route, whose numbers are little-endian hexadecimal. */
export function gatewayIn(routes: readonly string[]): string | null {
  const fields = routes.map((line) => line.split("\t")).find((f) => f[1] === "00000000" && f[2] !== "00000000");
  const bytes = fields?.[2]?.match(/../g)?.reverse();
  return bytes === undefined ? null : bytes.map((b) => Number.parseInt(b, 16)).join(".");
}

/** Hardware address of `ip` in /proc/net/arp; `null` while it is not known. */
export function macIn(arp: readonly string[], ip: string): string | null {
  const mac = arp.map((line) => line.split(/\s+/)).find((f) => f[0] === ip)?.[3];
  return mac === undefined || mac === "00:00:00:00:00:00" ? null : mac;
}
