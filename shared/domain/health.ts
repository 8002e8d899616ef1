import { isCertain } from "./failure.ts";
import type { Policy } from "./policy.ts";
import type { Reason } from "./reason.ts";
import { reason } from "./reason.ts";
import type { Sample } from "./sample.ts";
import { evidence, failureRun, percentile, type SampleWindow } from "./sample-window.ts";
import type { Instant, Millis } from "./time.ts";

/** The verdict on one endpoint. `unknown` means nothing was measured yet, not that something is wrong. */
export type HealthKind = "healthy" | "degraded" | "down" | "unknown";

/** The verdict on one endpoint with the figures it rests on. */
export interface Health {
  readonly endpoint: string;
  readonly kind: HealthKind;
  readonly because: Reason;
  /** Samples that count as evidence. */
  readonly samples: number;
  /** Share of them that succeeded, 0 to 1; `null` without evidence. */
  readonly successRate: number | null;
  /** Median time of a whole successful look, and of its handshake; `null` without a success. */
  readonly p50TotalMs: Millis | null;
  readonly p50HandshakeMs: Millis | null;
  /** Failures since the last success. */
  readonly failureRun: number;
  /** Whether the run of failures is enough to act on. */
  readonly sure: boolean;
  /** The most recent failure, if the last sample failed. */
  readonly lastFailure: Sample["failure"];
  /** When the newest evidence was taken. */
  readonly lastAt: Instant | null;
}

/** Weighs one sample: negative is good news, positive is bad news, in nats of a likelihood ratio. */
function weigh(sample: Sample, policy: Policy): number {
  const { failure } = sample;
  if (failure === null) return sample.totalMs > policy.slowMs ? 0.3 : -0.64;
  if (isCertain(failure.kind)) return 4;
  if (failure.kind === "status") return 1.2;
  return 2.3;
}

/**
 * Whether the samples, taken in order, leave the endpoint in trouble: a cumulative sum over the weights of `weigh`
 * with one bar to fall (three plain failures, or two certain ones) and a higher one, plus a run of fast successes, to recover.
 */
function isTroubled(samples: readonly Sample[], policy: Policy): boolean {
  let troubled = false;
  let sum = 0;
  let run = 0;
  for (const sample of samples) {
    const weight = weigh(sample, policy);
    run = weight < 0 ? run + 1 : 0;
    sum = Math.max(0, sum + (troubled ? -weight : weight));
    const crossed = troubled ? sum >= policy.recoverBar && run >= policy.recoverRun : sum >= policy.troubleBar;
    if (crossed) {
      troubled = !troubled;
      sum = 0;
    }
  }
  return troubled;
}

function isSure(samples: readonly Sample[], run: number, policy: Policy): boolean {
  const recent = run === 0 ? [] : samples.slice(-run);
  const certain = recent.filter((s) => s.failure !== null && isCertain(s.failure.kind)).length;
  return run >= policy.sureFailures || certain >= policy.sureCertainFailures;
}

/** Verdicts already given. A window never changes, so its verdict under one policy does not either. */
const given = new WeakMap<SampleWindow, { readonly policy: Policy; readonly health: Health }>();

/**
 * The verdict on an endpoint from its window alone. Never counts a failure of our own side. An endpoint that has
 * never answered is `down`; one that has answered needs several failures before it is.
 */
export function judge(window: SampleWindow, policy: Policy): Health {
  const known = given.get(window);
  if (known !== undefined && known.policy === policy) return known.health;
  const health = judgeAnew(window, policy);
  given.set(window, { policy, health });
  return health;
}

function judgeAnew(window: SampleWindow, policy: Policy): Health {
  const samples = evidence(window);
  const last = samples.at(-1);
  const good = samples.filter((s) => s.failure === null);
  const run = failureRun(samples);
  const figures = {
    endpoint: window.endpoint,
    samples: samples.length,
    successRate: samples.length === 0 ? null : good.length / samples.length,
    p50TotalMs: percentile(
      good.map((s) => s.totalMs),
      0.5,
    ),
    p50HandshakeMs: percentile(
      good.flatMap((s) => (s.stages.handshakeMs === null ? [] : [s.stages.handshakeMs])),
      0.5,
    ),
    failureRun: run,
    sure: isSure(samples, run, policy),
    lastFailure: last?.failure ?? null,
    lastAt: last?.at ?? null,
  };
  return { ...figures, ...classify(samples, figures, policy) };
}

type Figures = Omit<Health, "kind" | "because">;
type Verdict = Pick<Health, "kind" | "because">;

function classify(samples: readonly Sample[], figures: Figures, policy: Policy): Verdict {
  const counts = countsOf(samples, figures);
  if (figures.samples === 0) return { kind: "unknown", because: reason("health-no-samples") };
  if (figures.successRate === 0) return { kind: "down", because: reason("health-never-reached", counts) };
  if (figures.failureRun >= policy.sureFailures) return { kind: "down", because: reason("health-failing", counts) };
  if (isTroubled(samples, policy)) {
    const isBack = figures.failureRun === 0;
    const recovering = reason("health-recovering", { ...counts, count: counts.failed });
    return { kind: "degraded", because: isBack ? recovering : reason("health-unreliable", counts) };
  }
  if (isSlow(samples, policy)) return { kind: "degraded", because: reason("health-slow", counts) };
  return { kind: "healthy", because: reason("health-steady", counts) };
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

function countsOf(samples: readonly Sample[], figures: Figures): Counts {
  return {
    count: figures.samples,
    samples: figures.samples,
    failed: samples.filter((s) => s.failure !== null).length,
    run: figures.failureRun,
    stage: figures.lastFailure?.stage ?? "",
    kind: figures.lastFailure?.kind ?? "",
    p50Ms: Math.round(figures.p50TotalMs ?? 0),
  };
}

function isSlow(samples: readonly Sample[], policy: Policy): boolean {
  const recent = samples.slice(-policy.slowRun);
  return recent.length >= policy.slowRun && recent.every((s) => s.failure === null && s.totalMs > policy.slowMs);
}
