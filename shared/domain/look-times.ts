// What the looks at an endpoint tell of a fetch from it: how long a connection takes, how long an answer over it, and what
// Go meets where it fails. Pure.
import { CONNECT_LIMIT_MS, HANDSHAKE_LIMIT_MS, type Outcome } from "./chain-walk.ts";
import type { Failure } from "./failure.ts";
import type { Sample } from "./sample.ts";
import { evidence, percentile, type SampleWindow } from "./sample-window.ts";
import { MINUTE, type Millis, SECOND } from "./time.ts";

/** Looks that count, the newest: a quarter of an hour at the usual pace, and enough for one in twenty to show. */
const RECENT = 30;

/** A resolver that says nothing: twice 5 s for one server, if resolv.conf names no other times (net/dnsconfig_unix.go). */
const RESOLVER_LIMIT_MS: Millis = 10 * SECOND;

/** How long Go waits for the answer to CONNECT (net/http transport.go, dialConn). */
const TUNNEL_LIMIT_MS: Millis = 1 * MINUTE;

/** One way in which an endpoint fails a request of Go's. */
export interface Mode {
  readonly outcome: Outcome;
  /** Share of the failures that are like this, above 0, at most 1. */
  readonly share: number;
  /** How long a request takes to fail, with Go's own patience; of an `answers` mode nothing. `null`: it never ends. */
  readonly costMs: Millis | null;
  /** Whether it fails by an answer, over a connection that later requests use again. */
  readonly answers: boolean;
}

/** Times of the recent looks at one endpoint, each list sorted, without an order between them. */
export interface LookTimes {
  /** Until a request can go out: resolve, connect, tunnel and handshake. */
  readonly setUpMs: readonly Millis[];
  /** From the request to the first byte of the answer. */
  readonly answerMs: readonly Millis[];
  /** How it failed, the most frequent first; empty when it did not. */
  readonly modes: readonly Mode[];
}

const known = new WeakMap<SampleWindow, LookTimes>();

/** The times in a window. A window never changes, so they are worked out once. */
export function lookTimes(window: SampleWindow): LookTimes {
  const before = known.get(window);
  if (before !== undefined) return before;
  const samples = evidence(window);
  const good = samples.filter((s) => s.failure === null).slice(-RECENT);
  const times: LookTimes = {
    setUpMs: good.map(reachedMs).sort((a, b) => a - b),
    answerMs: good.map((s) => s.stages.ttfbMs ?? Math.max(0, s.totalMs - reachedMs(s))).sort((a, b) => a - b),
    modes: modesOf(samples),
  };
  known.set(window, times);
  return times;
}

/** How long the stages took that come before a request. */
function reachedMs({ stages }: Sample): Millis {
  return (stages.resolveMs ?? 0) + (stages.connectMs ?? 0) + (stages.tunnelMs ?? 0) + (stages.handshakeMs ?? 0);
}

/** The failures since the last success say how it fails now; where it answers again, those of lately do. */
function modesOf(samples: readonly Sample[]): readonly Mode[] {
  const run = samples.slice(samples.findLastIndex((s) => s.failure === null) + 1);
  const failed = (run.length > 0 ? run : samples).filter((s) => s.failure !== null).slice(-RECENT);
  const groups = new Map<Outcome["kind"], Sample[]>();
  for (const sample of failed) {
    const { kind } = sample.failure === null ? { kind: "ok" as const } : outcomeOf(sample.failure);
    groups.set(kind, [...(groups.get(kind) ?? []), sample]);
  }
  const modes = [...groups.values()].flatMap((group) => modeOf(group, group.length / failed.length));
  return modes.sort((a, b) => b.share - a.share);
}

function modeOf(group: readonly Sample[], share: number): readonly Mode[] {
  const failure = group.at(-1)?.failure ?? null;
  if (failure === null) return [];
  const outcome = outcomeOf(failure);
  const answers = outcome.kind === "status" || outcome.kind === "bad-content";
  const costs = group.map((sample) => costOf(sample, outcome));
  return [{ outcome, share, answers, costMs: answers ? 0 : outcome.kind === "silent" ? null : percentile(costs, 0.5) }];
}

/** What a failure of ours is to Go. The codes of a status are not kept: any but "not found" is treated alike. */
function outcomeOf({ stage, kind }: Failure): Outcome {
  if (kind === "status") return { kind: "status", status: 503 };
  if (stage === "protocol" || kind === "portal" || kind === "too-large") return { kind: "bad-content" };
  if (kind !== "silent") return { kind: stage === "connect" ? "refused" : "reset" };
  if (stage === "http") return { kind: "silent" };
  return { kind: stage === "handshake" ? "stalled" : "unreachable" };
}

/** How long Go takes to give up: as long as we saw, but where we lost patience before Go does. */
function costOf(sample: Sample, outcome: Outcome): Millis {
  const { failure, totalMs } = sample;
  if (failure?.kind === "resolver-silent") return RESOLVER_LIMIT_MS;
  if (outcome.kind === "stalled") return reachedMs(sample) + HANDSHAKE_LIMIT_MS;
  if (outcome.kind !== "unreachable") return totalMs;
  return failure?.stage === "tunnel" ? reachedMs(sample) + TUNNEL_LIMIT_MS : CONNECT_LIMIT_MS;
}
