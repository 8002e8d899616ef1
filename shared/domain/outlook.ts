import { type Chain, type ChainEntry, parseChain } from "./chain.ts";
import { endpointName, redact } from "./endpoint.ts";
import { type Health, judge } from "./health.ts";
import { lookTimes } from "./look-times.ts";
import { type EntryTimes, type FetchTime, fetchTime } from "./outlook-time.ts";
import type { Policy } from "./policy.ts";
import { type Reason, reason } from "./reason.ts";
import { emptyWindow, type SampleWindow } from "./sample-window.ts";
import type { Instant, Millis } from "./time.ts";

/** What to expect of a chain on this network now, by Go's own fallback rules. */
export interface Outlook {
  /** Chance that one module can be fetched, 0 to 1; `null` when an entry that matters was not measured. */
  readonly success: number | null;
  /** Expected time to fetch one module (three requests), or to fail, without what the go command itself needs; a tie is decided by it. */
  readonly expectedMs: Millis | null;
  /** In half of the cases, and in 19 of 20, it takes no longer; `null` where it may never end, or was not measured. */
  readonly p50Ms: Millis | null;
  readonly p95Ms: Millis | null;
  /** The endpoint that most likely serves; `null` when none does. */
  readonly servedBy: string | null;
  /** Whether the evidence is enough to act on. */
  readonly sure: boolean;
  readonly because: Reason;
}

interface Hop {
  readonly name: string;
  readonly success: number;
  readonly sure: boolean;
}

/** An entry that Go accepts but cannot ask, whatever its endpoint's health: it fails at once, and is known to. */
function hopelessHop(entry: ChainEntry): Hop {
  return { name: endpointName(entry.url), success: 0, sure: true };
}

/** What a healthy endpoint is good for at least: a single bad look among good ones is chance, not a verdict. */
const HEALTHY_SUCCESS = 0.95;

function toHop(name: string, health: Health): Hop {
  const chance = health.chance ?? 0;
  const success = { healthy: Math.max(chance, HEALTHY_SUCCESS), degraded: chance, down: 0, unknown: 0 }[health.kind];
  return { name, success, sure: health.sure };
}

/** For a chain of which nothing was measured. */
export const UNMEASURED: Outlook = {
  success: null,
  expectedMs: null,
  p50Ms: null,
  p95Ms: null,
  servedBy: null,
  sure: false,
  because: reason("outlook-unmeasured", {}),
};

function isStale(health: Health, policy: Policy, at: Instant): boolean {
  return health.lastAt === null || at - health.lastAt > policy.staleMs;
}

/** A GOPROXY value taken apart: its entries, and beside each the name of its endpoint, empty where it has none. */
export interface Hops {
  readonly chain: Chain;
  readonly names: readonly string[];
}

/** Takes a GOPROXY value apart. This is the dear part of an outlook; the value hardly ever changes. */
export function hopsOf(value: string): Hops {
  const chain = parseChain(value);
  return { chain, names: chain.entries.map((e) => (e.kind === "proxy" ? endpointName(e.url) : "")) };
}

/** What was seen of the endpoints, by name. */
export interface Seen {
  /** The verdict; `undefined` for one that was not measured lately. */
  readonly healthOf: (name: string) => Health | undefined;
  /** The looks behind it. */
  readonly windowOf: (name: string) => SampleWindow | undefined;
  /** Chance that the endpoint has the module in question, 0 to 1; it has, when absent. */
  readonly hasOf?: (name: string) => number;
}

/**
 * What to expect of a chain. Walks the entries as Go does: behind a `,` an error of the path ends the walk, behind a `|` it
 * goes on. `direct` is not measured: alone it is unknown, behind proxies it adds nothing, so that `success` is then the least
 * to expect. `before`: an outlook of the same chain whose times may be kept while its chances are the same.
 */
