// A ClientHello as a value, read from its record and written back to the same bytes. It knows the frame of the message and
// not what extensions mean (hello-extensions.ts). Pure; hostile bytes are read as null.

/** An extension as it stands in the message. Numbers are those of IANA's registry of TLS extensions. */
export interface Extension {
  readonly type: number;
  readonly data: Buffer;
}

/** A ClientHello that fits into one TLS record. Printing what was parsed gives the same bytes. */
export interface ClientHello {
  /** Version in the record's header; 0x0301 for Go and nearly everybody. */
  readonly recordVersion: number;
  /** Version in the message; 0x0303 for everybody who offers TLS 1.2 or 1.3. */
  readonly version: number;
  /** 32 bytes. */
  readonly random: Buffer;
  /** 0 to 255 bytes; Go sends 32. */
  readonly sessionId: Buffer;
  /** Cipher suites, most wanted first. */
  readonly ciphers: readonly number[];
  readonly compressions: readonly number[];
  /** In the order of the message; `null` when the message ends before them, as those of TLS 1.0 may. */
  readonly extensions: readonly Extension[] | null;
}

/** Bytes in front of a record's content: type, version, length. */
export const RECORD_HEADER = 5;
/** The most that a record holds in clear (RFC 8446, 5.1). */
export const MAX_RECORD = 16_384;

const HANDSHAKE = 22;
const CLIENT_HELLO = 1;
const RANDOM_BYTES = 32;
const NOTHING = Buffer.alloc(0);

/** Takes pieces off the front of bytes. A piece that is not there is empty, or 0, and so is everything after it. */
class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** Whether everything so far was there, and nothing is left. */
  isAtEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  /** Whether something was not there. */
  isBroken(): boolean {
    return this.#at > this.#bytes.length;
  }

  take(length: number): Buffer {
    const end = this.#at + length;
    const isThere = end <= this.#bytes.length;
    const piece = isThere ? this.#bytes.subarray(this.#at, end) : NOTHING;
    this.#at = isThere ? end : Number.POSITIVE_INFINITY;
    return piece;
  }

  number(width: number): number {
    const piece = this.take(width);
    return piece.length === 0 ? 0 : piece.readUIntBE(0, width);
  }

  /** A piece with its length in front, in `width` bytes. */
  vector(width: number): Buffer {
    return this.take(this.number(width));
  }
}

/** Numbers of `width` bytes each; `null` when the bytes are no whole number of them. */
export function numbersIn(bytes: Buffer, width: 1 | 2): readonly number[] | null {
  if (bytes.length % width !== 0) return null;
  return Array.from({ length: bytes.length / width }, (_, index) => bytes.readUIntBE(index * width, width));
}

/** The bytes of numbers of `width` bytes each. */
export function bytesOf(numbers: readonly number[], width: 1 | 2): Buffer {
  const bytes = Buffer.alloc(numbers.length * width);
  for (const [index, number] of numbers.entries()) bytes.writeUIntBE(number, index * width, width);
  return bytes;
}

/** The bytes with their length in front, in `width` bytes. */
export function vector(bytes: Buffer, width: 1 | 2 | 3): Buffer {
  const length = Buffer.alloc(width);
  length.writeUIntBE(bytes.length, 0, width);
  return Buffer.concat([length, bytes]);
}

/** The rest of the bytes as extensions; `null` when they do not fit. */
function extensionsIn(block: Buffer): readonly Extension[] | null {
  const reader = new Reader(block);
  const extensions: Extension[] = [];
  while (!reader.isAtEnd()) {
    extensions.push({ type: reader.number(2), data: reader.vector(2) });
    if (reader.isBroken()) return null;
  }
  return extensions;
}

/** What stands in the record around the message. */
function messageIn(bytes: Buffer): { readonly recordVersion: number; readonly body: Buffer } | null {
  const record = new Reader(bytes);
  const type = record.number(1);
  const recordVersion = record.number(2);
  const content = record.vector(2);
  if (type !== HANDSHAKE || !record.isAtEnd() || content.length > MAX_RECORD) return null;
  const message = new Reader(content);
  const kind = message.number(1);
  const body = message.vector(3);
  return kind === CLIENT_HELLO && message.isAtEnd() ? { recordVersion, body } : null;
}

/**
 * The hello in the bytes, which have to be one TLS record and nothing after it. `null` for everything else, a hello over
 * several records included: no Go sends one.
 */
export function parseClientHello(bytes: Buffer): ClientHello | null {
  const message = messageIn(bytes);
  if (message === null) return null;
  const reader = new Reader(message.body);
  const version = reader.number(2);
  const random = reader.take(RANDOM_BYTES);
  const sessionId = reader.vector(1);
  const ciphers = numbersIn(reader.vector(2), 2);
  const compressions = [...reader.vector(1)];
  if (reader.isBroken() || ciphers === null) return null;
  const hello = { recordVersion: message.recordVersion, version, random, sessionId, ciphers, compressions };
  if (reader.isAtEnd()) return { ...hello, extensions: null };
  const block = reader.vector(2);
  const extensions = reader.isAtEnd() ? extensionsIn(block) : null;
  return extensions === null ? null : { ...hello, extensions };
}

function blockOf(extensions: readonly Extension[]): Buffer {
  return vector(Buffer.concat(extensions.flatMap(({ type, data }) => [bytesOf([type], 2), vector(data, 2)])), 2);
}

/** The record of a hello. Throws a RangeError when a part is longer than its place in the message can say. */
export function serialiseClientHello(hello: ClientHello): Buffer {
  const body = Buffer.concat([
    bytesOf([hello.version], 2),
    hello.random,
    vector(hello.sessionId, 1),
    vector(bytesOf(hello.ciphers, 2), 2),
    vector(Buffer.from(hello.compressions), 1),
    ...(hello.extensions === null ? [] : [blockOf(hello.extensions)]),
  ]);
  const message = Buffer.concat([Buffer.from([CLIENT_HELLO]), vector(body, 3)]);
  return Buffer.concat([Buffer.from([HANDSHAKE]), bytesOf([hello.recordVersion], 2), vector(message, 2)]);
}
