import { expect, test } from "vitest";
import { GOALS, judgeGoal } from "../../../build/bench/goals.mjs";
import { figure, goalTable, table } from "../../../build/bench/table.mjs";

test.each([
  [0.123, "0.12"],
  [12.34, "12.3"],
  [-0.5, "-0.50"],
  [1234.5, "1235"],
  [undefined, "-"],
  [Number.NaN, "-"],
  [Number.POSITIVE_INFINITY, "-"],
])("writes %s as %s", (value, expected) => {
  expect(figure(value)).toBe(expected);
});

test("puts words to the left and figures to the right", () => {
  expect(
    table(
      ["tool", "ms"],
      [
        ["a", "10.0"],
        ["longer", "1.00"],
      ],
    ),
  ).toBe(["tool      ms", "a       10.0", "longer  1.00"].join("\n"));
});

const goal = { what: "CPU", peer: "peer", limit: 0.5 };

test.each([
  ["a ratio at the limit", { goal, ours: 1, theirs: 2 }, "reached"],
  ["a ratio above it", { goal, ours: 1.1, theirs: 2 }, "NOT reached: no reason is known"],
  ["a known reason", { goal: { ...goal, why: "it is hard" }, ours: 2, theirs: 2 }, "NOT reached: it is hard"],
  [
    "a floor",
    { goal, ours: 2, theirs: 2, floors: [{ what: "a bare loop", value: 0.8 }] },
    "NOT reached: a bare loop has 0.400",
  ],
  ["nothing measured", { goal, ours: Number.NaN, theirs: 2 }, "NOT reached: it could not be measured"],
  ["no peer", { goal: { what: "p95", limit: 1 }, ours: 0.9 }, "reached"],
])("judges %s", (_name, measured, words) => {
  expect(judgeGoal(measured).words).toBe(words);
});

test("says at which distance a goal holds, and with what ratio", () => {
  const text = goalTable([{ goal: GOALS.cpuAgainstCurl, at: "D = 5", ours: 1, theirs: 40 }]);
  expect(text.split("\n")[1]).toBe("CPU / curl, system roots at D = 5  1.00  40.0   0.03  <= 0.04  reached");
});
