import { describe, expect, test } from "vitest";
import { judge } from "../../../shared/domain/health.ts";
import { hopsOf, outlook, outlookOver } from "../../../shared/domain/outlook.ts";
import { DEFAULT_POLICY } from "../../../shared/domain/policy.ts";
import { emptyWindow, type SampleWindow } from "../../../shared/domain/sample-window.ts";
import { bad, windowOf } from "../../support/samples.ts";

const AT = 400_000;
const silent: SampleWindow = {
  endpoint: "s",
  samples: [1, 2, 3].map((n) => bad(AT - n * 1_000, "handshake", "silent", 6_000)),
};
const noAnswer: SampleWindow = {
  endpoint: "n",
  samples: [1, 2, 3].map((n) => bad(AT - n * 1_000, "http", "silent", 6_000)),
};
const known = new Map(
  Object.entries({
    "https://good.test": windowOf("..........."),
    "https://reset.test": windowOf(".......xxxxx"),
    "https://silent.test": silent,
    "https://no-answer.test": noAnswer,
    // One look in five takes 3 s where the others take 40 ms; one in five is reset.
    "https://uneven.test": windowOf("....s....s"),
    "https://lossy.test": windowOf("....x....x.."),
  }).map(([name, { samples }]) => [name, { endpoint: name, samples }]),
);

describe("the outlook of a chain", () => {
  test.each([
    ["https://good.test,direct", 1, "https://good.test", 58],
    ["https://reset.test,https://good.test", 0, null, null],
    ["https://reset.test|https://good.test", 1, "https://good.test", null],
    // Three requests of one module, each first waiting 10 s for the handshake and 11 ms for the connection.
    ["https://silent.test|https://good.test", 1, "https://good.test", 30_091],
    ["https://reset.test|direct", 0, null, null],
    ["off", 0, null, 0],
    // Go never sends credentials over http, so the health of that endpoint says nothing.
    ["http://me:secret@new.test|https://good.test", 1, "https://good.test", 58],
    ["http://me:secret@new.test,https://good.test", 0, null, 0],
    ["direct+https://good.test", 0, null, 0],
  ])("of %s", (value, success, servedBy, expectedMs) => {
    const seen = outlook(value, known, DEFAULT_POLICY, AT);
    expect([seen.success, seen.servedBy]).toEqual([success, servedBy]);
    if (expectedMs !== null) expect(seen.expectedMs).toBe(expectedMs);
  });

  test.each([
    // A connection of 31 ms, three answers of 9 ms.
    ["https://good.test", 58, 58],
    // Go fails at once and asks nobody else.
    ["https://reset.test,https://good.test", 20, 20],
    ["https://reset.test|https://good.test", 3 * 20 + 58, 3 * 20 + 58],
    // Broken wherever it is named; Go remembers that of .info and .mod, and asks again for .zip.
    ["https://reset.test|https://reset.test|https://good.test", 4 * 20 + 58, 4 * 20 + 58],
    ["https://silent.test|https://good.test", 30_091, 30_091],
    // Go waits for an answer for ever.
    ["https://no-answer.test|https://good.test", null, null],
    ["https://good.test|https://no-answer.test", 58, 58],
    ["off", 0, 0],
  ])("of %s, its times", (value, p50Ms, p95Ms) => {
    const seen = outlook(value, known, DEFAULT_POLICY, AT);
    expect([seen.p50Ms, seen.p95Ms]).toEqual([p50Ms, p95Ms]);
  });

  test("spreads as the looks were spread", () => {
    const { p50Ms, p95Ms } = outlook("https://uneven.test", known, DEFAULT_POLICY, AT);
    expect(p50Ms).toBeGreaterThan(50);
    expect(p50Ms).toBeLessThan(100);
    // A slow connection, or a slow answer, is among one fetch in two; the look tells them not apart here.
    expect(p95Ms).toBeGreaterThanOrEqual(p50Ms ?? 0);
  });

  test("says what a proxy costs that lacks the module", () => {
    const healthOf = (name: string) => judge(known.get(name) ?? emptyWindow(name), DEFAULT_POLICY);
    const windowOf = (name: string) => known.get(name);
    const hasOf = (name: string) => (name === "https://lossy.test" ? 0 : 1);
    const { p50Ms } = outlookOver(hopsOf("https://lossy.test,https://good.test"), { healthOf, windowOf, hasOf });
    // Go asks twice for what is missing (1.24 and later).
    expect(p50Ms).toBe(58 + 31 + 3 * 2 * 9);
  });

  test("of an endpoint not measured, or measured too long ago, is unknown", () => {
    expect(outlook("https://new.test", known, DEFAULT_POLICY, AT).success).toBeNull();
    expect(outlook("https://good.test", known, DEFAULT_POLICY, AT + 600_000).success).toBeNull();
    expect(outlook("direct", known, DEFAULT_POLICY, AT).success).toBeNull();
  });

  test("does not mind an unmeasured entry that Go will hardly reach", () => {
    expect(outlook("https://good.test|https://new.test", known, DEFAULT_POLICY, AT).success).toBe(1);
  });
});
