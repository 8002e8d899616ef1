// How long one module takes over a chain. Each way in which the entries may stand is walked by Go's rules (chain-walk.ts) and
// timed by what the recent looks took. Pure, and without chance: the same looks always give the same figures.
import type { Chain, ChainEntry } from "./chain.ts";
import { fallsThrough, type Outcome, type WalkHop, walkChain } from "./chain-walk.ts";
import type { LookTimes, Mode } from "./look-times.ts";
import { MINUTE, type Millis } from "./time.ts";

/** What is known of one entry. */
export interface EntryTimes {
  /** Chance that it answers, 0 to 1. */
  readonly up: number;
  /** Chance that it has the module, where it answers. */
  readonly has: number;
  readonly times: LookTimes;
}

/** How long one module takes, until Go has it or gives up. */
export interface FetchTime {
  /** The middle of what may come, each way weighted by its chance; what never ends counts a minute. */
  readonly expectedMs: Millis;
  /** In half of the cases it takes no longer; `null` when it may never end by then, or goes where nothing was measured. */
  readonly p50Ms: Millis | null;
  /** The same for 19 of 20. */
  readonly p95Ms: Millis | null;
}

/** Behind the handshake Go has no limit of its own; a minute stands for "until the user loses patience". */
const PATIENCE_MS: Millis = 1 * MINUTE;

/** A way that is rarer than this is not split further: its likelier half stands for all of it. */
const LEAST_WEIGHT = 0.01;

/** Times taken from the looks for each way. A prime, so that they can be combined evenly; see `place`. */
const DRAWS = 127;

/** Generates all residues of it, and of such numbers is among those that combine neighbouring parts most evenly. */
const GENERATOR = 110;

/** How an entry stands during one fetch; `null`: nobody knows. */
type Stand = { readonly outcome: Outcome; readonly mode: Mode | null } | null;

/** One way in which the entries may stand, by their place as far as Go gets to ask them. */
interface Way {
  readonly weight: number;
  readonly stands: readonly Stand[];
}

const SERVES: NonNullable<Stand> = { outcome: { kind: "ok" }, mode: null };
const LACKS: NonNullable<Stand> = { outcome: { kind: "not-found", status: 404 }, mode: null };
/** Of an entry that fails although no failure was seen lately. */
const REFUSES: NonNullable<Stand> = { outcome: { kind: "refused" }, mode: null };

interface Split {
  readonly stand: Stand;
  readonly share: number;
}

function splitOf(entry: ChainEntry, known: EntryTimes | null): readonly Split[] {
  // Go itself knows the answer, whatever stands here.
  if (entry.kind === "off" || entry.fault !== null) return [{ stand: REFUSES, share: 1 }];
  if (known === null) return [{ stand: null, share: 1 }];
  const { up, has, times } = known;
  const down = times.modes.map((mode) => ({ stand: { outcome: mode.outcome, mode }, share: (1 - up) * mode.share }));
  const all = [
    { stand: SERVES, share: up * has },
    { stand: LACKS, share: up * (1 - has) },
    ...(down.length > 0 ? down : [{ stand: REFUSES, share: 1 - up }]),
  ];
  return all.filter(({ share }) => share > 0);
}

/** Whether Go asks the next entry when this one stands so. */
function goesOn(entry: ChainEntry, stand: Stand): boolean {
  if (stand === null || stand.outcome.kind === "ok" || stand.outcome.kind === "silent") return false;
  return entry.kind !== "direct" && fallsThrough(entry.kind === "off" ? "off" : stand.outcome.kind, entry.separator);
}

/** A chain with what is known of its entries, `null` for nothing, and the names of their endpoints. */
export interface Known {
  readonly chain: Chain;
  readonly names: readonly string[];
  readonly entries: readonly (EntryTimes | null)[];
}

/** How the next entry may stand. One that is broken stays broken for one fetch, wherever the chain names it again. */
function splitAt({ names, entries }: Known, stands: readonly Stand[], entry: ChainEntry): readonly Split[] {
  const index = stands.length;
  const earlier = names.indexOf(names[index] ?? "");
  if (entry.kind === "proxy" && earlier < index) return [{ stand: stands[earlier] ?? null, share: 1 }];
  return splitOf(entry, entries[index] ?? null);
}

function likeliest(split: readonly Split[]): readonly Split[] {
  const [first] = [...split].sort((a, b) => b.share - a.share);
  return first === undefined ? [] : [{ ...first, share: 1 }];
}

/** Every way, as far as Go gets. */
function waysOf(known: Known): readonly Way[] {
  const ways: Way[] = [];
  const extend = (stands: readonly Stand[], weight: number): void => {
    const entry = known.chain.entries[stands.length];
    if (entry === undefined) {
      ways.push({ weight, stands });
      return;
    }
    const split = splitAt(known, stands, entry);
    for (const { stand, share } of weight < LEAST_WEIGHT ? likeliest(split) : split) {
      const next = [...stands, stand];
      if (goesOn(entry, stand)) extend(next, weight * share);
      else ways.push({ weight: weight * share, stands: next });
    }
  };
  extend([], 1);
  return ways;
}

