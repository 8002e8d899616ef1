// Addresses in the forms in which systems write them. Pure text; what is read from where is in links.ts.

/** The eight groups of an IPv6 address, a zone behind `%` left out; `null` for anything else. */
function groupsOf(address: string): readonly number[] | null {
  const [text = ""] = address.split("%");
  const [head = [], ...tails] = text.split("::").map((half) => half.split(":").filter((group) => group !== ""));
  const tail = tails.flat();
  const missing = 8 - head.length - tail.length;
  // Two colons stand for whatever is missing, and only once.
  if (tails.length > 1 || missing < 0 || (tails.length === 0 && missing > 0)) return null;
  const groups = [...head, ...Array.from({ length: missing }, () => "0"), ...tail];
  return groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group)) ? groups.map((g) => Number.parseInt(g, 16)) : null;
}

/** The one way in which an address is written here: IPv4 as it is, IPv6 in eight groups without a zone. */
export function plainAddress(address: string): string {
  return (
    groupsOf(address)
      ?.map((group) => group.toString(16))
      .join(":") ?? address.toLowerCase()
  );
}

/** Whether it is an IPv6 address. */
export function isIPv6(address: string): boolean {
  return address.includes(":");
}

/** Whether it says nothing of where we are: every machine gives itself such an address. */
export function isLinkLocal(address: string): boolean {
  return /^(169\.254\.|fe[89ab][0-9a-f]:)/i.test(address);
}

/**
 * The subnet of an address: its leading bits by the prefix length, without our own host part; `null` for a subnet of one
 * address, as tunnels have, which is our own part alone.
 */
export function subnetOf(cidr: string): string | null {
  const [address = "", length = "0"] = cidr.split("/");
  const bits = Number(length);
  if (isIPv6(address)) return bits === 128 ? null : subnet6(address, bits);
  if (bits === 32) return null;
  const number = address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  const size = 2 ** (32 - bits);
  const base = Math.floor(number / size) * size;
  return `${[24, 16, 8, 0].map((shift) => Math.floor(base / 2 ** shift) % 256).join(".")}/${length}`;
}

function subnet6(address: string, bits: number): string | null {
  const groups = groupsOf(address);
  if (groups === null) return null;
  const kept = groups.map((group, place) => {
    const own = Math.min(16, Math.max(0, 16 * (place + 1) - bits));
    return ((group >> own) << own).toString(16);
  });
  return `${kept.join(":")}/${bits}`;
}

/** Hardware addresses that routers share among many sites: VRRP of both families, HSRP of both versions, GLBP. */
const SHARED = /^(00:00:5e:00:0[12]|00:00:0c:07:ac|00:00:0c:9f:f|00:07:b4)/;

/** Whether many sites have a router of this hardware address. */
export function isSharedMac(mac: string): boolean {
  return SHARED.test(mac);
}

/** The hardware address that an interface made its IPv6 address from; `null` where it did not. */
export function macWithin(address: string): string | null {
  const [a = 0, b = 0, c = 0, d = 0] = groupsOf(address)?.slice(4) ?? [];
  if ((b & 0xff) !== 0xff || c >> 8 !== 0xfe) return null;
  // The bit that says "given by the maker" is inverted in the address.
  const bytes = [(a >> 8) ^ 2, a & 0xff, b >> 8, c & 0xff, d >> 8, d & 0xff];
  return bytes.map((byte) => byte.toString(16).padStart(2, "0")).join(":");
}

/**
 * Hardware address of `ip` in a table of neighbours, one a line, as Linux has it in /proc/net/arp and as `arp` prints it on
 * macOS (which leaves leading zeros out) and Windows. `null` while it is not known. `device`: the line must name it, too.
 */
export function macIn(table: readonly string[], ip: string, device = ""): string | null {
  const line = table.find((text) => {
    const words = text.split(/[\s()]+/);
    return words.includes(ip) && (device === "" || words.includes(device)) && MAC.test(text);
  });
  const octets = line === undefined ? [] : (MAC.exec(line)?.[0] ?? "").toLowerCase().split(/[:-]/);
  const mac = octets.map((octet) => octet.padStart(2, "0")).join(":");
  return mac === "" || mac === "00:00:00:00:00:00" || mac === "ff:ff:ff:ff:ff:ff" ? null : mac;
}

const MAC = /(?<![0-9a-f:-])(?:[0-9a-f]{1,2}[:-]){5}[0-9a-f]{1,2}(?![0-9a-f:-])/i;
