// What is left of looks when they are counted and not kept: how many, how they failed, how long they took. Counts of
// many small stretches of time are kept side by side in one block of bytes:
//   block  = cell…            cells in order of their offsets, each at most once
//   cell   = offset length body           `length` of the body in bytes, so that a reader can pass over it
//   body   = looks tls13 n (cause looks spentMs)×n histogram histogram        handshake, total
//   histogram = n (delta·2 + many [count])×n     `delta` to the bin before, `count` only where it is not 1
// All numbers are unsigned LEB128. A block that is not of this form is damaged, and saying so is the caller's business.
import { BINS, binOf, Histogram } from "./histogram.ts";
import { ByteReader, ByteWriter } from "./varint.ts";

/** One look as far as it is counted. Times are in microseconds. */
export interface CountedLook {
  /** Number of the failure's name; `null` for a success. */
  readonly cause: number | null;
  /** Whether a TLS 1.3 handshake was finished. */
  readonly isTls13: boolean;
  readonly handshake: number | null;
  readonly total: number;
}

/** How often looks failed for one cause, and how long they took together. */
export interface CauseCount {
  looks: number;
  spentMs: number;
}

/** The looks of one stretch of time, counted. Grows in place: a chart adds up thousands of them. */
export interface LookCount {
  looks: number;
  /** Looks with a finished TLS 1.3 handshake. */
  tls13: number;
  /** By number of the failure's name. */
  readonly causes: Map<number, CauseCount>;
  /** Of looks that succeeded. */
  readonly handshake: Histogram;
  /** Of looks that succeeded. */
  readonly total: Histogram;
}

/** A count of no looks. */
export function emptyCount(): LookCount {
  return { looks: 0, tls13: 0, causes: new Map(), handshake: new Histogram(), total: new Histogram() };
}

/** Counts one more look. */
export function addLook(count: LookCount, { cause, isTls13, handshake, total }: CountedLook): void {
  count.looks += 1;
  if (isTls13) count.tls13 += 1;
  if (cause === null) {
    if (handshake !== null) count.handshake.increase(binOf(handshake), 1);
    count.total.increase(binOf(total), 1);
  } else addCause(count, cause, { looks: 1, spentMs: Math.round(total / 1_000) });
}

/** Counts all that another count has as well. */
export function addCount(count: LookCount, other: LookCount): void {
  count.looks += other.looks;
  count.tls13 += other.tls13;
  for (const [cause, more] of other.causes) addCause(count, cause, more);
  count.handshake.add(other.handshake);
  count.total.add(other.total);
}

function addCause({ causes }: LookCount, cause: number, { looks, spentMs }: CauseCount): void {
  const known = causes.get(cause);
  if (known === undefined) causes.set(cause, { looks, spentMs });
  else {
    known.looks += looks;
    known.spentMs += spentMs;
  }
}

/** How much of a cell is wanted: all, or only the numbers in front of the histograms. */
export type Depth = "all" | "numbers";

/**
 * Adds the cells of a block to the counts that `countAt` answers for their offsets; a cell without one is passed over.
 * Throws a RangeError when the block is damaged.
 */
export function addBlock(block: Uint8Array, countAt: (offset: number) => LookCount | undefined, depth: Depth): void {
  const reader = new ByteReader(block);
  let before = -1;
  while (!reader.isAtEnd()) {
    const { offset, end } = readHead(reader, before);
    const count = countAt(offset);
    if (count !== undefined) addBody(count, reader, { end, depth });
    reader.goTo(end);
    before = offset;
  }
}

function readHead(reader: ByteReader, before: number): { readonly offset: number; readonly end: number } {
  const offset = reader.number();
  if (offset <= before) throw new RangeError("cells out of order");
  const length = reader.number();
  return { offset, end: reader.at + length };
}

function addBody(
  count: LookCount,
  reader: ByteReader,
  { end, depth }: { readonly end: number; readonly depth: Depth },
): void {
  count.looks += reader.number();
  count.tls13 += reader.number();
  for (let causes = reader.number(); causes > 0; causes -= 1) {
    const cause = reader.number();
    addCause(count, cause, { looks: reader.number(), spentMs: reader.number() });
  }
  if (depth === "numbers") return;
  addHistogram(count.handshake, reader);
  addHistogram(count.total, reader);
  if (reader.at !== end) throw new RangeError("not so long as it says");
}

function addHistogram(histogram: Histogram, reader: ByteReader): void {
  let bin = -1;
  for (let bins = reader.number(); bins > 0; bins -= 1) {
    const step = reader.number();
    bin += step >>> 1;
    if (bin < 0 || bin >= BINS) throw new RangeError("no such bin");
    histogram.increase(bin, (step & 1) === 0 ? 1 : reader.number());
  }
}

/**
 * The block with `counts`, by offset, added to what it holds. What it holds at these offsets is added to `counts`, too.
 * Throws a RangeError when the block is damaged.
 */
export function mergeBlock(block: Uint8Array | null, counts: ReadonlyMap<number, LookCount>): Uint8Array {
  const untouched = block === null ? new Map<number, Uint8Array>() : untouchedCells(block, counts);
  const writer = new ByteWriter();
  const scratch = new ByteWriter();
  for (const offset of [...untouched.keys(), ...counts.keys()].sort((a, b) => a - b)) {
    const count = counts.get(offset);
    const body = count === undefined ? untouched.get(offset) : bodyOf(count, scratch);
    if (body === undefined) continue;
    writer.number(offset);
    writer.number(body.length);
    writer.bytes(body);
  }
  return writer.take();
}

// The bodies of cells that are not in `counts`; the others are added there.
function untouchedCells(block: Uint8Array, counts: ReadonlyMap<number, LookCount>): ReadonlyMap<number, Uint8Array> {
  const reader = new ByteReader(block);
  const untouched = new Map<number, Uint8Array>();
  let before = -1;
  while (!reader.isAtEnd()) {
    const { offset, end } = readHead(reader, before);
    const count = counts.get(offset);
    if (count === undefined) untouched.set(offset, block.subarray(reader.at, end));
    else addBody(count, reader, { end, depth: "all" });
    reader.goTo(end);
    before = offset;
  }
  return untouched;
}

function bodyOf({ looks, tls13, causes, handshake, total }: LookCount, writer: ByteWriter): Uint8Array {
  writer.number(looks);
  writer.number(tls13);
  writer.number(causes.size);
  for (const [cause, count] of causes) {
    writer.number(cause);
    writer.number(count.looks);
    writer.number(count.spentMs);
  }
  writeHistogram(handshake, writer);
  writeHistogram(total, writer);
  return writer.take();
}

function writeHistogram(histogram: Histogram, writer: ByteWriter): void {
  const entries = histogram.entries();
  writer.number(entries.length);
  let before = -1;
  for (const [bin, count] of entries) {
    writer.number((bin - before) * 2 + (count === 1 ? 0 : 1));
    if (count !== 1) writer.number(count);
    before = bin;
  }
}
