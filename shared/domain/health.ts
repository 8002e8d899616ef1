import { type Course, follow, isSureRun, type Steps } from "./course.ts";
import type { Policy } from "./policy.ts";
import type { Reason } from "./reason.ts";
import { reason } from "./reason.ts";
import type { Sample } from "./sample.ts";
import { evidence, percentile, type SampleWindow } from "./sample-window.ts";
import { failuresNeeded, NO_STUMBLES, type Run, runAtEnd, type Stumbles, surenessOf } from "./stumbles.ts";
import { chanceAbove } from "./sureness.ts";
import type { Instant, Millis } from "./time.ts";

/** The verdict on one endpoint. `unknown` means nothing was measured yet, not that something is wrong. */
export type HealthKind = "healthy" | "degraded" | "down" | "unknown";

/** The verdict on one endpoint with the figures it rests on. */
export interface Health {
  readonly endpoint: string;
  readonly kind: HealthKind;
  readonly because: Reason;
  /** How sure the verdict is, 0 to 1: the chance that more looks would not overturn it. 0 without evidence. */
  readonly confidence: number;
  /** Samples that count as evidence. */
  readonly samples: number;
  /** Share of them that succeeded, 0 to 1; `null` without evidence. */
  readonly successRate: number | null;
  /** Chance that the next look succeeds, 0 to 1, as far as the latest looks tell; `null` without evidence. */
  readonly chance: number | null;
  /** Median time of a whole successful look, and of its handshake; `null` without a success. */
  readonly p50TotalMs: Millis | null;
  readonly p50HandshakeMs: Millis | null;
  /** Failures since the last success. */
  readonly failureRun: number;
  /** When the first of them began; `null` when there are none. */
  readonly failingSince: Instant | null;
  /** Plain failures in a row that make it sure here: more where such rows have passed by themselves. */
  readonly needed: number;
  /** Whether the evidence is enough to act on. */
  readonly sure: boolean;
  /** The most recent failure, if the last sample failed. */
  readonly lastFailure: Sample["failure"];
  /** When the newest evidence was taken. */
  readonly lastAt: Instant | null;
}

/** Verdicts already given. A window never changes, so its verdict under one policy does not either. */
const given = new WeakMap<SampleWindow, { readonly policy: Policy; readonly health: Health }>();

/**
 * The verdict on an endpoint from its window alone. Never counts a failure of our own side. An endpoint that has never
 * answered is `down`; one that has answered is not until it failed so often in a row that chance is no explanation. One that
 * fails too often in between, or answers slowly, is `degraded`.
 */
export function judge(window: SampleWindow, policy: Policy): Health {
  const known = given.get(window);
  if (known !== undefined && known.policy === policy) return known.health;
  const health = judgeAnew(window, policy);
  given.set(window, { policy, health });
  return health;
}

/** All that a verdict is made of. */
interface Seen {
  readonly samples: readonly Sample[];
  readonly good: number;
  readonly run: Run;
  readonly course: Course;
  readonly stumbles: Stumbles;
  readonly needed: number;
  readonly p50TotalMs: Millis | null;
}

function judgeAnew(window: SampleWindow, policy: Policy): Health {
  const samples = evidence(window);
  const stumbles = window.stumbles ?? NO_STUMBLES;
  const needed = failuresNeeded(stumbles, policy.sureFailures);
  const [totals, handshakes]: [number[], number[]] = [[], []];
  for (const { failure, totalMs, stages } of samples) {
    if (failure !== null) continue;
    totals.push(totalMs);
    if (stages.handshakeMs !== null) handshakes.push(stages.handshakeMs);
  }
  const run = runAtEnd(samples);
  const p50TotalMs = percentile(totals, 0.5);
  const course = follow(samples, needed, policy);
  const last = samples.at(-1);
  return {
    endpoint: window.endpoint,
    samples: samples.length,
    successRate: samples.length === 0 ? null : totals.length / samples.length,
    p50TotalMs,
    p50HandshakeMs: percentile(handshakes, 0.5),
    failureRun: run.length,
    failingSince: run.since,
    needed,
    lastFailure: last?.failure ?? null,
    lastAt: last?.at ?? null,
    ...verdictOn({ samples, good: totals.length, run, course, stumbles, needed, p50TotalMs }, policy),
  };
}

