// Key exchange groups by the number on the wire, so that a sample names the same group under every runtime: BoringSSL does
// not tell which one was agreed on.

/** Names as Go's crypto/tls prints them; numbers of IANA's registry of TLS supported groups. */
const NAMES: ReadonlyMap<number, string> = new Map([
  [0x0017, "P-256"],
  [0x0018, "P-384"],
  [0x0019, "P-521"],
  [0x001d, "X25519"],
  [0x001e, "X448"],
  [0x0100, "ffdhe2048"],
  [0x0101, "ffdhe3072"],
  [0x0102, "ffdhe4096"],
  [0x11eb, "SecP256r1MLKEM768"],
  [0x11ec, "X25519MLKEM768"],
  [0x11ed, "SecP384r1MLKEM1024"],
  [0x6399, "X25519Kyber768Draft00"],
]);

/** The name of a group; its number in hexadecimal when it is none of those in use. */
export function groupName(group: number): string {
  return NAMES.get(group) ?? `0x${group.toString(16).padStart(4, "0")}`;
}