export function outlookOver({ chain, names }: Hops, seen: Seen, before?: Outlook): Outlook {
  const invalid = chain.entries.find((e) => e.kind === "invalid");
  if (invalid !== undefined || chain.entries.length === 0) {
    const because = reason("outlook-invalid", { entry: redact(invalid?.text ?? chain.value) });
    return { success: 0, expectedMs: 0, p50Ms: 0, p95Ms: 0, servedBy: null, sure: true, because };
  }
  const hops = chain.entries.map((entry, index): Hop | null => {
    if (entry.kind !== "proxy") return null;
    if (entry.fault !== null) return hopelessHop(entry);
    const health = seen.healthOf(names[index] ?? "");
    return health === undefined ? null : toHop(health.endpoint, health);
  });
  const walked = walk(chain, hops);
  if (walked === null) return UNMEASURED;
  const times = before === undefined ? null : timesKept(before, walked);
  if (times !== null) return conclude(walked, times, chain.value);
  const known = hops.map((hop, index): EntryTimes | null => {
    if (hop === null) return null;
    const name = names[index] ?? "";
    const times = lookTimes(seen.windowOf(name) ?? emptyWindow(name));
    return { up: hop.success, has: seen.hasOf?.(name) ?? 1, times };
  });
  return conclude(walked, fetchTime({ chain, names, entries: known }), chain.value);
}

/** The times of an outlook from a moment ago; `null` where its chances are others now. */
function timesKept(before: Outlook, { success, sure }: Walked): FetchTime | null {
  const { expectedMs, p50Ms, p95Ms } = before;
  return expectedMs === null || before.success !== success || before.sure !== sure
    ? null
    : { expectedMs, p50Ms, p95Ms };
}

/** What to expect of `value`, a GOPROXY value, at `at`, from looks at its endpoints. Evidence older than the policy has it does not count. */
export function outlook(
  value: string,
  windows: ReadonlyMap<string, SampleWindow>,
  policy: Policy,
  at: Instant,
): Outlook {
  const healthOf = (name: string): Health | undefined => {
    const window = windows.get(name);
    const health = window === undefined ? undefined : judge(window, policy);
    return health === undefined || isStale(health, policy, at) ? undefined : health;
  };
  return outlookOver(hopsOf(value), { healthOf, windowOf: (name) => windows.get(name) });
}

/** What a walk has seen so far. */
interface Walked {
  /** Chance that Go gets to the next entry. */
  readonly reach: number;
  readonly success: number;
  readonly best: { readonly hop: Hop; readonly share: number } | null;
  readonly sure: boolean;
  /** The first entry that will hardly serve. */
  readonly blocked: string | null;
}

const START: Walked = { reach: 1, success: 0, best: null, sure: true, blocked: null };

/** The walk over the entries; `null` when Go may well get to one that was not measured. */
function walk(chain: Chain, hops: readonly (Hop | null)[]): Walked | null {
  let walked = START;
  for (const [index, entry] of chain.entries.entries()) {
    // Behind proxies, `direct` adds an unmeasured chance: what was measured is then the least to expect.
    if (entry.kind === "off" || (entry.kind === "direct" && walked.best !== null)) break;
    const hop = hops[index] ?? null;
    if (hop === null) {
      // What was not measured matters only if Go may well get here.
      if (walked.reach > 0.5) return null;
      walked = { ...walked, sure: false };
      break;
    }
    walked = pass(walked, hop);
    if (entry.separator !== "|") break;
  }
  return walked;
}

function pass(walked: Walked, hop: Hop): Walked {
  const share = walked.reach * hop.success;
  const isBest = walked.best === null || share > walked.best.share;
  return {
    reach: walked.reach - share,
    success: walked.success + share,
    best: isBest ? { hop, share } : walked.best,
    sure: walked.sure && hop.sure,
    blocked: walked.blocked ?? (hop.success < 0.5 ? hop.name : null),
  };
}

function conclude({ success, best, sure, blocked }: Walked, times: FetchTime, value: string): Outlook {
  const { expectedMs } = times;
  const servedBy = best !== null && best.share >= 0.5 ? best.hop.name : null;
  const because =
    servedBy === null
      ? reason("outlook-blocked", { endpoint: blocked ?? redact(value), expectedMs })
      : reason("outlook-serves", { endpoint: servedBy, expectedMs });
  return { success, ...times, servedBy, sure, because };
}