type Verdict = Pick<Health, "kind" | "because" | "confidence" | "chance" | "sure">;

/** Failures in a row from which on the endpoint is no longer shown as well, though nothing is sure yet. */
const SHOWS = 3;

/** An endpoint that fails too often with this chance is shown so, though nothing is done about it yet. */
const SUSPECT = 0.85;

/** Chance that more looks fail after a success than a good enough chain may have: the rest of `policy.goodEnough`. */
function tooOften({ course }: Seen, policy: Policy): number {
  const above = ({ steps, falls }: Steps): number => chanceAbove(1 - policy.goodEnough, falls, steps - falls);
  return Math.max(above(course.lately), above(course.longer));
}

function verdictOn(seen: Seen, policy: Policy): Verdict {
  const { samples, good, run, course, stumbles, needed } = seen;
  if (samples.length === 0) {
    return { kind: "unknown", because: reason("health-no-samples"), confidence: 0, chance: null, sure: false };
  }
  const counts = countsOf(seen);
  const isSure = isSureRun(run.length, run.certain, needed, policy);
  const sureness = surenessOf(run.length + 2 * run.certain, stumbles);
  if (good === 0) {
    const because = reason("health-never-reached", counts);
    return { kind: "down", because, confidence: sureness, chance: 0, sure: isSure };
  }
  if (run.length > 0 && course.state === "failing") {
    return { kind: "down", because: reason("health-failing", counts), confidence: sureness, chance: 0, sure: true };
  }
  if (course.state === "recovering") {
    const because = reason("health-recovering", { ...counts, count: counts.failed });
    const chance = (course.back + 1) / (policy.recoverRun + 2);
    return { kind: "degraded", because, confidence: 0.5, chance, sure: false };
  }
  return standing(seen, policy);
}

function standing(seen: Seen, policy: Policy): Verdict {
  const { samples, run, course, stumbles } = seen;
  const counts = countsOf(seen);
  const bad = tooOften(seen, policy);
  const { steps, falls } = course.longer;
  const chance = steps === 0 ? 1 : 1 - falls / steps;
  if (bad >= SUSPECT) {
    const sure = bad >= policy.sureness;
    return { kind: "degraded", because: reason("health-unreliable", counts), confidence: bad, chance, sure };
  }
  if (run.length >= SHOWS) {
    const because = reason("health-unreliable", counts);
    return { kind: "degraded", because, confidence: surenessOf(run.length, stumbles), chance: 0.5, sure: false };
  }
  if (isSlow(samples, policy)) {
    return { kind: "degraded", because: reason("health-slow", counts), confidence: 0.9, chance, sure: true };
  }
  const because = reason("health-steady", counts);
  const isSure = run.length === 0 && samples.length >= policy.burstSamples;
  return { kind: "healthy", because, confidence: 1 - bad, chance, sure: isSure };
}

type Counts = {
  /** What the sentence counts; languages choose its plural by it. */
  readonly count: number;
  readonly samples: number;
  readonly failed: number;
  readonly run: number;
  readonly stage: string;
  readonly kind: string;
  readonly p50Ms: number;
};

function countsOf({ samples, good, run, p50TotalMs }: Seen): Counts {
  const last = samples.at(-1)?.failure;
  return {
    count: samples.length,
    samples: samples.length,
    failed: samples.length - good,
    run: run.length,
    stage: last?.stage ?? "",
    kind: last?.kind ?? "",
    p50Ms: Math.round(p50TotalMs ?? 0),
  };
}

function isSlow(samples: readonly Sample[], policy: Policy): boolean {
  const recent = samples.slice(-policy.slowRun);
  return recent.length >= policy.slowRun && recent.every((s) => s.failure === null && s.totalMs > policy.slowMs);
}
