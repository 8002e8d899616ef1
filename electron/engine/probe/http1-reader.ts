// Reads one answer of HTTP/1.1 from bytes, however they are cut into pieces and whoever sends them. A state machine without
// a socket, a clock or an exception: it says that it needs more, what the answer is, or what is wrong with the bytes. Every
// part is bounded: heads together, headers, framing of chunks, body. Written for this one purpose because the general
// client costs more than the handshake that it follows (docs/decisions/0013).
import { type Answer, answerFrom, MAX_BODY_BYTES } from "./answer.ts";
import { BoundedBytes } from "./bounded-bytes.ts";
import { type Head, type Http1Fault, parseHead } from "./http1-head.ts";

/**
 * Most that the heads of an answer may have together, informational ones in front of it included. Real ones have under
 * 4 KB; Go reads up to 10 MB, but nothing honest sends that.
 */
const MAX_HEAD_BYTES = 64 * 1024;

/** Longest line in front of a chunk; Go has the same bound. */
const MAX_CHUNK_LINE_BYTES = 4_096;

/** Most that sizes, extensions and trailers of chunks may have together: as much again as the body. */
const MAX_FRAMING_BYTES = 64 * 1024;

const LF = 0x0a;
const CR = 0x0d;
const BEGINNING = "HTTP/";

/** What a piece of an answer leads to. `ended`: the connection ended before the answer did. */
export type Reading =
  | { readonly kind: "more" }
  | { readonly kind: "answer"; readonly answer: Answer }
  | { readonly kind: "broken"; readonly fault: Http1Fault }
  | { readonly kind: "ended" };

/** What is read next. */
type State = "head" | "length" | "until-end" | "chunk-size" | "chunk-data" | "chunk-end" | "trailer" | "done";

const MORE: Reading = { kind: "more" };

function broken(fault: Http1Fault): Reading {
  return { kind: "broken", fault };
}

/** One answer. Give it what comes, in order, until it says something else than `more`. */
export class Http1Reader {
  readonly #statusOnly: boolean;
  readonly #head = new BoundedBytes(MAX_HEAD_BYTES);
  readonly #line = new BoundedBytes(MAX_CHUNK_LINE_BYTES);
  #body: BoundedBytes | null = null;
  #state: State = "head";
  #answer: Head | null = null;
  /** Bytes of the body, or of the chunk, that are still to come. */
  #left = 0;
  #heads = 0;
  #framing = 0;

  /** `statusOnly`: the answer is complete with its head. */
  constructor(statusOnly: boolean) {
    this.#statusOnly = statusOnly;
  }

  /** Whether a byte of an answer was seen, other than of an informational one that is over. */
  get begun(): boolean {
    return this.#answer !== null || this.#head.length > 0;
  }

  /** Whether the status is known. */
  get answered(): boolean {
    return this.#answer !== null;
  }

  /** Takes the next bytes. They are not kept. */
  push(bytes: Uint8Array): Reading {
    let rest = bytes;
    while (rest.length > 0) {
      const { taken, reading } = this.#step(rest);
      if (reading.kind !== "more") {
        this.#state = "done";
        return reading;
      }
      rest = rest.subarray(taken);
    }
    return MORE;
  }

  /** The connection ended. That completes a body that says nothing about its length, and nothing else. */
  end(): Reading {
    return this.#state === "until-end" ? this.#finish(false) : { kind: "ended" };
  }

