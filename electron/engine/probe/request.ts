// One small GET over a connection that the look has already made: undici speaks HTTP/1.1 or HTTP/2 on it, as ALPN settled
// (undici's Client does HTTP/2 over a socket handed to it in plain Node and in Electron alike). It never opens one itself.
import type { Socket } from "node:net";
import { constants, gunzipSync } from "node:zlib";
import { Client, type Dispatcher } from "undici";
import { StageError } from "./stages.ts";

/** Most of a body that is read. A `.info` has 60 bytes and a tree head 200; only something else needs more. */
const MAX_BODY_BYTES = 64 * 1024;

/** What to ask, of whom. */
export interface Question {
  readonly socket: Socket;
  /** `scheme://host:port` of the endpoint, even when a proxy is asked. */
  readonly origin: string;
  /** Path and query, or a whole URL for a proxy that is asked to fetch it. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Whether the status is all that is wanted. */
  readonly statusOnly: boolean;
  /** Called with the milliseconds from sending the request to the first byte of the answer. */
  readonly onFirstByte: (elapsedMs: number) => void;
}

/** What came back. */
export interface Answer {
  readonly status: number;
  /** In lower case, without parameters; empty when absent. */
  readonly contentType: string;
  /** All headers, names in lower case, values of one name joined by a comma; as the endpoint gave them. */
  readonly headers: Readonly<Record<string, string>>;
  /** Value of Location, or `null`. */
  readonly location: string | null;
  /** Decoded; cut at 64 KiB. Empty when only the status was wanted. */
  readonly body: string;
  /** Whether the body goes on behind what is here. */
  readonly cut: boolean;
  /** Whether the body could not be decoded. */
  readonly garbled: boolean;
}

/** A request under way. `stop` ends it and may be called at any time. */
export interface Exchange {
  readonly answer: Promise<Answer>;
  stop(): void;
}

type Headers = Readonly<Record<string, string | string[] | undefined>>;

function header(headers: Headers, name: string): string | null {
  const value = headers[name];
  return Array.isArray(value) ? (value[0] ?? null) : (value ?? null);
}

function allOf(headers: Headers): Answer["headers"] {
  const entries = Object.entries(headers).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries.map(([name, value]) => [name.toLowerCase(), [value].flat().join(", ")]));
}

interface Decoded {
  readonly body: string;
  readonly cut: boolean;
  readonly garbled: boolean;
}

/** The text of a body. A gzip stream that was cut is decoded as far as it goes. */
function decode(bytes: Buffer, encoding: string | null, cut: boolean): Decoded {
  if (encoding?.toLowerCase() !== "gzip") return { body: bytes.toString("utf8"), cut, garbled: false };
  try {
    const finishFlush = cut ? constants.Z_SYNC_FLUSH : constants.Z_FINISH;
    const body = gunzipSync(bytes, { finishFlush, maxOutputLength: MAX_BODY_BYTES }).toString("utf8");
    return { body, cut, garbled: false };
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    const tooLong = error.code === "ERR_BUFFER_TOO_LARGE";
    return { body: "", cut: tooLong, garbled: !tooLong };
  }
}

interface Settle<T> {
  resolve(value: T): void;
  reject(error: unknown): void;
}

/** Collects one answer and settles once. */
function receiver(question: Question, settle: Settle<Answer>): Dispatcher.DispatchHandler {
  const chunks: Buffer[] = [];
  let size = 0;
  let sentAt = performance.now();
  let status = 0;
  let headers: Headers = {};
  const finish = (cut: boolean) => {
    const bytes = Buffer.concat(chunks).subarray(0, MAX_BODY_BYTES);
    settle.resolve({
      status,
      contentType: (header(headers, "content-type") ?? "").toLowerCase().split(";", 1)[0]?.trim() ?? "",
      location: header(headers, "location"),
      headers: allOf(headers),
      ...decode(bytes, header(headers, "content-encoding"), cut),
    });
  };
  return {
    onRequestStart() {
      sentAt = performance.now();
    },
    onResponseStart(_controller, statusCode, received) {
      if (statusCode < 200) return;
      question.onFirstByte(performance.now() - sentAt);
      status = statusCode;
      headers = received;
      if (question.statusOnly) finish(false);
    },
    onResponseData(_controller, chunk) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > MAX_BODY_BYTES) finish(true);
    },
    onResponseEnd() {
      finish(false);
    },
    onResponseError(_controller, error) {
      settle.reject(error);
    },
  };
}

/** Sends the question. Its answer rejects with the error of the socket or of the protocol. */
export function ask(question: Question): Exchange {
  let given = false;
  const client = new Client(question.origin, {
    allowH2: true,
    // Deadlines are ours alone: 0 switches undici's off, and with them its timers.
    headersTimeout: 0,
    bodyTimeout: 0,
    pipelining: 1,
    connect: (_options, callback) => {
      // Asked a second time when the connection ended before the request went out: there is no second one.
      const again = given;
      given = true;
      // Not at once: undici overlooks a connection that is there before it has finished asking for it.
      queueMicrotask(() => {
        if (again) callback(new StageError("UND_ERR_SOCKET"), null);
        else callback(null, question.socket);
      });
    },
  });
  const answer = new Promise<Answer>((resolve, reject) => {
    // Over HTTP/2 the library reports a reset as an orderly end, so what the socket says comes first. Even so one reset
    // in five looks like an end there, because the session reads from the socket before the socket does.
    question.socket.once("error", reject);
    const handler = receiver(question, { resolve, reject });
    const headers = { ...question.headers };
    client.dispatch({ method: "GET", path: question.path, headers }, handler);
  });
  const stop = () => {
    client.destroy().catch(() => undefined);
  };
  return { answer, stop };
}
