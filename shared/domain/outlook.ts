import { type Chain, type ChainEntry, parseChain } from "./chain.ts";
import { CONNECT_LIMIT_MS, HANDSHAKE_LIMIT_MS, REQUESTS } from "./chain-walk.ts";
import { endpointName, redact } from "./endpoint.ts";
import type { Failure } from "./failure.ts";
import type { Health } from "./health.ts";
import type { Policy } from "./policy.ts";
import { type Reason, reason } from "./reason.ts";
import type { Instant, Millis } from "./time.ts";
import { SECOND } from "./time.ts";

/** What to expect of a chain on this network now, by Go's own fallback rules. */
export interface Outlook {
  /** Chance that one module can be fetched, 0 to 1; `null` when an entry that matters was not measured. */
  readonly success: number | null;
  /** Expected time to fetch one module (three requests), or to fail. */
  readonly expectedMs: Millis | null;
  /** The endpoint that most likely serves; `null` when none does. */
  readonly servedBy: string | null;
  /** Whether the evidence is enough to act on. */
  readonly sure: boolean;
  readonly because: Reason;
}

/** What Go itself waits before it gives up; see chain-walk.ts for its limits. */
function goPatience(failure: Failure, elapsedMs: Millis): Millis {
  if (failure.kind !== "silent") return elapsedMs;
  if (failure.stage === "handshake") return HANDSHAKE_LIMIT_MS;
  if (failure.stage === "connect") return CONNECT_LIMIT_MS;
  // Behind the handshake Go has no limit of its own; a minute stands for "until the user loses patience".
  return 60 * SECOND;
}

interface Hop {
  readonly name: string;
  readonly success: number;
  readonly costMs: Millis;
  readonly failCostMs: Millis;
  readonly sure: boolean;
}

/** An entry that Go accepts but cannot ask, whatever its endpoint's health: it fails at once, and is known to. */
function hopelessHop(entry: ChainEntry): Hop {
  return { name: endpointName(entry.url), success: 0, costMs: 0, failCostMs: 0, sure: true };
}

/** What a healthy endpoint is good for at least: a single bad look among good ones is chance, not a verdict. */
const HEALTHY_SUCCESS = 0.95;

function toHop(name: string, health: Health): Hop {
  const chance = health.chance ?? 0;
  const success = { healthy: Math.max(chance, HEALTHY_SUCCESS), degraded: chance, down: 0, unknown: 0 }[health.kind];
  const served = health.p50TotalMs ?? 0;
  const failCostMs = health.lastFailure === null ? served : goPatience(health.lastFailure, served);
  return { name, success, costMs: served, failCostMs, sure: health.sure };
}

const UNMEASURED: Outlook = {
  success: null,
  expectedMs: null,
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

/**
 * What to expect of a chain, given the health of its endpoints by name; `undefined` for one that was not measured lately.
 * Walks the entries as Go does: behind a `,` an error of the path ends the walk, behind a `|` it goes on. `direct` is not
 * measured: alone it is unknown, behind proxies it adds nothing, so that `success` is then the least to expect.
 */
export function outlookOver({ chain, names }: Hops, healthOf: (name: string) => Health | undefined): Outlook {
  const invalid = chain.entries.find((e) => e.kind === "invalid");
  if (invalid !== undefined || chain.entries.length === 0) {
    const because = reason("outlook-invalid", { entry: redact(invalid?.text ?? chain.value) });
    return { success: 0, expectedMs: 0, servedBy: null, sure: true, because };
  }
  return walk(chain, (entry, index) => {
    if (entry.fault !== null) return hopelessHop(entry);
    const health = healthOf(names[index] ?? "");
    return health === undefined ? null : toHop(health.endpoint, health);
  });
}

/** What to expect of `value`, a GOPROXY value, at `at`. Evidence older than the policy has it does not count. */
export function outlook(value: string, healths: ReadonlyMap<string, Health>, policy: Policy, at: Instant): Outlook {
  return outlookOver(hopsOf(value), (name) => {
    const health = healths.get(name);
    return health === undefined || isStale(health, policy, at) ? undefined : health;
  });
}

/** What a walk has seen so far. */
interface Walked {
  /** Chance that Go gets to the next entry. */
  readonly reach: number;
  readonly success: number;
  readonly perRequestMs: Millis;
  readonly best: { readonly hop: Hop; readonly share: number } | null;
  readonly sure: boolean;
  /** The first entry that will hardly serve. */
  readonly blocked: string | null;
}

const START: Walked = { reach: 1, success: 0, perRequestMs: 0, best: null, sure: true, blocked: null };

function walk(chain: Chain, hopOf: (entry: ChainEntry, index: number) => Hop | null): Outlook {
  let walked = START;
  for (const [index, entry] of chain.entries.entries()) {
    // Behind proxies, `direct` adds an unmeasured chance: what was measured is then the least to expect.
    if (entry.kind === "off" || (entry.kind === "direct" && walked.best !== null)) break;
    const hop = entry.kind === "proxy" ? hopOf(entry, index) : null;
    if (hop === null) {
      // What was not measured matters only if Go may well get here.
      if (walked.reach > 0.5) return UNMEASURED;
      walked = { ...walked, sure: false };
      break;
    }
    walked = pass(walked, hop);
    if (entry.separator !== "|") break;
  }
  return conclude(walked, chain.value);
}

function pass(walked: Walked, hop: Hop): Walked {
  const share = walked.reach * hop.success;
  const costMs = hop.success * hop.costMs + (1 - hop.success) * hop.failCostMs;
  const isBest = walked.best === null || share > walked.best.share;
  return {
    reach: walked.reach - share,
    success: walked.success + share,
    perRequestMs: walked.perRequestMs + walked.reach * costMs,
    best: isBest ? { hop, share } : walked.best,
    sure: walked.sure && hop.sure,
    blocked: walked.blocked ?? (hop.success < 0.5 ? hop.name : null),
  };
}

function conclude({ success, perRequestMs, best, sure, blocked }: Walked, value: string): Outlook {
  const expectedMs = Math.round(perRequestMs * REQUESTS.length);
  const servedBy = best !== null && best.share >= 0.5 ? best.hop.name : null;
  const because =
    servedBy === null
      ? reason("outlook-blocked", { endpoint: blocked ?? redact(value), expectedMs })
      : reason("outlook-serves", { endpoint: servedBy, expectedMs });
  return { success, expectedMs, servedBy, sure, because };
}
