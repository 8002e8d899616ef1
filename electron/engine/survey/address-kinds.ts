// What addresses are good for a survey: those of the public Internet, and those of nobody. Pure.
import { BlockList, isIP, isIPv4 } from "node:net";

/** Special-purpose blocks (RFC 6890), which are never on the way to the Internet; 198.18.0.0/15 is what local proxies make up. */
const INNER_BLOCKS: readonly (readonly [string, number])[] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
];

const INNER = new BlockList();
for (const [address, length] of INNER_BLOCKS) INNER.addSubnet(address, length, "ipv4");

/** Global unicast; and what of it is for documentation. */
const GLOBAL6 = new BlockList();
GLOBAL6.addSubnet("2000::", 3, "ipv6");
const DOCUMENTATION6 = new BlockList();
DOCUMENTATION6.addSubnet("2001:db8::", 32, "ipv6");

/** Whether an address is one of the public Internet. */
export function isPublic(address: string): boolean {
  if (isIPv4(address)) return !INNER.check(address);
  return isIP(address) === 6 && GLOBAL6.check(address, "ipv6") && !DOCUMENTATION6.check(address, "ipv6");
}

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet("127.0.0.0", 8, "ipv4");
LOOPBACK.addSubnet("0.0.0.0", 8, "ipv4");

/** Whether an address is this machine, or nobody's: what a hosts file or a blocking resolver says. */
export function isOurselves(address: string): boolean {
  return isIPv4(address) ? LOOPBACK.check(address) : address === "::1" || address === "::";
}

/**
 * One address of each block that nobody may announce to the Internet (RFC 5737).
 * @internal
 */
export const STRAYS: readonly string[] = ["192.0.2.1", "198.51.100.1", "203.0.113.1"];

/** An IPv4 block: its first address as a number, and how many leading bits count. */
interface Block {
  readonly base: number;
  readonly bits: number;
}

function numberOf(address: string): number {
  return address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
}

function blockOf(cidr: string): Block | null {
  const [address = "", bits = ""] = cidr.split("/");
  return isIPv4(address) && bits !== "" ? { base: numberOf(address), bits: Number(bits) } : null;
}

/** Blocks that the lines of /proc/net/route lead to; not everywhere, which are the default route and its two halves. */
export function routedBlocks(lines: readonly string[]): readonly string[] {
  return lines.flatMap((line) => {
    const fields = line.split("\t");
    const [target = "", mask = ""] = [fields[1], fields[7]];
    if (!/^[0-9A-F]{8}$/.test(target) || !/^[0-9A-F]{8}$/.test(mask)) return [];
    const bits = [...Number.parseInt(mask, 16).toString(2)].filter((bit) => bit === "1").length;
    // The numbers are little-endian.
    const address =
      target
        .match(/../g)
        ?.reverse()
        .map((byte) => Number.parseInt(byte, 16))
        .join(".") ?? "";
    return bits <= 1 ? [] : [`${address}/${bits}`];
  });
}

/** The strays that overlap none of these blocks: who uses such a block at home answers there, and that means nothing. */
export function unusedStrays(blocks: readonly string[]): readonly string[] {
  const used = blocks.map(blockOf).filter((block) => block !== null);
  return STRAYS.filter((stray) =>
    used.every(({ base, bits }) => {
      const size = 2 ** (32 - Math.min(bits, 24));
      return Math.floor(numberOf(stray) / size) !== Math.floor(base / size);
    }),
  );
}
