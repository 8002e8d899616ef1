// Answers to a hello, built byte by byte for tests: independent of the reader that they are read with.

/** The parts of a ServerHello that matter. */
export interface ServerHelloParts {
  readonly legacyVersion: number;
  /** Value of supported_versions; `null` leaves it out. */
  readonly version: number | null;
  readonly random: Buffer;
  readonly cipher: number;
  /** Group of the key share; `null` leaves it out. */
  readonly group: number | null;
  readonly key: Buffer;
  readonly sessionId: Buffer;
}

const HARMLESS: ServerHelloParts = {
  legacyVersion: 0x0303,
  version: 0x0304,
  random: Buffer.alloc(32, 7),
  cipher: 0x1301,
  group: 0x001d,
  key: Buffer.alloc(32, 9),
  sessionId: Buffer.alloc(32, 3),
};

/** The random of a HelloRetryRequest: SHA-256 of "HelloRetryRequest". */
export const RETRY_RANDOM = Buffer.from("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c", "hex");

function u16(number: number): Buffer {
  return Buffer.from([number >> 8, number & 255]);
}

function sized(bytes: Buffer, width: number): Buffer {
  const length = Buffer.alloc(width);
  length.writeUIntBE(bytes.length, 0, width);
  return Buffer.concat([length, bytes]);
}

/** The handshake message of a ServerHello, or of a HelloRetryRequest when the random says so. */
export function serverHelloMessage(parts: Partial<ServerHelloParts> = {}): Buffer {
  const { legacyVersion, version, random, cipher, group, key, sessionId } = { ...HARMLESS, ...parts };
  const extensions: Buffer[] = [];
  if (version !== null) extensions.push(u16(43), sized(u16(version), 2));
  if (group !== null) {
    const share = random.equals(RETRY_RANDOM) ? u16(group) : Buffer.concat([u16(group), sized(key, 2)]);
    extensions.push(u16(51), sized(share, 2));
  }
  const start = [u16(legacyVersion), random, sized(sessionId, 1), u16(cipher), Buffer.from([0])];
  const block = extensions.length === 0 ? [] : [sized(Buffer.concat(extensions), 2)];
  return Buffer.concat([Buffer.from([2]), sized(Buffer.concat([...start, ...block]), 3)]);
}

/** A record around some content. */
export function record(type: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([type, 3, 3]), sized(content, 2)]);
}

/** The content in records of `size` bytes each. */
export function records(type: number, content: Buffer, size: number): Buffer {
  const pieces = Array.from({ length: Math.ceil(content.length / size) }, (_, n) =>
    record(type, content.subarray(n * size, (n + 1) * size)),
  );
  return Buffer.concat(pieces);
}

/** A ServerHello in one record. */
export function serverHello(parts: Partial<ServerHelloParts> = {}): Buffer {
  return record(22, serverHelloMessage(parts));
}

/** An alert. */
export function alert(level: number, code: number): Buffer {
  return record(21, Buffer.from([level, code]));
}