/** What a way takes: a part that is always the same, and parts that are spread as the looks were. */
interface Recipe {
  readonly fixedMs: Millis;
  readonly spread: readonly (readonly Millis[])[];
  readonly ends: "sure" | "never" | "unknown";
}

function originOf(url: string): string {
  return url.split("/", 3).join("/").toLowerCase();
}

/** Adds up the hops of a walk: a connection once for each host, an answer for each request that is sent over it. */
class Adder {
  fixedMs: Millis = 0;
  ends: Recipe["ends"] = "sure";
  readonly spread: (readonly Millis[])[] = [];
  readonly #connected = new Set<string>();

  add({ sent, costMs }: WalkHop, origin: string, { outcome, mode }: NonNullable<Stand>, times: LookTimes): void {
    if (sent === 0) return;
    if (costMs === null) {
      this.ends = "never";
      this.fixedMs += PATIENCE_MS;
    } else if (mode !== null && !mode.answers) this.fixedMs += mode.costMs ?? 0;
    else if (outcome.kind !== "refused") {
      if (!this.#connected.has(origin)) this.spread.push(times.setUpMs);
      this.#connected.add(origin);
      for (let n = 0; n < sent; n++) this.spread.push(times.answerMs);
    }
  }
}

/** What is done where nobody knows what comes: as if it cost nothing, so that what is known is the least to expect. */
const UNKNOWN: NonNullable<Stand> = { outcome: { kind: "ok" }, mode: null };

function recipeOf({ chain, entries }: Known, { stands }: Way): Recipe {
  const standOf = (entry: number): Stand => stands[entry] ?? null;
  const walk = walkChain(chain, { outcomeOf: (entry) => (standOf(entry) ?? UNKNOWN).outcome });
  const adder = new Adder();
  for (const hop of walk.hops) {
    const stand = standOf(hop.entry);
    const times = entries[hop.entry]?.times;
    if (stand !== null && times !== undefined) {
      adder.add(hop, originOf(chain.entries[hop.entry]?.url ?? ""), stand, times);
    }
  }
  return { fixedMs: adder.fixedMs, spread: adder.spread, ends: stands.includes(null) ? "unknown" : adder.ends };
}

/**
 * Which of a sorted list a draw takes. Each part of a fetch has a step of its own: over all draws every part takes each place of
 * its list equally often, and any two parts are combined evenly (a rank-1 lattice).
 */
function place(draw: number, step: number, length: number): number {
  return Math.floor((((draw * step) % DRAWS) + 0.5) * (length / DRAWS));
}

/** All draws of a recipe, sorted. */
function drawsOf({ fixedMs, spread }: Recipe): readonly Millis[] {
  if (spread.length === 0) return [fixedMs];
  const draws = new Float64Array(DRAWS).fill(fixedMs);
  let step = 1;
  for (const list of spread) {
    for (let draw = 0; draw < DRAWS; draw++) {
      draws[draw] = (draws[draw] ?? 0) + (list[place(draw, step, list.length)] ?? 0);
    }
    step = (step * GENERATOR) % DRAWS;
  }
  return [...draws.sort()];
}

/** One time that a fetch may take, and its chance. */
interface Atom {
  readonly ms: Millis;
  readonly weight: number;
}

function quantile(sorted: readonly Atom[], fraction: number): Millis | null {
  let sum = 0;
  for (const { ms, weight } of sorted) {
    sum += weight;
    // What adds up to exactly the fraction may fall short of it by rounding.
    if (sum >= fraction - 1e-9) return Number.isFinite(ms) ? Math.round(ms) : null;
  }
  return null;
}

/**
 * How long `go mod download M@v` takes over the chain, apart from what go itself needs to start and to unpack: three requests,
 * each of which begins at the first entry.
 */
export function fetchTime(known: Known): FetchTime {
  const atoms: Atom[] = [];
  let expectedMs = 0;
  for (const way of waysOf(known)) {
    const recipe = recipeOf(known, way);
    const draws = drawsOf(recipe);
    expectedMs += way.weight * (draws[Math.floor((draws.length - 1) / 2)] ?? 0);
    const weight = way.weight / draws.length;
    for (const ms of draws) atoms.push({ ms: recipe.ends === "sure" ? ms : Number.POSITIVE_INFINITY, weight });
  }
  atoms.sort((a, b) => a.ms - b.ms);
  return { expectedMs: Math.round(expectedMs), p50Ms: quantile(atoms, 0.5), p95Ms: quantile(atoms, 0.95) };
}
