import { expect, test } from "vitest";
import { median, quantile, slope } from "../../../build/bench/statistics.mjs";

test("interpolates between neighbours and does not mind the order", () => {
  expect([median([9, 1, 4]), median([4, 1]), quantile([5, 1, 2, 4, 3], 0.95)]).toEqual([4, 2.5, 4.8]);
});

test("answers no number for nothing", () => {
  expect([median([]), quantile([], 0.95), slope([[1, 2]])]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
});

test("leaves what it was given as it was", () => {
  const values = [3, 1, 2];
  median(values);
  expect(values).toEqual([3, 1, 2]);
});

test.each([
  [
    "a line",
    [
      [0, 1],
      [10, 6],
      [20, 11],
    ],
    0.5,
  ],
  [
    "a level",
    [
      [0, 7],
      [1, 7],
      [2, 7],
    ],
    0,
  ],
  [
    "noise around a line",
    [
      [0, 1],
      [1, 1],
      [2, 5],
      [3, 5],
    ],
    1.6,
  ],
] as const)("fits the slope of %s", (_name, points, expected) => {
  expect(slope(points)).toBeCloseTo(expected, 10);
});
