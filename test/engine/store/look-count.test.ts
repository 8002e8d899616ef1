import fc from "fast-check";
import { expect, test } from "vitest";
import { BINS, binOf, Histogram, timeOf } from "../../../electron/engine/store/histogram.ts";
import {
  addBlock,
  addLook,
  type CountedLook,
  emptyCount,
  type LookCount,
  mergeBlock,
} from "../../../electron/engine/store/look-count.ts";
import { percentile } from "../../../shared/domain/sample-window.ts";

const LOOK: fc.Arbitrary<CountedLook> = fc.record({
  cause: fc.option(fc.integer({ min: 1, max: 60 }), { freq: 3 }),
  isTls13: fc.boolean(),
  handshake: fc.option(fc.nat(200_000_000), { freq: 5 }),
  total: fc.nat(200_000_000),
});
const PLACED = fc.tuple(fc.nat(29), LOOK);

function counted(looks: readonly (readonly [number, CountedLook])[]): Map<number, LookCount> {
  const counts = new Map<number, LookCount>();
  for (const [offset, look] of looks) {
    const count = counts.get(offset) ?? emptyCount();
    counts.set(offset, count);
    addLook(count, look);
  }
  return counts;
}

function read(block: Uint8Array): ReadonlyMap<number, LookCount> {
  const counts = new Map<number, LookCount>();
  addBlock(
    block,
    (offset) => {
      const count = counts.get(offset) ?? emptyCount();
      counts.set(offset, count);
      return count;
    },
    "all",
  );
  return counts;
}

function plain(counts: ReadonlyMap<number, LookCount>): unknown {
  return [...counts]
    .sort(([a], [b]) => a - b)
    .map(([offset, { looks, tls13, causes, handshake, total }]) => {
      const failed = [...causes].sort(([a], [b]) => a - b);
      return [offset, looks, tls13, failed, handshake.entries(), total.entries()];
    });
}

test("gives back what was counted, however it was split between blocks", () => {
  fc.assert(
    fc.property(fc.array(fc.array(PLACED, { maxLength: 40 }), { maxLength: 4 }), (parts) => {
      let block: Uint8Array | null = null;
      for (const part of parts) block = mergeBlock(block, counted(part));
      expect(plain(read(block ?? new Uint8Array()))).toEqual(plain(counted(parts.flat())));
    }),
  );
});

test("reads the numbers in front without the histograms behind them", () => {
  const looks = [1, 1, 2].map((offset): [number, CountedLook] => [
    offset,
    { cause: offset === 2 ? 7 : null, isTls13: true, handshake: 5_000, total: 9_000 },
  ]);
  const count = emptyCount();

  addBlock(mergeBlock(null, counted(looks)), () => count, "numbers");

  expect([count.looks, count.tls13, [...count.causes]]).toEqual([3, 3, [[7, { looks: 1, spentMs: 9 }]]]);
  expect(count.total.entries()).toEqual([]);
});

test("takes 13 bytes for a minute of two looks, and some 70 for an hour of looks that vary by a third", () => {
  const look = (n: number): CountedLook => ({
    cause: null,
    isTls13: true,
    handshake: 60_000 * 1.4 ** Math.sin(n * 1.7),
    total: 130_000 * 1.4 ** Math.sin(n * 2.3),
  });
  const bytes = (many: number): number =>
    mergeBlock(null, counted(Array.from({ length: many }, (_, n) => [0, look(n)]))).length;

  expect(bytes(2)).toBeLessThanOrEqual(15);
  expect(bytes(120)).toBeLessThanOrEqual(75);
});

test("finds out damage or reads on, and never does anything else, whatever the bytes", () => {
  const damage = fc.tuple(fc.array(PLACED, { minLength: 1, maxLength: 20 }), fc.nat(), fc.nat(255));
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 300 }), damage), (input) => {
      let block: Uint8Array;
      if (input instanceof Uint8Array) block = input;
      else {
        const [looks, place, byte] = input;
        block = mergeBlock(null, counted(looks));
        block[place % block.length] = byte;
      }
      try {
        read(block);
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError);
      }
    }),
    { numRuns: 2_000 },
  );
});

test.each([
  ["cut off", [0, 5, 1, 1]],
  ["with the same cell twice", [0, 5, 1, 1, 0, 0, 0, 0, 5, 1, 1, 0, 0, 0]],
  ["with a cell longer than it says", [0, 4, 1, 1, 0, 0, 0]],
  ["with a bin that is none", [0, 8, 1, 1, 0, 1, 0xff, 0x7f, 0, 0]],
  ["with a number without end", [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]],
])("calls a block damaged that is %s", (_name, bytes) => {
  expect(() => read(Uint8Array.from(bytes))).toThrow(RangeError);
});

test("tells every time within 4.4 %, and in order", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 250, max: 110_000_000, noNaN: true }), { minLength: 1 }), (times) => {
      const histogram = new Histogram();
      for (const time of times) histogram.increase(binOf(time), 1);
      for (const fraction of [0.5, 0.95]) {
        const exact = (percentile(times, fraction) ?? 0) / 1_000;
        expect(Math.abs((histogram.quantile(fraction) ?? 0) / exact - 1)).toBeLessThan(0.0443 + 0.005 / exact);
      }
    }),
  );
  expect([binOf(0), binOf(250), binOf(Number.MAX_VALUE)]).toEqual([0, 0, BINS - 1]);
  expect(new Histogram().quantile(0.5)).toBeNull();
  expect(timeOf(BINS - 1)).toBeGreaterThan(100_000);
});
