// Made-up numbers, names and addresses that are the same for the same seed.

import { numbersFrom } from "../../support/chance.ts";

/** Chance with a seed. */
export class Chance {
  /** From 0 up to but not 1. */
  readonly next: () => number;

  constructor(seed: number) {
    this.next = numbersFrom(seed * 2_654_435_761 + 12_345);
  }

  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  /** One of them. */
  pick<T>(from: readonly T[]): T {
    const item = from[this.whole(0, from.length - 1)];
    if (item === undefined) throw new Error("nothing to pick from");
    return item;
  }

  /** Some of them, none twice. */
  some<T>(from: readonly T[], count: number): readonly T[] {
    const left = [...from];
    return Array.from({ length: count }, () => left.splice(this.whole(0, left.length - 1), 1)[0] as T);
  }
}

const WORDS = [
  "anchor",
  "basalt",
  "cedar",
  "delta",
  "ember",
  "fjord",
  "garnet",
  "harbor",
  "indigo",
  "juniper",
] as const;
const HOSTS = ["goproxy", "proxy", "mods", "mirror", "go", "athens", "modules"] as const;
/** Endings that people register under; the names themselves are only known to the resolver of the made-up network. */
const ENDINGS = ["net", "org", "dev", "cn", "io", "cloud"] as const;
/** Leading numbers of blocks of the public Internet, which exist here only between two namespaces. */
const PUBLIC = [5, 23, 31, 47, 58, 81, 101, 119, 139, 151, 185, 210] as const;

/** One endpoint of a made-up world. */
export interface Site {
  readonly name: string;
  readonly address: string;
}

/** What differs from variant to variant of a network. */
export interface Variant {
  readonly seed: number;
  readonly chance: Chance;
  /** Three that have nothing in common. */
  readonly sites: readonly Site[];
  /** The first three numbers of the addresses on our side of the router. */
  readonly near: string;
  /** Round trip to the endpoints, in ms. */
  readonly rttMs: number;
  /** What somebody who stands in between calls himself. */
  readonly firm: string;
  /** How endpoints answer on port 80. */
  readonly plain: "redirect" | "missing" | "page";
}

function nearBlock(chance: Chance): string {
  return chance.pick([
    `192.168.${chance.whole(0, 254)}`,
    `10.${chance.whole(0, 254)}.${chance.whole(0, 254)}`,
    `172.${chance.whole(16, 31)}.${chance.whole(0, 254)}`,
  ]);
}

/** The variant of this seed. */
export function variantOf(seed: number): Variant {
  const chance = new Chance(seed);
  const words = chance.some(WORDS, 4);
  const blocks = chance.some(PUBLIC, 3);
  const sites = blocks.map((block, index) => ({
    name: `${chance.pick(HOSTS)}.${words[index]}-${chance.whole(2, 99)}.${chance.pick(ENDINGS)}`,
    address: `${block}.${chance.whole(1, 254)}.${chance.whole(0, 254)}.${chance.whole(2, 254)}`,
  }));
  return {
    seed,
    chance,
    sites,
    near: nearBlock(chance),
    rttMs: chance.whole(16, 110),
    firm: `${words[3]} ${chance.pick(["Security", "Gateway", "Group", "Inspection", "Campus"])} ${chance.whole(1, 99)}`,
    plain: chance.pick(["redirect", "redirect", "redirect", "missing", "page"]),
  };
}
