import type { Cell, CellId } from "./diagnosis.ts";
import type { Reading } from "./diagnosis-reading.ts";
import type { FailureKind } from "./failure.ts";
import type { Millis } from "./time.ts";

/**
 * An answer that comes in less than this share of the time that the endpoint needs was made nearer than the endpoint.
 * Measured over a path of 42 ms: answers of the real server took 0.97 to 1.04 of the time to connect, injected ones 0.03
 * to 0.04.
 */
const NEARBY_SHARE = 0.6;

/** A connection that is made faster than this was taken by something near, or the endpoint is near: it measures no path. */
const LOCAL_CONNECT_MS: Millis = 5;

/** Answers that take less than this from an endpoint cannot be told from answers made beside us. */
const LEAST_REFERENCE_MS: Millis = 20;

/** From this many times the time to connect on, an answer came from behind whoever took the connection. */
const FAR_BEHIND = 4;

/** A failure that something sends; silence has no origin. */
const SENT: ReadonlySet<FailureKind> = new Set<FailureKind>([
  "reset",
  "closed",
  "not-tls",
  "alert",
  "protocol-version",
]);

/** What the time of a failure is held against: what is known of the endpoint's distance. */
export interface Reference {
  readonly ms: Millis;
  /** The time of a connection, or of an answer that passed. */
  readonly from: "connect" | "answer";
}

/** Where a failure was made, by its time. */
export interface Origin {
  readonly at: "nearby" | "as-far";
  readonly failedMs: Millis;
  readonly reference: Reference;
}

function least(values: readonly (Millis | undefined)[]): Millis | null {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? null : Math.min(...known);
}

function quickestConnect(reading: Reading): Millis | null {
  return least(reading.cells.map(({ connectMs }) => connectMs));
}

/** The quickest first answer of TLS; whole handshakes take more round trips and are not comparable. */
function quickestAnswer(reading: Reading): Millis | null {
  const hellos = reading.cells.filter(({ id, helloBytes }) => helloBytes !== undefined && reading.passed(id));
  return least(hellos.map(({ answerMs }) => answerMs));
}

/**
 * How far away the endpoint is, in time; `null` when that cannot be known. Not by a connection that was taken nearby (the
 * proxy's, or that of a box which answers for the endpoint): then by the quickest answer that passed.
 */
function referenceOf(reading: Reading): Reference | null {
  const connectMs = quickestConnect(reading);
  const isDirect = reading.situation.via === "direct";
  if (isDirect && connectMs !== null && connectMs >= LOCAL_CONNECT_MS) return { ms: connectMs, from: "connect" };
  const answerMs = quickestAnswer(reading);
  return answerMs !== null && answerMs >= LEAST_REFERENCE_MS ? { ms: answerMs, from: "answer" } : null;
}

function sentMs({ failure, answerMs }: Cell): Millis | undefined {
  return failure !== undefined && SENT.has(failure.kind) ? answerMs : undefined;
}

/**
 * Where the failures of these cells were made; `null` when their times do not tell. The quickest one counts: whatever is
 * slow on this machine only adds to a time.
 */
export function originOf(reading: Reading, ids: readonly CellId[]): Origin | null {
  const failed = ids.filter((id) => reading.failed(id)).flatMap((id) => reading.cell(id) ?? []);
  const failedMs = least(failed.map(sentMs));
  const reference = referenceOf(reading);
  if (failedMs === null || reference === null) return null;
  return { at: failedMs < NEARBY_SHARE * reference.ms ? "nearby" : "as-far", failedMs, reference };
}

/** The times that show that connections are taken by something near, and answered by something far; `null` when they do not. */
export function localConnect(reading: Reading): { readonly connectMs: Millis; readonly answerMs: Millis } | null {
  const connectMs = quickestConnect(reading);
  const answerMs = quickestAnswer(reading);
  if (reading.situation.via !== "direct" || connectMs === null || answerMs === null) return null;
  const isLocal = connectMs < LOCAL_CONNECT_MS && answerMs >= LEAST_REFERENCE_MS && answerMs > FAR_BEHIND * connectMs;
  return isLocal ? { connectMs, answerMs } : null;
}
