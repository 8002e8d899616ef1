import { describe, expect, test } from "vitest";
import { judge } from "../../../shared/domain/health.ts";
import { DEFAULT_POLICY } from "../../../shared/domain/policy.ts";
import { emptyWindow, percentile, push } from "../../../shared/domain/sample-window.ts";
import { good, windowOf } from "../../support/samples.ts";

describe("the verdict on an endpoint", () => {
  test.each([
    ["", "unknown", "health-no-samples"],
    [".", "healthy", "health-steady"],
    ["x", "down", "health-never-reached"],
    [".....x", "healthy", "health-steady"],
    [".....xx", "healthy", "health-steady"],
    [".....xxx", "down", "health-failing"],
    [".....cc", "degraded", "health-unreliable"],
    [".....lll", "healthy", "health-steady"],
    ["lll", "unknown", "health-no-samples"],
    [".....xxx.", "degraded", "health-recovering"],
    [".....xxx........", "healthy", "health-steady"],
    [".....xx.xx.xx.xx", "degraded", "health-unreliable"],
    ["....sss", "degraded", "health-slow"],
  ])("of %s is %s because %s", (pattern, kind, code) => {
    const health = judge(windowOf(pattern), DEFAULT_POLICY);
    expect([health.kind, health.because.code]).toEqual([kind, code]);
  });

  test.each([
    ["x", false],
    ["..xx", false],
    ["..xxx", true],
    ["..c", false],
    ["..cc", true],
  ])("of %s is sure: %s", (pattern, sure) => {
    expect(judge(windowOf(pattern), DEFAULT_POLICY).sure).toBe(sure);
  });

  test("counts what it rests on and leaves our own failures out", () => {
    const health = judge(windowOf("..lx"), DEFAULT_POLICY);
    expect(health).toMatchObject({ samples: 3, successRate: 2 / 3, failureRun: 1, p50TotalMs: 40, p50HandshakeMs: 20 });
  });
});

test("a window keeps order, number and age within its bounds", () => {
  const bounds = { maxSamples: 3, memoryMs: 100 };
  const times = [10, 30, 20, 90, 115];
  const empty = emptyWindow("https://a.test");
  const window = times.reduce((kept, at) => push(kept, good(at), bounds, 120), empty);
  expect(window.samples.map((s) => s.at)).toEqual([30, 90, 115]);
});

test.each([
  [[], 0.5, null],
  [[5], 0.5, 5],
  [[5, 1, 3, 2, 4], 0.5, 3],
  [[5, 1, 3, 2, 4], 0.95, 5],
])("the percentile of %j at %d is %j", (values, fraction, expected) => {
  expect(percentile(values, fraction)).toBe(expected);
});
