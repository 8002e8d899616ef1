// Says a hello on a connection and reports what came back, from the bytes and from the socket's own events: a reset, an end
// and silence are told apart whatever TLS library the runtime has, because none takes part. It neither connects nor goes
// on with the handshake.
import type { Socket } from "node:net";
import type { Failure } from "../../../shared/domain/failure.ts";
import type { Millis } from "../../../shared/domain/time.ts";
import { classify, faultOf, silence } from "../probe/classify.ts";
import { Expired, pause, within } from "../probe/deadline.ts";
import { scrub } from "../probe/scrub.ts";
import type { FirstAnswer, HelloOutcome } from "./first-answer.ts";
import { lastWord, readFirstAnswer } from "./server-hello.ts";

/** A hello, and where to say it. */
export interface HelloOptions {
  /** Connected, and nothing was said on it yet. It is the caller's to destroy; nothing else can be said on it afterwards. */
  readonly socket: Socket;
  /** The record. */
  readonly bytes: Buffer;
  /** Sends the first `at` bytes, waits, and sends the rest. Absent: all at once. */
  readonly split?: { readonly at: number; readonly gapMs: Millis } | undefined;
  /** How long the answer may take, from the last byte sent. */
  readonly limitMs: Millis;
  readonly signal: AbortSignal;
  /** Goes into the outcome: how long connecting took. */
  readonly connectMs: Millis | null;
}

/** How listening ended. */
type End =
  | { readonly kind: "answer"; readonly answer: FirstAnswer }
  | { readonly kind: "end" }
  | { readonly kind: "error"; readonly error: unknown };

/** What comes back on a socket. */
class Ear {
  readonly #socket: Socket;
  readonly ended: Promise<End>;
  /** All that came, up to the answer. */
  heard = Buffer.alloc(0);
  /** When the first byte, the end or the error came, on the monotonic clock; `null` before. */
  at: number | null = null;
  #settle: (end: End) => void = () => undefined;

  constructor(socket: Socket) {
    this.#socket = socket;
    this.ended = new Promise((resolve) => {
      this.#settle = resolve;
    });
    if (socket.destroyed) {
      this.#fail(socket.errored ?? new Error("destroyed"));
      return;
    }
    socket.on("data", this.#hear).on("end", this.#end).on("error", this.#fail).on("close", this.#end);
    // A socket that leads through a proxy was paused when the tunnel was open.
    socket.resume();
  }

  readonly #hear = (chunk: Buffer): void => {
    this.at ??= performance.now();
    this.heard = Buffer.concat([this.heard, chunk]);
    const answer = readFirstAnswer(this.heard);
    if (answer !== "more") this.#settle({ kind: "answer", answer });
  };

  readonly #end = (): void => {
    this.at ??= performance.now();
    this.#settle({ kind: "end" });
  };

  readonly #fail = (error: unknown): void => {
    this.at ??= performance.now();
    this.#settle({ kind: "error", error });
  };

  /** Stops listening. A late error of the socket is of no interest any more, but must not end the process. */
  stop(): void {
    const socket = this.#socket;
    socket.off("data", this.#hear).off("end", this.#end).off("error", this.#fail).off("close", this.#end);
    socket.on("error", () => undefined).pause();
  }
}

/** Sends the bytes. Resolves to when the last was handed over; early, without the rest, once listening has ended. */
async function send({ socket, bytes, split, signal }: HelloOptions, ear: Ear): Promise<number> {
  if (split === undefined) {
    socket.write(bytes);
    return performance.now();
  }
  socket.write(bytes.subarray(0, split.at));
  const begun = performance.now();
  const over = new AbortController();
  const waited = pause(split.gapMs, AbortSignal.any([signal, over.signal])).then(() => "waited" as const);
  const first = await Promise.race([waited, ear.ended]);
  over.abort();
  if (first !== "waited" || signal.aborted || socket.destroyed) return begun;
  socket.write(bytes.subarray(split.at));
  return performance.now();
}

function handshake(kind: Failure["kind"], raw: string): Failure {
  return { stage: "handshake", kind, raw: scrub(raw) };
}

/** Whether the bytes began as TLS does: then what follows is not another protocol, but broken. */
function beganAsTls(bytes: Buffer): boolean {
  return bytes[1] === 3 && (bytes[0] === 21 || bytes[0] === 22);
}

/** The failure that a first answer means; `null` for one with which a handshake goes on. `bytes`: all that came. */
export function failureOfAnswer(answer: FirstAnswer, bytes: Buffer): Failure | null {
  if (answer.kind === "server-hello" || answer.kind === "retry-request") return null;
  if (answer.kind === "alert") {
    const raw = `alert ${answer.level},${answer.code}`;
    if (answer.code === 0) return handshake("closed", raw);
    return handshake(answer.code === 70 ? "protocol-version" : "alert", raw);
  }
  if (answer.httpStatus !== null) return handshake("not-tls", `HTTP status ${answer.httpStatus}`);
  if (beganAsTls(bytes)) return handshake("corrupt", `no ServerHello: ${bytes.toString("hex", 0, 16)}`);
  return handshake("not-tls", answer.beginning);
}

/** The outcome without its times. */
interface Meaning {
  readonly answer: FirstAnswer | null;
  readonly failure: Failure | null;
}

/** What an end without an answer means; what came before it may say more. */
function meaningOf(bytes: Buffer, failure: Failure): Meaning {
  const answer = lastWord(bytes);
  if (answer === null) return { answer, failure: partly(bytes, failure) };
  // A warning is no reason to end: the end is what happened.
  if (answer.kind === "alert")
    return { answer, failure: { ...failure, raw: `${failure.raw}, alert ${answer.level},${answer.code}` } };
  return { answer, failure: failureOfAnswer(answer, bytes) };
}

function partly(bytes: Buffer, failure: Failure): Failure {
  return bytes.length === 0 ? failure : { ...failure, raw: `${failure.raw}, after ${bytes.length} bytes` };
}

function meaningOfEnd(end: End, bytes: Buffer): Meaning {
  if (end.kind === "answer") return { answer: end.answer, failure: failureOfAnswer(end.answer, bytes) };
  if (end.kind === "end") return meaningOf(bytes, handshake("closed", "FIN"));
  return meaningOf(bytes, classify("handshake", faultOf(end.error)));
}

/**
 * Says the hello and waits for the first answer, an end, or the time to be up. Rejects with `Aborted` when the signal says
 * so; everything else is an outcome. A server that chose what we did not offer is an answer like any other.
 */
export async function sayHello(options: HelloOptions): Promise<HelloOutcome> {
  const { bytes, connectMs, limitMs, signal, socket } = options;
  const ear = new Ear(socket);
  try {
    const sentAt = await send(options, ear);
    const meaning = await within(ear.ended, { limitMs, signal }).then(
      (end) => meaningOfEnd(end, ear.heard),
      (error: unknown) => {
        if (!(error instanceof Expired)) throw error;
        return meaningOf(ear.heard, silence("handshake", error));
      },
    );
    const answerMs = ear.at === null ? null : Math.max(0, ear.at - sentAt);
    return { ...meaning, connectMs, answerMs, helloBytes: bytes.length };
  } finally {
    ear.stop();
  }
}
