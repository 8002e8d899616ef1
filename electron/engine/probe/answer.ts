// What is asked of an endpoint and what comes back, whatever version of HTTP carried it, and how a body becomes text. The
// bounds on what is kept of a body are here; http1.ts and http2.ts read it, judge.ts says what it means.
import type { Socket } from "node:net";
import { constants, gunzipSync } from "node:zlib";
import type { Stopwatch } from "./stopwatch.ts";

/** Most of a body that is read. A `.info` has 60 bytes and a tree head 200; only something else needs more. */
export const MAX_BODY_BYTES = 64 * 1024;

/** What to ask, of whom. */
export interface Question {
  readonly socket: Socket;
  /** `scheme://host:port` of the endpoint, even when a proxy is asked. */
  readonly origin: string;
  /** Path and query, or a whole URL for a proxy that is asked to fetch it. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Times the answer: the tap of a secured connection. Absent: the socket itself, which is a little less exact. */
  readonly stopwatch?: Stopwatch | undefined;
  /** Whether the status is all that is wanted. */
  readonly statusOnly: boolean;
  /** Called with the milliseconds from the last byte of the request to the first byte of the answer. */
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

/** All values of each header, by names in lower case. */
export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

interface Decoded {
  readonly body: string;
  readonly cut: boolean;
  readonly garbled: boolean;
}

/** The text of a body. A gzip stream that was cut is decoded as far as it goes, and never to more than is kept of a body. */
function decode(bytes: Buffer, encoding: string | null, cut: boolean): Decoded {
  if (encoding?.toLowerCase() !== "gzip") return { body: bytes.toString("utf8"), cut, garbled: false };
  // Nothing at all is no gzip stream either, but a page without a body needs no decoding.
  if (bytes.length === 0) return { body: "", cut, garbled: false };
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

/** What is known of an answer when it is complete. `bytes` may be longer than what is kept of a body. */
export interface Parts {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
  /** Whether there was more behind the bytes. */
  readonly cut: boolean;
}

function firstOf(value: Headers[string]): string | null {
  return typeof value === "string" ? value : (value?.[0] ?? null);
}

function joined(headers: Headers): Answer["headers"] {
  const entries = Object.entries(headers).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries.map(([name, value]) => [name.toLowerCase(), [value].flat().join(", ")]));
}

/** An answer from its parts. Of a header that may come once only, the first counts. */
export function answerFrom({ status, headers, bytes, cut }: Parts): Answer {
  return {
    status,
    contentType: (firstOf(headers["content-type"]) ?? "").toLowerCase().split(";", 1)[0]?.trim() ?? "",
    headers: joined(headers),
    location: firstOf(headers["location"]),
    ...decode(bytes.subarray(0, MAX_BODY_BYTES), firstOf(headers["content-encoding"]), cut),
  };
}
