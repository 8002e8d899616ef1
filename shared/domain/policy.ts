import type { Millis } from "./time.ts";
import { HOUR, MINUTE, SECOND } from "./time.ts";

/** Every number that the judge and the schedule use. Each has its reason beside its default in `DEFAULT_POLICY`. */
export interface Policy {
  /** Longest time between two samples of an endpoint in trouble; it doubles while the endpoint goes on failing. */
  readonly troubledIntervalMs: Millis;
  /** What it doubles to, at most, where the chain in force needs the endpoint. */
  readonly neededBackoffMs: Millis;
  /** The same for any endpoint while the chain in force serves badly, so that a way out is seen. */
  readonly searchBackoffMs: Millis;
  /** The same for all others. */
  readonly idleBackoffMs: Millis;
  /** Time between the quick samples after a first failure, a network change or a resume. */
  readonly burstGapMs: Millis;
  /** How many quick samples there are after a network change or a resume, at least. */
  readonly burstSamples: number;
  /** After a first failure in the chain in force, endpoints not looked at for this long are looked at too. */
  readonly freshMs: Millis;
  /** Factor on the intervals while the machine runs on battery. */
  readonly batteryFactor: number;
  /** An endpoint that has been healthy for this long without a break, and is not in force, is looked at less often. */
  readonly calmAfterMs: Millis;
  /** Factor on its interval then. */
  readonly calmFactor: number;
  /** The calm factor makes no interval longer than this. */
  readonly calmIntervalMs: Millis;
  /** A successful look that takes longer than this is slow. */
  readonly slowMs: Millis;
  /** So many slow looks in a row make an endpoint degraded. */
  readonly slowRun: number;
  /** Fast successes in a row after which an endpoint that failed for sure stands again. */
  readonly recoverRun: number;
  /** Failures in a row that are enough to act on, at least; more where such rows have passed by themselves. */
  readonly sureFailures: number;
  /** The same for failures that chance cannot produce. */
  readonly sureCertainFailures: number;
  /** Bounds of a SampleWindow. */
  readonly maxSamples: number;
  readonly memoryMs: Millis;
  /** Evidence older than this says nothing about now, unless looks are further apart anyway. */
  readonly staleMs: Millis;
  /** So many times the planned time between two looks is too old. */
  readonly staleGaps: number;
  /** A chain with at least this chance to serve, 0 to 1, is good enough to stay on. */
  readonly goodEnough: number;
  /** From this on the verdict that an endpoint fails too often is believed, 0 to 1. */
  readonly sureness: number;
  /** A chain that serves is still not good enough when one module takes it longer than this. */
  readonly goodEnoughMs: Millis;
  /** Below this chance the current chain has failed. */
  readonly tooBad: number;
  /** Least time between two automatic switches on one network. */
  readonly restMs: Millis;
  /** So long after joining a network, the profile that is meant for it is waited for rather than another chosen. */
  readonly arrivalMs: Millis;
  /** How long the preferred profile must have been good before we return to it. */
  readonly returnMs: Millis;
  /** A network's kind counts from this confidence, 0 to 1. */
  readonly minConfidence: number;
}

/** The policy that ships. */
export const DEFAULT_POLICY: Policy = {
  // Recovery should be seen soon, yet an outage of hours must not look like a storm.
  troubledIntervalMs: 15 * SECOND,
  // The normal interval: people wait for this one to come back.
  neededBackoffMs: 30 * SECOND,
  // Somebody is stuck and any of them may be the way out, so not much slower than that.
  searchBackoffMs: 1 * MINUTE,
  // Nobody waits for it. A profile that is meant for this network is returned to five minutes after it is well again anyway.
  idleBackoffMs: 5 * MINUTE,
  // Five failures within five seconds: four gaps of at most 0.96 s, and 0.2 s for each look.
  burstGapMs: 0.8 * SECOND,
  // One success may be luck where nothing else is known; two are enough to go by.
  burstSamples: 2,
  // A switch rests on what was seen since the chain in force began to fail; a moment before is as good.
  freshMs: 1 * SECOND,
  // A guess: halves the radio wake-ups.
  batteryFactor: 2,
  // Most outages announce themselves by a failure, and each failure ends the calm. Two minutes keep a look per coffee.
  calmAfterMs: 30 * MINUTE,
  calmFactor: 2,
  calmIntervalMs: 2 * MINUTE,
  // One lost SYN adds 1.0 s and two add 3.0 s; under 5 % loss only 1 % of looks exceed 2 s.
  slowMs: 2.5 * SECOND,
  slowRun: 3,
  // Three successes 15 s apart: half a minute of good news, a first success is none.
  recoverRun: 3,
  // At 5 % random failures a row of five comes about once in 16 months of looks; four gaps fit in five seconds.
  sureFailures: 5,
  sureCertainFailures: 2,
  // An hour at the normal interval.
  maxSamples: 120,
  memoryMs: 1 * HOUR,
  // Two samples at the battery interval, and a bit; where looks are rarer, one may be missed as well.
  staleMs: 150 * SECOND,
  staleGaps: 2.5,
  goodEnough: 0.8,
  // At 5 % random failures it is reached less than once in a year of looks.
  sureness: 0.975,
  // Three slow looks. A stalled handshake alone costs ten seconds a request.
  goodEnoughMs: 7.5 * SECOND,
  tooBad: 0.5,
  // At most one automatic switch in ten minutes unless the network changes.
  restMs: 10 * MINUTE,
  // Two looks 0.8 s apart, and a slow one between them. Who chooses another has to rest for ten minutes.
  arrivalMs: 5 * SECOND,
  returnMs: 5 * MINUTE,
  // The class is only a label below this; routing then rests on health alone.
  minConfidence: 0.8,
};
