// The routes of Linux that lead out, from the texts in which the kernel gives them. Pure.

/** The route that most of the world is reached by. */
export interface DefaultRoute {
  readonly interface: string;
  /** Address of the router; `null` where there is none, as behind a tunnel. */
  readonly gateway: string | null;
  /** Two halves of the world stand in for a default route, as VPNs set them so that the old one can stay. */
  readonly half: boolean;
}

/** Which part of the world a route leads to. */
type Part = "all" | "low" | "high";

interface Route {
  readonly interface: string;
  readonly gateway: string | null;
  readonly part: Part;
  readonly metric: number;
}

// Flags of a route, alike in both tables: https://man7.org/linux/man-pages/man8/route.8.html
const UP = 0x1;
const REJECT = 0x200;

function isOpen(flags: string, device: string): boolean {
  const bits = Number.parseInt(flags, 16);
  return (bits & UP) !== 0 && (bits & REJECT) === 0 && device !== "lo";
}

/** Destination and mask in hexadecimal, the lowest byte of the address first. */
const PARTS_4: Readonly<Record<string, Part>> = {
  "00000000/00000000": "all",
  "00000000/00000080": "low",
  "00000080/00000080": "high",
};

/** The best way out in /proc/net/route; `null` when there is none. */
export function defaultRoute4(table: string): DefaultRoute | null {
  const routes = table.split("\n").flatMap((line): readonly Route[] => {
    const [device = "", destination = "", gateway = "", flags = "", , , metric = "", mask = ""] = line.split(/\s+/);
    const part = PARTS_4[`${destination}/${mask}`];
    if (part === undefined || !isOpen(flags, device)) return [];
    return [{ interface: device, gateway: address4(gateway), part, metric: Number(metric) }];
  });
  return best(routes);
}

function address4(text: string): string | null {
  const bytes = (text.match(/../g) ?? []).reverse().map((byte) => Number.parseInt(byte, 16));
  return bytes.every((byte) => byte === 0) ? null : bytes.join(".");
}

const NOWHERE_6 = "0".repeat(32);
const PARTS_6: Readonly<Record<string, Part>> = {
  [`${NOWHERE_6} 00`]: "all",
  [`${NOWHERE_6} 01`]: "low",
  [`8${NOWHERE_6.slice(1)} 01`]: "high",
};

/** The best way out in /proc/net/ipv6_route; `null` when there is none. */
export function defaultRoute6(table: string): DefaultRoute | null {
  return best(table.split("\n").flatMap(route6));
}

/** Destination, its length, source, its length, router, metric, two counts, flags, interface. */
const LINE_6 = /^([0-9a-f]{32} [0-9a-f]{2}) \S+ \S+ ([0-9a-f]{32}) ([0-9a-f]+) \S+ \S+ ([0-9a-f]+)\s+(\S+)/;

function route6(line: string): readonly Route[] {
  const [, to = "", via = "", metric = "", flags = "", device = ""] = LINE_6.exec(line) ?? [];
  const part = PARTS_6[to];
  if (part === undefined || !isOpen(flags, device)) return [];
  const gateway = via === NOWHERE_6 ? null : via.replace(/(.{4})(?!$)/g, "$1:");
  return [{ interface: device, gateway, part, metric: Number.parseInt(metric, 16) }];
}

/** The more specific route wins, then the lower metric, then the one named first. */
function best(routes: readonly Route[]): DefaultRoute | null {
  const lowest = (part: Part): Route | undefined =>
    routes
      .filter((route) => route.part === part)
      .reduce<Route | undefined>((a, b) => (a && a.metric <= b.metric ? a : b), undefined);
  const [low, high, all] = [lowest("low"), lowest("high"), lowest("all")];
  const half = low !== undefined && high !== undefined;
  const route = half ? low : all;
  return route === undefined ? null : { interface: route.interface, gateway: route.gateway, half };
}
