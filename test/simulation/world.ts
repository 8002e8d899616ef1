// A made-up stretch of life, from a seed: which networks a laptop is on and what each proxy answers at each moment. Every
// rule that is compared lives through the same one.
import type { Failure } from "../../shared/domain/failure.ts";
import type { NetworkKind } from "../../shared/domain/network.ts";
import type { Profile } from "../../shared/domain/profile.ts";
import type { TlsFacts } from "../../shared/domain/sample.ts";
import type { Instant, Millis } from "../../shared/domain/time.ts";

/** How a look ends. */
export interface Answer {
  readonly failure: Failure | null;
  readonly tookMs: Millis;
  /** TLS as it was settled; usual and public when absent. */
  readonly tls?: TlsFacts;
}

/** A stay on one network. */
export interface Stay {
  readonly from: Instant;
  /** Empty: no network. */
  readonly fingerprint: string;
  readonly kind: NetworkKind;
  /** It was here before, and what it is was remembered. */
  readonly isKnown: boolean;
}

/** A time in which a proxy is broken for everybody who asks it. */
export interface Break {
  readonly proxy: number;
  readonly from: Instant;
  readonly until: Instant;
  readonly answer: Answer;
  /** `hard`: told at once; `silent`: nothing is told. */
  readonly way: "hard" | "silent";
}

/** The world. */
export interface World {
  readonly seed: number;
  readonly lengthMs: Millis;
  readonly profiles: readonly Profile[];
  /** Names of the proxies; profile n fetches from proxy n alone. */
  readonly proxies: readonly string[];
  readonly stays: readonly Stay[];
  readonly breaks: readonly Break[];
  /** What proxy `n` answers a look that begins at `at`; each look asks once. */
  readonly answerOf: (proxy: number, at: Instant) => Answer;
  /** The profile that should be in force at `at`; `null` where none would do. */
  readonly rightAt: (at: Instant) => number | null;
}

/** Where the laptop is at `at`. */
export function stayAt(world: World, at: Instant): Stay {
  return world.stays.findLast((stay) => stay.from <= at) ?? (world.stays[0] as Stay);
}

/** The break of a proxy at `at`; `undefined` while there is none. */
export function breakAt(breaks: readonly Break[], proxy: number, at: Instant): Break | undefined {
  return breaks.find((each) => each.proxy === proxy && each.from <= at && at < each.until);
}

function answer(stage: Failure["stage"], kind: Failure["kind"], tookMs: Millis): Answer {
  return { failure: { stage, kind, raw: "" }, tookMs };
}

/** Failures that are told at once, within 120 ms of a look. */
export const HARD: readonly Answer[] = [
  answer("handshake", "reset", 45),
  answer("connect", "refused", 20),
  answer("handshake", "alert", 60),
  answer("handshake", "certificate-untrusted", 90),
  answer("handshake", "not-tls", 45),
  answer("handshake", "closed", 45),
];

/** Failures that only patience tells, with the prober's patience. */
export const SILENT: readonly Answer[] = [
  answer("handshake", "silent", 6_000),
  answer("connect", "silent", 5_000),
  answer("http", "silent", 6_100),
];
