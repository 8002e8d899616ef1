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
    [".....xxx", "degraded", "health-unreliable"],
    [".....xxxxx", "down", "health-failing"],
    [".....c", "healthy", "health-steady"],
    [".....cc", "down", "health-failing"],
    [".....lllll", "healthy", "health-steady"],
    ["lll", "unknown", "health-no-samples"],
    [".....xxxxx.", "degraded", "health-recovering"],
    [".....xxxxx..", "degraded", "health-recovering"],
    [".....xxxxx...", "healthy", "health-steady"],
    [".....xxxxx.x", "down", "health-failing"],
    [".....xxxxxsss", "degraded", "health-recovering"],
    [".x.x.x.x.x.x", "degraded", "health-unreliable"],
    ["..........x.........x.........", "healthy", "health-steady"],
    ["....sss", "degraded", "health-slow"],
  ])("of %s is %s because %s", (pattern, kind, code) => {
    const health = judge(windowOf(pattern), DEFAULT_POLICY);
    expect([health.kind, health.because.code]).toEqual([kind, code]);
  });

  test.each([
    ["x", false],
    [".", false],
    ["..", true],
    ["..xx", false],
    ["..xxxx", false],
    ["..xxxxx", true],
    ["..c", false],
    ["..cc", true],
  ])("of %s is sure: %s", (pattern, sure) => {
    expect(judge(windowOf(pattern), DEFAULT_POLICY).sure).toBe(sure);
  });

  test("is the surer, the more it has seen", () => {
    const sureness = (patterns: readonly string[]): readonly number[] =>
      patterns.map((pattern) => judge(windowOf(pattern), DEFAULT_POLICY).confidence);
    for (const patterns of [
      [".", "..", ".....", "...................."],
      ["..x", "..xxx", "..xxxxx", "..xxxxxxxx"].slice(1),
      ["...xxxx", "...xxxxxxx"],
    ]) {
      const found = sureness(patterns);
      expect(found).toEqual([...found].sort((a, b) => a - b));
      expect(new Set(found).size).toBe(patterns.length);
    }
    expect(sureness([""])).toEqual([0]);
  });

  test("counts what it rests on and leaves our own failures out", () => {
    const health = judge(windowOf("..lx"), DEFAULT_POLICY);
    expect(health).toMatchObject({ samples: 3, successRate: 2 / 3, failureRun: 1, p50TotalMs: 40, p50HandshakeMs: 20 });
  });
});

describe("an endpoint that stumbles", () => {
  /** The health after such looks, with all that was remembered on the way. */
  const after = (pattern: string): ReturnType<typeof judge> => {
    const { samples } = windowOf(pattern);
    const window = samples.reduce(
      (kept, sample) => push(kept, sample, DEFAULT_POLICY, sample.at),
      emptyWindow("https://a.test"),
    );
    return judge(window, DEFAULT_POLICY);
  };
  const often = ".........xx........xxxx......xx........xxx".repeat(6);

  test("is given longer before it counts as broken, and not forever", () => {
    expect([after(`${often}${".".repeat(5)}xxxxx`).kind, after(`.........xxxxx`).kind]).toEqual(["degraded", "down"]);
    expect(after(`${often}${".".repeat(5)}${"x".repeat(18)}`).kind).toBe("down");
    expect(after(often).needed).toBeGreaterThan(8);
  });

  test("is not given longer for single failures, however many", () => {
    expect(after(".........x".repeat(30)).needed).toBe(5);
  });

  test("is forgiven after a long time without", () => {
    expect(after(`${often}${".".repeat(20_000)}`).needed).toBe(5);
  });

  test("needs as many failures as the policy says, and more when it stumbles", () => {
    const policy = { ...DEFAULT_POLICY, sureFailures: 3 };
    const window = windowOf("....xxx");
    const stumbled = { ...window, stumbles: { runs: 10, failures: 30 } };
    expect([judge(window, policy).kind, judge(stumbled, policy).kind]).toEqual(["down", "degraded"]);
    expect(judge(stumbled, policy).needed).toBeGreaterThan(6);
  });

  test("learns nothing from an outage", () => {
    expect(after(`.........${"x".repeat(60)}....`.repeat(5)).needed).toBe(5);
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
