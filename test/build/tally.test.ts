import { expect, test } from "vitest";
import { addUp, countReport, countStep, lastLine } from "../../build/tally.mjs";

const passing = { fullName: "measures", status: "passed" };
const failing = { fullName: "switches", status: "failed" };
const skipped = { fullName: "uses IPv6", status: "skipped", note: "no ::1 here" };

function fileOf(...assertionResults: readonly object[]): object {
  const broken = assertionResults.some((result) => "status" in result && result.status === "failed");
  return { name: "a.test.ts", status: broken ? "failed" : "passed", message: "", assertionResults };
}

test("counts passed, failed and skipped tests with the reason of each skip", () => {
  const count = countReport({ testResults: [fileOf(passing, failing), fileOf(passing, skipped)] });
  expect(count).toEqual({
    passed: 2,
    failed: 1,
    skipped: [{ name: "uses IPv6", reason: "no ::1 here" }],
    failures: ["switches"],
  });
});

test("says so when a skipped test has no reason", () => {
  const count = countReport({
    testResults: [fileOf({ fullName: "x", status: "skipped" }, { fullName: "y", status: "todo" })],
  });
  expect(count.skipped.map(({ reason }) => reason)).toEqual(["no reason given", "not written yet"]);
});

test("counts a file that could not be loaded as one failed", () => {
  const count = countReport({
    testResults: [{ name: "b.test.ts", status: "failed", message: "no such module", assertionResults: [] }],
  });
  expect(count).toMatchObject({ passed: 0, failed: 1, failures: ["b.test.ts: no such module"] });
});

test("counts errors outside of any test as one failed", () => {
  expect(countReport({ testResults: [fileOf(passing)], unhandled: 3 })).toMatchObject({ passed: 1, failed: 1 });
});

test("counts a step that crashed before it counted as one failed and names it", () => {
  const count = countStep({ name: "e2e", code: 134, why: "ended (134) before it counted its tests" });
  expect(count).toMatchObject({
    passed: 0,
    failed: 1,
    failures: ["step e2e: ended (134) before it counted its tests"],
  });
});

test("keeps the passed tests of a step that failed outside of its tests", () => {
  const count = countStep({ name: "check", code: 1, report: { testResults: [fileOf(passing)] } });
  expect(count).toMatchObject({ passed: 1, failed: 1, failures: ["step check: failed (1)"] });
});

test("does not count a failed step again when its failed tests are counted", () => {
  expect(countStep({ name: "cli", code: 1, report: { testResults: [fileOf(failing)] } }).failed).toBe(1);
});

test("takes a step that found no tests for a failure", () => {
  expect(countStep({ name: "demo", code: 0, report: { testResults: [] } }).failures).toEqual([
    "step demo: found no tests",
  ]);
});

test("ends with one line that names skipped tests only when there are some", () => {
  const calm = countStep({ name: "cli", code: 0, report: { testResults: [fileOf(passing, passing)] } });
  const skips = countStep({ name: "e2e", code: 0, report: { testResults: [fileOf(passing, skipped)] } });
  expect([lastLine(addUp([calm])), lastLine(addUp([calm, skips]))]).toEqual([
    "2 passed, 0 failed",
    "3 passed, 0 failed, 1 skipped",
  ]);
});
