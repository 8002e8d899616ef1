import type { Millis } from "./time.ts";
import { HOUR, MINUTE, SECOND } from "./time.ts";

/** Every number that the judge and the schedule use. Each has its reason beside its default in `DEFAULT_POLICY`. */
export interface Policy {
  /** Time between two samples of one endpoint while nothing is wrong. */
  readonly intervalMs: Millis;
  /** The same while an endpoint is in trouble. */
  readonly troubledIntervalMs: Millis;
  /** Time between the quick samples after a first failure, a network change or a resume. */
  readonly burstGapMs: Millis;
  /** How many quick samples there are. */
  readonly burstSamples: number;
  /** Factor on the intervals while the machine runs on battery. */
  readonly batteryFactor: number;
  /** A successful look that takes longer than this is slow. */
  readonly slowMs: Millis;
  /** So many slow looks in a row make an endpoint degraded. */
  readonly slowRun: number;
  /** Sum of weights at which a healthy endpoint is in trouble. */
  readonly troubleBar: number;
  /** Sum of weights at which an endpoint has recovered. */
  readonly recoverBar: number;
  /** Fast successes in a row needed to recover, whatever the sum. */
  readonly recoverRun: number;
  /** Failures in a row that are enough to act on. */
  readonly sureFailures: number;
  /** The same for failures that chance cannot produce. */
  readonly sureCertainFailures: number;
  /** Bounds of a SampleWindow. */
  readonly maxSamples: number;
  readonly memoryMs: Millis;
  /** Evidence older than this says nothing about now. */
  readonly staleMs: Millis;
  /** A chain with at least this chance to serve, 0 to 1, is good enough to stay on. */
  readonly goodEnough: number;
  /** Below this chance the current chain has failed. */
  readonly tooBad: number;
  /** Least time between two automatic switches on one network. */
  readonly restMs: Millis;
  /** How long the preferred profile must have been good before we return to it. */
  readonly returnMs: Millis;
  /** A network's kind counts from this confidence, 0 to 1. */
  readonly minConfidence: number;
}

/** The policy that ships. */
export const DEFAULT_POLICY: Policy = {
  // One tiny request per endpoint and half minute: polite to public mirrors, and a dead one is noticed within a coffee sip.
  intervalMs: 30 * SECOND,
  // Recovery should be seen soon, yet an outage of hours must not look like a storm.
  troubledIntervalMs: 15 * SECOND,
  // Three failures within about three seconds tell a broken path from one lost packet (a lost SYN costs 1 s).
  burstGapMs: 1 * SECOND,
  burstSamples: 3,
  // A guess: halves the radio wake-ups.
  batteryFactor: 2,
  // One lost SYN adds 1.0 s and two add 3.0 s; under 5 % loss only 1 % of looks exceed 2 s.
  slowMs: 2.5 * SECOND,
  slowRun: 3,
  // 6.8 = three plain failures of 2.3 (kept below 6.9, which 2.3+2.3+2.3 misses in floating point) or two certain ones of 4.
  troubleBar: 6.8,
  // 5.1 = eight successes of 0.64: about one flap per 1000 looks on a network where 42 % succeed.
  recoverBar: 5.1,
  recoverRun: 3,
  sureFailures: 3,
  sureCertainFailures: 2,
  // An hour at the normal interval.
  maxSamples: 120,
  memoryMs: 1 * HOUR,
  // Two samples at the battery interval, and a bit.
  staleMs: 150 * SECOND,
  goodEnough: 0.8,
  tooBad: 0.5,
  // At most one automatic switch in ten minutes unless the network changes.
  restMs: 10 * MINUTE,
  returnMs: 5 * MINUTE,
  // The class is only a label below this; routing then rests on health alone.
  minConfidence: 0.8,
};
