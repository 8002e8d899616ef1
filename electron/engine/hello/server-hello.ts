// Reads a peer's first answer to a ClientHello out of the bytes that came so far. It goes by the rules of Go's reader: a
// warning before the ServerHello is passed over, a close_notify is an end. Pure; it never throws, keeps nothing between
// calls, and looks at no more than MAX_MESSAGE bytes of content, however the peer cuts them up.
import { RECORD_HEADER } from "./client-hello.ts";
import type { FirstAnswer } from "./first-answer.ts";

/** Largest ServerHello we wait for. With the largest key share in use, SecP384r1MLKEM1024's of 1665 bytes, it has 1.8 kB. */
const MAX_MESSAGE = 4_096;
/** Largest content of a record, with what encryption adds (RFC 8446, 5.2). */
const MAX_RECORD = 16_640;
/** Warnings that are passed over before they are an answer: as many as Go's maxUselessRecords. */
const MAX_WARNINGS = 16;
/** The most that is read of an HTTP head before it is taken as it is. */
const MAX_HEAD = 4_096;
const MAX_LOCATION = 200;
const MAX_BEGINNING = 40;

const ALERT = 21;
const HANDSHAKE = 22;
const SERVER_HELLO = 2;
const WARNING = 1;
const CLOSE_NOTIFY = 0;
const SUPPORTED_VERSIONS = 43;
const KEY_SHARE = 51;

/** The random of a ServerHello that is a HelloRetryRequest (RFC 8446, 4.1.3). */
const RETRY = Buffer.from("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c", "hex");
/** The end of the random of a server that could do better, before its last byte of 0 or 1 (RFC 8446, 4.1.3). */
const DOWNGRADE = Buffer.from("444f574e475244", "hex");

const NOTHING = Buffer.alloc(0);

/** Bytes that are no answer of TLS. */
function notTls(bytes: Buffer): FirstAnswer {
  const start = bytes.toString("latin1", 0, MAX_BEGINNING);
  const [line, status] = /^HTTP\/1\.[01] (\d{3})(?:[ \r\n][^\r\n]*|$)/.exec(start) ?? [];
  if (line === undefined) return { kind: "not-tls", httpStatus: null, location: null, beginning: printable(start) };
  const [, named = ""] = /\nlocation:[ \t]*([^\r\n]*)/i.exec(headOf(bytes)) ?? [];
  const location = printable(named.slice(0, MAX_LOCATION)).trimEnd();
  const beginning = printable(line).trimEnd();
  return { kind: "not-tls", httpStatus: Number(status), location: location === "" ? null : location, beginning };
}

function printable(text: string): string {
  return text.replace(/[^\u0020-\u007e]/g, "?");
}

/** The head of an HTTP answer as far as it is here. */
function headOf(bytes: Buffer): string {
  const text = bytes.toString("latin1", 0, MAX_HEAD);
  const end = text.search(/\r?\n\r?\n/);
  return end === -1 ? text : text.slice(0, end);
}

/** Whether more bytes can still make the answer of HTTP clearer. */
function mayBecomeHttp(bytes: Buffer): boolean {
  const start = bytes.toString("latin1", 0, 8);
  if (!"HTTP/1.".startsWith(start.slice(0, 7))) return false;
  return bytes.length < MAX_HEAD && !/\r?\n\r?\n/.test(bytes.toString("latin1", 0, MAX_HEAD));
}

/** What was understood so far: an answer, or nothing yet but the warning that was passed over last. */
interface Heard {
  readonly answer: FirstAnswer | null;
  readonly warning: FirstAnswer | null;
}

/** A record, as much of it as is here. */
interface RecordPart {
  readonly type: number;
  readonly content: Buffer;
  readonly isWhole: boolean;
  readonly end: number;
}

/** The record at a place in the bytes; `null` when no first answer has one like it. */
function recordAt(bytes: Buffer, at: number): RecordPart | null {
  const type = bytes.readUInt8(at);
  if (type !== ALERT && type !== HANDSHAKE) return null;
  if (at + 1 < bytes.length && bytes[at + 1] !== 3) return null;
  const body = at + RECORD_HEADER;
  if (body > bytes.length) return { type, content: NOTHING, isWhole: false, end: bytes.length };
  const length = bytes.readUInt16BE(at + 3);
  // An empty fragment is forbidden, and an alert of another length is none in clear.
  if (length === 0 || length > MAX_RECORD || (type === ALERT && length !== 2)) return null;
  const end = Math.min(body + length, bytes.length);
  return { type, content: bytes.subarray(body, end), isWhole: body + length <= bytes.length, end };
}

/** The message that is put together from records; no more of it is kept than a ServerHello may have. */
class Message {
  #bytes: Buffer = NOTHING;
  #length = 0;

