import { expect, test } from "vitest";
import { missedByEngine, missedOf } from "../../../build/bench/sections/many.mjs";
import { keepTo } from "../../../build/bench/timetable.mjs";

test("calls for everyone once a period, in order", async () => {
  const seen: string[] = [];
  await keepTo({ among: ["a", "b", "c"], periodMs: 3, periods: 2, atOnce: 9 }, async (one) => {
    seen.push(one);
  });
  expect(seen.join("")).toBe("abcabc");
});

test("lets nobody begin before their time", async () => {
  const late: number[] = [];
  await keepTo({ among: [1, 2, 3, 4], periodMs: 80, periods: 1, atOnce: 1 }, async (_one, lateMs) => {
    late.push(lateMs);
  });
  expect(Math.min(...late)).toBeGreaterThanOrEqual(0);
});

test("has no more under way than allowed, and waits for the last", async () => {
  let running = 0;
  let most = 0;
  await keepTo({ among: Array.from({ length: 9 }, (_, n) => n), periodMs: 1, periods: 1, atOnce: 2 }, async () => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setTimeout(resolve, 5));
    running -= 1;
  });
  expect([most, running]).toEqual([2, 0]);
});

test("counts as missed what did not begin within the period, or not at all", () => {
  const looks = Array.from({ length: 999 }, () => ({ lateMs: 3 }));
  const withOneMore = (look: object) => missedOf([...looks, look]);
  expect(missedOf(looks)).toBe(1);
  expect([{ lateMs: 10_000 }, { lateMs: 1, failure: "x" }, { lateMs: 9_999 }].map(withOneMore)).toEqual([1, 1, 0]);
});

test("counts as missed what the engine did not look at, or too late, or in vain", () => {
  const looks = Array.from({ length: 1_000 }, (_, port) => ({ port, lateMs: 0 }));
  expect(missedByEngine(looks)).toBe(0);
  expect(missedByEngine(looks.slice(1))).toBe(1);
  expect(missedByEngine([...looks, { port: 7, lateMs: 501 }, { port: 8, lateMs: 500 }])).toBe(1);
  expect(missedByEngine([...looks, { port: 7, lateMs: 0, failure: "connect/silent" }])).toBe(1);
});