  #step(bytes: Uint8Array): { readonly taken: number; readonly reading: Reading } {
    switch (this.#state) {
      case "head":
        return this.#readHead(bytes);
      case "length":
      case "chunk-data":
        return this.#readBody(bytes.length > this.#left ? bytes.subarray(0, this.#left) : bytes);
      case "until-end":
        return this.#readBody(bytes);
      case "chunk-size":
      case "chunk-end":
      case "trailer":
        return this.#readLine(bytes);
      case "done":
        // What follows an answer belongs to nobody: one question, one answer.
        return { taken: bytes.length, reading: MORE };
      default:
        return this.#state satisfies never;
    }
  }

  #readHead(bytes: Uint8Array): { readonly taken: number; readonly reading: Reading } {
    const before = this.#head.length;
    const end = this.#endOfHead(bytes);
    const taken = end ?? bytes.length;
    this.#head.append(bytes.subarray(0, taken));
    this.#heads += taken;
    if (before < BEGINNING.length) {
      const seen = this.#head.view().toString("latin1", 0, BEGINNING.length);
      if (!BEGINNING.startsWith(seen)) return { taken, reading: broken("HTTP1_STATUS_LINE") };
    }
    if (this.#heads > MAX_HEAD_BYTES) return { taken, reading: broken("HTTP1_TOO_LARGE") };
    return { taken, reading: end === null ? MORE : this.#takeHead() };
  }

  /** Where in `bytes` the head is over: behind an empty line, which may have begun with what is already here. */
  #endOfHead(bytes: Uint8Array): number | null {
    const known = this.#head.view();
    const byteAt = (at: number) => (at < 0 ? known.at(at) : bytes[at]);
    for (let at = bytes.indexOf(LF); at >= 0; at = bytes.indexOf(LF, at + 1)) {
      const before = byteAt(at - 1);
      if (before === LF || (before === CR && byteAt(at - 2) === LF)) return at + 1;
    }
    return null;
  }

  #takeHead(): Reading {
    const head = parseHead(this.#head.view().toString("latin1"));
    this.#head.forget();
    if (typeof head === "string") return broken(head);
    // Switching protocols is an answer; everything else below 200 only announces one.
    if (head.status < 200 && head.status !== 101) return MORE;
    this.#answer = head;
    if (this.#statusOnly) return this.#finish(false);
    return this.#expectBody(head);
  }

  #expectBody({ framing }: Head): Reading {
    this.#body = new BoundedBytes(MAX_BODY_BYTES + 1);
    switch (framing.kind) {
      case "none":
        return this.#finish(false);
      case "length":
        this.#left = framing.bytes;
        this.#state = "length";
        return framing.bytes === 0 ? this.#finish(false) : MORE;
      case "chunked":
        this.#state = "chunk-size";
        return MORE;
      case "until-end":
        this.#state = "until-end";
        return MORE;
      default:
        return framing satisfies never;
    }
  }

  #readBody(bytes: Uint8Array): { readonly taken: number; readonly reading: Reading } {
    const taken = bytes.length;
    this.#body?.append(bytes);
    if (this.#body?.full === true) return { taken, reading: this.#finish(true) };
    this.#left -= taken;
    if (this.#state === "until-end" || this.#left > 0) return { taken, reading: MORE };
    if (this.#state === "length") return { taken, reading: this.#finish(false) };
    this.#state = "chunk-end";
    return { taken, reading: MORE };
  }

  /** Reads a line of the framing of chunks, its end included. */
  #readLine(bytes: Uint8Array): { readonly taken: number; readonly reading: Reading } {
    const end = bytes.indexOf(LF);
    const taken = end < 0 ? bytes.length : end + 1;
    const kept = this.#line.append(bytes.subarray(0, taken));
    this.#framing += taken;
    if (kept < taken) return { taken, reading: broken("HTTP1_CHUNK") };
    if (this.#framing > MAX_FRAMING_BYTES) return { taken, reading: broken("HTTP1_TOO_LARGE") };
    if (end < 0) return { taken, reading: MORE };
    const line = this.#line.view().toString("latin1");
    this.#line.forget();
    return { taken, reading: this.#takeLine(line) };
  }

  #takeLine(line: string): Reading {
    if (this.#state === "chunk-end") {
      this.#state = "chunk-size";
      return line === "\r\n" ? MORE : broken("HTTP1_CHUNK");
    }
    const bare = line.trimEnd();
    if (this.#state === "trailer") return bare === "" ? this.#finish(false) : MORE;
    const size = /^[0-9a-f]{1,16}$/i.exec(bare.split(";", 1)[0]?.trimEnd() ?? "");
    if (size === null) return broken("HTTP1_CHUNK");
    this.#left = Number.parseInt(size[0], 16);
    this.#state = this.#left === 0 ? "trailer" : "chunk-data";
    return MORE;
  }

  #finish(cut: boolean): Reading {
    const head = this.#answer;
    if (head === null) return { kind: "ended" };
    const bytes = this.#body?.view() ?? Buffer.alloc(0);
    return { kind: "answer", answer: answerFrom({ ...head, bytes, cut }) };
  }
}
