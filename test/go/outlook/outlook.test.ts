// What outlooks promise, against real downloads by the go command over chains on loopback.
import { expect, test } from "vitest";
import { type Case, compareAll, errorOf, middle, tableOf } from "./compare.ts";
import type { EntryKind } from "./entries.ts";

const far = (half: number): EntryKind => ({ is: "serving", far: half });
const RUNS = { looks: 6, runs: 5 };

const CASES: readonly Case[] = [
  { ...RUNS, separator: ",", entries: [far(10)] },
  { ...RUNS, separator: ",", entries: [far(25)] },
  { ...RUNS, separator: ",", entries: [far(75)] },
  { ...RUNS, separator: ",", entries: [{ ...far(25), http1: true }] },
  { ...RUNS, separator: ",", entries: [far(40), far(10)] },
  { ...RUNS, separator: "|", entries: [{ is: "refused" }, far(40)] },
  { ...RUNS, separator: ",", entries: [{ is: "refused" }, far(40)] },
  { ...RUNS, separator: "|", entries: [{ is: "resetting", far: 30 }, far(20)] },
  { ...RUNS, separator: ",", entries: [{ is: "resetting", far: 30 }, far(20)] },
  { ...RUNS, separator: "|", entries: [{ is: "refused" }, { is: "resetting", far: 20 }, far(20)] },
  { ...RUNS, separator: ",", entries: [{ is: "lacking", far: 20 }, far(20)] },
  { ...RUNS, separator: "|", entries: [{ is: "lacking", far: 40 }, far(10)] },
  { ...RUNS, looks: 10, separator: "|", entries: [{ is: "lossy", far: 20, lost: 20 }, far(60)] },
  { ...RUNS, looks: 10, separator: ",", entries: [{ is: "lossy", far: 40, lost: 20 }] },
  { ...RUNS, separator: "|", runs: 1, entries: [{ is: "stalled" }, far(20)] },
  { ...RUNS, separator: ",", runs: 1, entries: [{ is: "stalled" }, far(20)] },
  { ...RUNS, separator: "|", runs: 1, entries: [far(20), { is: "stalled" }] },
];

test("foretell what go needs within a fifth", async () => {
  const all = await compareAll(CASES);

  const errors = all.map(errorOf);
  console.log(`${tableOf(all)}\nmiddle of the errors: ${(100 * middle(errors)).toFixed(1)} %`);
  expect(errors.every(Number.isFinite)).toBe(true);
  expect(middle(errors)).toBeLessThanOrEqual(0.2);
  // Whether go gets the module at all is no matter of time.
  const wrong = all.filter(({ outlook, succeeded }) => Math.abs((outlook.success ?? 0) - succeeded) > 0.35);
  expect(wrong.map(({ chain }) => chain)).toEqual([]);
});
