// What a hello of Go's that was said means for the look beside which it was said. Pure.
import type { Failure } from "../../../shared/domain/failure.ts";
import type { GoHello, Sample } from "../../../shared/domain/sample.ts";
import type { Millis } from "../../../shared/domain/time.ts";
import { groupName } from "../probe/group-names.ts";
import { parseClientHello } from "./client-hello.ts";
import type { HelloOutcome } from "./first-answer.ts";
import { objectionTo } from "./go-objection.ts";
import type { SpokenHello } from "./hello-source.ts";

/** One hello that was said, and how it ended. */
export interface SaidHello {
  readonly spoken: SpokenHello;
  /** The record. */
  readonly bytes: Buffer;
  readonly outcome: HelloOutcome;
  /** Times of the way to where it was said, and of all until the end of listening. */
  readonly way: Pick<Sample, "stages" | "totalMs">;
}

/** Why Go would have failed; `null` when it would have gone on. */
function failureOf({ outcome, bytes }: SaidHello): Failure | null {
  const { answer, failure } = outcome;
  const hello = parseClientHello(bytes);
  return failure ?? (answer === null || hello === null ? null : objectionTo(answer, hello));
}

function factsOf({ spoken, outcome: { answer } }: SaidHello, failure: Failure | null): GoHello {
  const group = answer !== null && "group" in answer ? answer.group : null;
  return {
    version: spoken.template.version,
    origin: spoken.origin,
    outcome: failure === null ? "ok" : "failed",
    ...(failure === null ? {} : { kind: failure.kind }),
    ...(group === null ? {} : { group: groupName(group) }),
    ...(answer?.kind === "retry-request" ? { retryRequest: true as const } : {}),
  };
}

/**
 * About how long, in steps of 1, 2, 5, 10 and so on: enough to see whether somebody nearer than the endpoint answered, and
 * coarse enough that the journal does not hold a new text for each failure.
 */
function about(ms: Millis): string {
  const magnitude = 10 ** Math.floor(Math.log10(Math.max(ms, 0.1)));
  const step = [1, 2, 5].find((each) => ms <= each * magnitude) ?? 10;
  return `${Number((step * magnitude).toPrecision(1))} ms`;
}

/**
 * The sample with what Go's hello met. Where the runtime's own passed and Go's did not, Go would fail, and so the look does.
 * A look that failed anyway keeps its own failure.
 */
export function withGoHello(sample: Sample, said: SaidHello): Sample {
  const { spoken, outcome, way } = said;
  const failure = failureOf(said);
  const told = { ...sample, goHello: factsOf(said, failure) };
  if (failure === null || sample.failure !== null) return told;
  const when = outcome.answerMs === null ? "" : ` within ${about(outcome.answerMs)}`;
  const hello = `go${spoken.template.version} hello of ${outcome.helloBytes} bytes`;
  const raw = `${hello}: ${failure.raw}${when}; the runtime's own passed`;
  // The way of the hello is what Go would have gone; what the runtime met after its handshake Go would not have come to.
  const { stages, totalMs } = way;
  return { ...told, stages, totalMs, failure: { ...failure, raw } };
}
