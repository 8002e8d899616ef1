import type { Millis, Steady } from "./time.ts";

/**
 * Looks made lately, wearing off one by one: a bucket that leaks. It remembers a burst without a list of times, and steps of
 * the wall clock do not touch it.
 */
export interface Debt {
  /** Looks not yet worn off at `at`; a fraction is one that is half gone. */
  readonly looks: number;
  /** When the last look began. */
  readonly at: Steady;
}

/** How much may be asked: so many looks at once, and after that one each `everyMs`. In any time W that is `atOnce` + W / `everyMs`. */
export interface Allowance {
  readonly atOnce: number;
  readonly everyMs: Millis;
}

/** Nothing was asked yet. */
export const NO_DEBT: Debt = { looks: 0, at: Number.NEGATIVE_INFINITY };

/** What is still owed at `steady`. */
function owed(debt: Debt, { everyMs }: Allowance, steady: Steady): number {
  return debt.looks === 0 ? 0 : Math.max(0, debt.looks - Math.max(0, steady - debt.at) / everyMs);
}

/** From when on one more look is within the allowance; may lie in the past. */
export function allowedFrom(debt: Debt, { atOnce, everyMs }: Allowance): Steady {
  return debt.at + Math.max(0, debt.looks - (atOnce - 1)) * everyMs;
}

/** The debt after a look that begins at `steady`. */
export function withLook(debt: Debt, allowance: Allowance, steady: Steady): Debt {
  return { looks: owed(debt, allowance, steady) + 1, at: Math.max(debt.at, steady) };
}

/** Whether nothing is owed any more. */
export function isSettled(debt: Debt, allowance: Allowance, steady: Steady): boolean {
  return owed(debt, allowance, steady) === 0;
}

/** One endpoint: a burst of three, a first failure in it, and somebody who asks, one after the other. */
const AT_ONCE = 6;

/** Then one each ten seconds: with the above twelve in any minute, and nobody waits longer than this for news. */
const EVERY_MS: Millis = 10_000;

/** A short interval asks more often than that; its shortest gap, 0.8 of it, still has to pass. */
const SHARE_OF_INTERVAL = 0.75;

/** Looks a minute beyond what the intervals ask: room for the bursts of a handful of endpoints. */
const ALL_AT_ONCE = 60;

/** All endpoints together may be looked at twice as often as the interval asks: that is room for mass failure, not for a storm. */
const ALL_FACTOR = 2;

/** What one endpoint may be asked: 12 looks in any minute at an interval of 14 s or more, 22 at the shortest, 5 s. */
export function endpointAllowance(intervalMs: Millis): Allowance {
  return { atOnce: AT_ONCE, everyMs: Math.min(EVERY_MS, SHARE_OF_INTERVAL * intervalMs) };
}

/** What all endpoints together may be asked: in any minute 60 looks and twice those that the interval asks for. */
export function totalAllowance(intervalMs: Millis, endpoints: number): Allowance {
  return { atOnce: ALL_AT_ONCE, everyMs: intervalMs / (ALL_FACTOR * Math.max(1, endpoints)) };
}
