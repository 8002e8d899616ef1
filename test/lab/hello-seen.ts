// What a middlebox reads of a ClientHello: enough to be as dumb as real ones are. Not the product's own reader, so that the
// two cannot share a mistake.

/** A hello as a box sees it. */
export interface HelloSeen {
  /** Bytes of the record with its header; boxes that judge by size read them from it. */
  readonly size: number;
  readonly serverName: string | null;
  readonly offers13: boolean;
  readonly offersH2: boolean;
  readonly groups: readonly number[];
  readonly schemes: readonly number[];
}

const HEADER = 5;

function listOf(data: Buffer | undefined, at: number): readonly number[] {
  if (data === undefined) return [];
  return Array.from({ length: Math.floor((data.length - at) / 2) }, (_, index) => data.readUInt16BE(at + 2 * index));
}

function extensionsOf(record: Buffer): ReadonlyMap<number, Buffer> {
  // Record header 5, handshake header 4, version 2, random 32; then session id, cipher suites, compression methods.
  let at = 43;
  at += 1 + record.readUInt8(at);
  at += 2 + record.readUInt16BE(at);
  at += 1 + record.readUInt8(at);
  const found = new Map<number, Buffer>();
  for (at += 2; at + 4 <= record.length; at += 4 + record.readUInt16BE(at + 2)) {
    found.set(record.readUInt16BE(at), record.subarray(at + 4, at + 4 + record.readUInt16BE(at + 2)));
  }
  return found;
}

/** Whether the bytes begin a TLS handshake. */
export function beginsHandshake(bytes: Buffer): boolean {
  return bytes[0] === 22 && bytes[1] === 3;
}

/** Bytes that the first record will have once it is there; `null` while even its header is not. */
export function recordSize(bytes: Buffer): number | null {
  return bytes.length < HEADER ? null : HEADER + bytes.readUInt16BE(3);
}

/** Reads a whole hello. */
export function seeHello(record: Buffer): HelloSeen {
  const extensions = extensionsOf(record);
  const name = extensions.get(0);
  return {
    size: record.length,
    serverName: name === undefined ? null : name.toString("latin1", 5),
    offers13: extensions.get(43)?.includes(Buffer.from([3, 4])) ?? false,
    offersH2: extensions.get(16)?.includes(Buffer.from("\u0002h2")) ?? false,
    groups: listOf(extensions.get(10), 2),
    schemes: listOf(extensions.get(13), 2),
  };
}
