// Answers of HTTP/1.1 made up from parts, valid or mutated, the same for the same seed under every runtime.
import { gzipSync } from "node:zlib";

/** Numbers whose course depends on a seed alone (mulberry32). */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** A whole number from 0 to below `below`. */
  next(below: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  }

  pick<T>(list: readonly T[]): T {
    return list[this.next(list.length)] as T;
  }
}

/** An answer as it goes over the wire, and what it says. */
export interface MadeAnswer {
  readonly bytes: Buffer;
  readonly status: number;
  readonly contentType: string;
  readonly location: string | null;
  readonly body: string;
  /** Whether only the end of the connection ends it. */
  readonly untilEnd: boolean;
}

const TEXTS = ['{"Version":"v1.5.2"}', "", "not found", "line\r\nline\r\n\r\n", "x".repeat(900), "0\r\n\r\n", "é — ü"];
const TYPES = ["application/json", "text/plain; charset=UTF-8", "TEXT/HTML", "text/html;a=b"];
const REASONS = [" OK", "", " ", " Not Found", " strange: reason (really)"];
const FILLERS = ["Server: x", "X-Empty:", "x-colon: a:b:c", "Set-Cookie: a=1; b=2", "Vary:   padded   "];
const STATUSES = [200, 200, 200, 201, 301, 302, 404, 410, 403, 500, 503, 511, 299];

function chunked(chance: Chance, body: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < body.length; ) {
    const size = 1 + chance.next(chance.pick([9, 200, 5_000]));
    const part = body.subarray(at, at + size);
    const extension = chance.pick(["", "", ";name=value"]);
    const digits = part.length.toString(16);
    const length = chance.pick([digits, digits.toUpperCase(), `0${digits}`]);
    parts.push(Buffer.from(`${length}${extension}\r\n`), part, Buffer.from("\r\n"));
    at += size;
  }
  const trailer = chance.pick(["", "", "X-Trailer: x\r\n"]);
  return Buffer.concat([...parts, Buffer.from(`0\r\n${trailer}\r\n`)]);
}

/** A valid answer to a GET. */
export function makeAnswer(chance: Chance): MadeAnswer {
  const status = chance.pick(STATUSES);
  const text = chance.pick(TEXTS);
  const contentType = chance.pick(TYPES);
  const location = chance.pick([null, null, "https://elsewhere.test/x", "/relative"]);
  const zipped = chance.next(16) === 0;
  const body = zipped ? gzipSync(text) : Buffer.from(text);
  const framing = chance.pick(["length", "chunked", "until-end"] as const);
  const headers = [
    chance.pick(FILLERS),
    `${chance.pick(["Content-Type", "content-type", "CONTENT-TYPE"])}: ${contentType}`,
    ...(location === null ? [] : [`Location: ${location}`]),
    ...(zipped ? ["Content-Encoding: gzip"] : []),
    ...(framing === "length" ? [`Content-Length: ${body.length}`] : []),
    ...(framing === "chunked" ? [`Transfer-Encoding: ${chance.pick(["chunked", "Chunked"])}`] : []),
    chance.pick(FILLERS),
  ];
  const hints = chance.pick([
    "",
    "",
    "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n",
    "HTTP/1.1 100 Continue\r\n\r\n",
  ]);
  const head = `${hints}HTTP/1.1 ${status}${chance.pick(REASONS)}\r\n${headers.join("\r\n")}\r\n\r\n`;
  const framed = framing === "chunked" ? chunked(chance, body) : body;
  return {
    bytes: Buffer.concat([Buffer.from(head, "latin1"), framed]),
    status,
    contentType: contentType.toLowerCase().split(";")[0] ?? "",
    location,
    body: text,
    untilEnd: framing === "until-end",
  };
}

/** The bytes in pieces. */
export function fragments(chance: Chance, bytes: Buffer): readonly Buffer[] {
  const parts: Buffer[] = [];
  const most = chance.pick([2, 30, 300, 10_000]);
  for (let at = 0; at < bytes.length; ) {
    const size = 1 + chance.next(most);
    parts.push(bytes.subarray(at, at + size));
    at += size;
  }
  return parts;
}

const PIECES = [
  "\r\n",
  "\n",
  "\r",
  "\r\n\r\n",
  ":",
  " ",
  "\t",
  "\0",
  ";",
  ",",
  "HTTP/1.1",
  "HTTP/1.1 100 C\r\n\r\n",
  "0\r\n\r\n",
  "ffffffffffffffff\r\n",
  "Content-Length: 5\r\n",
  "Content-Length: 99999999999999999999\r\n",
  "Transfer-Encoding: chunked\r\n",
  "Transfer-Encoding: gzip, chunked\r\n",
  "Content-Encoding: gzip\r\n",
  "\x1f\x8b\x08\0",
  "\xff\xfe",
  "-1",
  "x".repeat(500),
  "A: b\r\n".repeat(60),
  "\r\n".repeat(40),
].map((piece) => Buffer.from(piece, "latin1"));

const MUTATIONS: readonly ((chance: Chance, bytes: Buffer) => Buffer)[] = [
  (chance, bytes) => {
    for (let flips = 1 + chance.next(4); flips > 0 && bytes.length > 0; flips--)
      bytes[chance.next(bytes.length)] = chance.next(256);
    return bytes;
  },
  (chance, bytes) => bytes.subarray(0, chance.next(bytes.length + 1)),
  (chance, bytes) => {
    const at = chance.next(bytes.length + 1);
    return Buffer.concat([bytes.subarray(0, at), chance.pick(PIECES), bytes.subarray(at)]);
  },
  (chance, bytes) => {
    const at = chance.next(bytes.length + 1);
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + chance.next(20))]);
  },
  (chance, bytes) => {
    const at = chance.next(bytes.length + 1);
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(chance.next(bytes.length + 1))]);
  },
];

/** What is left of some bytes after a few accidents. The bytes given stay as they are. */
export function mutate(chance: Chance, original: Buffer): Buffer {
  let bytes: Buffer = Buffer.from(original);
  for (let rounds = 1 + chance.next(3); rounds > 0; rounds--) bytes = chance.pick(MUTATIONS)(chance, bytes);
  return bytes;
}
