// What the wire says about a failure that the runtime reports in its own way. Alerts and bytes that are not TLS are read from
// the bytes; an end and a reset are told apart by the socket below TLS. What the wire does not show stays as it was reported.
import type { Failure } from "../../../shared/domain/failure.ts";
import { failureOfAnswer } from "../hello/say-hello.ts";
import { classify, faultOf } from "./classify.ts";
import type { Tap } from "./tap.ts";

/** More than any head may have (http1-reader.ts): a peer that sent so much and no answer was not silent. */
const FLOOD_BYTES = 64 * 1024;

/** The failure with the end of the connection as the socket had it, where it is about an end at all. */
function withEnding(failure: Failure, tap: Tap): Failure {
  const { ending } = tap;
  const isEnd = failure.kind === "reset" || failure.kind === "closed";
  return isEnd && ending !== null ? classify(failure.stage, faultOf(ending)) : failure;
}

/** The failure of a request, by what came on the wire. */
export function requestFailure(failure: Failure, tap: Tap): Failure {
  if (failure.stage !== "http" || failure.kind !== "silent" || tap.answerBytes <= FLOOD_BYTES) {
    return withEnding(failure, tap);
  }
  return { ...failure, kind: "too-large", raw: `${failure.raw}, after ${tap.answerBytes} bytes` };
}

/** The failure of a handshake, by what came on the wire. */
export function handshakeFailure(failure: Failure, tap: Tap): Failure {
  if (failure.kind === "local") return failure;
  const { answer, bytes } = tap.flight;
  const told = answer === null ? null : failureOfAnswer(answer, bytes);
  const ended = withEnding(failure, tap);
  if (told === null) return ended;
  // A warning is no reason to end: the end is what happened.
  const isWarning = answer?.kind === "alert" && answer.level === 1 && answer.code !== 0;
  return isWarning ? { ...ended, raw: `${ended.raw}, ${told.raw}` } : told;
}