  add(content: Buffer): void {
    if (this.#length === 0) {
      // Nearly always the only one.
      this.#bytes = content;
      this.#length = content.length;
      return;
    }
    if (this.#bytes.length < MAX_MESSAGE) this.#bytes = Buffer.concat([this.#bytes], MAX_MESSAGE);
    this.#length += content.copy(this.#bytes, this.#length);
  }

  /** The body of the ServerHello that it is; `more` when it is not complete, `null` when it is none. */
  body(): Buffer | "more" | null {
    if (this.#length > 0 && this.#bytes[0] !== SERVER_HELLO) return null;
    if (this.#length < 4) return "more";
    const end = 4 + this.#bytes.readUIntBE(1, 3);
    if (end > MAX_MESSAGE) return null;
    return end > this.#length ? "more" : this.#bytes.subarray(4, end);
  }
}

function alertIn({ content }: RecordPart): FirstAnswer {
  return { kind: "alert", level: content.readUInt8(0), code: content.readUInt8(1) };
}

function isPassedOver(alert: FirstAnswer): boolean {
  return alert.kind === "alert" && alert.level === WARNING && alert.code !== CLOSE_NOTIFY;
}

/** Goes through the records up to the first message that is an answer. */
function hear(bytes: Buffer): Heard {
  const message = new Message();
  let warning: FirstAnswer | null = null;
  let warnings = 0;
  for (let at = 0; at < bytes.length; ) {
    const record = recordAt(bytes, at);
    if (record === null) return { answer: notTls(bytes), warning };
    at = record.end;
    if (record.type === HANDSHAKE) {
      message.add(record.content);
      const body = message.body();
      if (body !== "more") return { answer: (body === null ? null : serverHelloIn(body)) ?? notTls(bytes), warning };
    } else if (record.isWhole) {
      warning = alertIn(record);
      warnings += 1;
      if (!isPassedOver(warning) || warnings > MAX_WARNINGS) return { answer: warning, warning };
    }
  }
  return { answer: null, warning };
}

/** The vector at a place of the bytes and where it ends; `null` when it does not fit. */
function vectorAt(bytes: Buffer, at: number, width: 1 | 2): { readonly data: Buffer; readonly end: number } | null {
  const start = at + width;
  if (start > bytes.length) return null;
  const end = start + bytes.readUIntBE(at, width);
  return end > bytes.length ? null : { data: bytes.subarray(start, end), end };
}

/** The extensions that fill the rest of a ServerHello, by their numbers; `null` when they are malformed. */
function extensionsIn(rest: Buffer): ReadonlyMap<number, Buffer> | null {
  const extensions = new Map<number, Buffer>();
  if (rest.length === 0) return extensions;
  const block = vectorAt(rest, 0, 2);
  if (block === null || block.end !== rest.length) return null;
  for (let at = 0; at < block.data.length; ) {
    const extension = vectorAt(block.data, at + 2, 2);
    if (extension === null) return null;
    extensions.set(block.data.readUInt16BE(at), extension.data);
    at = extension.end;
  }
  return extensions;
}

function numberAtStart(data: Buffer | undefined): number | null {
  return data === undefined || data.length < 2 ? null : data.readUInt16BE(0);
}

/** The answer in the body of a ServerHello; `null` when it is malformed. */
function serverHelloIn(body: Buffer): FirstAnswer | null {
  const sessionId = vectorAt(body, 34, 1);
  // The cipher suite and a compression method follow, and then the extensions or nothing.
  if (sessionId === null || sessionId.end + 3 > body.length) return null;
  const extensions = extensionsIn(body.subarray(sessionId.end + 3));
  if (extensions === null) return null;
  const random = body.subarray(2, 34);
  const group = numberAtStart(extensions.get(KEY_SHARE));
  if (random.equals(RETRY)) return { kind: "retry-request", group };
  return {
    kind: "server-hello",
    version: numberAtStart(extensions.get(SUPPORTED_VERSIONS)) ?? body.readUInt16BE(0),
    cipher: body.readUInt16BE(sessionId.end),
    group,
    downgraded: random.subarray(24, 31).equals(DOWNGRADE) && (random[31] ?? 2) <= 1,
  };
}

/**
 * What the peer answered with all the bytes that came so far, or `more` when they do not say it yet. The answer's kind does
 * not depend on how the bytes were cut up, and more bytes do not change an answer. A peer that never comes to an end has
 * one too: once it has said more than any ServerHello holds it does not speak TLS.
 */
export function readFirstAnswer(bytes: Buffer): FirstAnswer | "more" {
  if (mayBecomeHttp(bytes)) return "more";
  return hear(bytes).answer ?? "more";
}

/**
 * What an answer that stopped short still says, when the connection is over or the time is up: bytes that are not TLS, or
 * the warning that came and nothing after it. `null` when there is nothing, or only the beginning of a ServerHello.
 */
export function lastWord(bytes: Buffer): FirstAnswer | null {
  const { answer, warning } = hear(bytes);
  return answer ?? warning;
}
