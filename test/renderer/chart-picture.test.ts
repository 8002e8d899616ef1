import { expect, test } from "vitest";
import { placed } from "../../renderer/parts/history/chart-picture.ts";

test("puts names into rows, a wide one alone", () => {
  expect(placed([40, 50, 30, 200, 10], 100)).toEqual([
    { x: 0, row: 0 },
    { x: 40, row: 0 },
    { x: 0, row: 1 },
    { x: 0, row: 2 },
    { x: 0, row: 3 },
  ]);
  expect(placed([], 100)).toEqual([]);
});
