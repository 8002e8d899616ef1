import { describe, expect, test } from "vitest";
import { judge } from "../../../shared/domain/health.ts";
import { outlook } from "../../../shared/domain/outlook.ts";
import { DEFAULT_POLICY } from "../../../shared/domain/policy.ts";
import type { SampleWindow } from "../../../shared/domain/sample-window.ts";
import { bad, windowOf } from "../../support/samples.ts";

function healths(windows: Record<string, SampleWindow>) {
  return new Map(Object.entries(windows).map(([name, w]) => [name, { ...judge(w, DEFAULT_POLICY), endpoint: name }]));
}

const AT = 400_000;
const silent: SampleWindow = {
  endpoint: "s",
  samples: [1, 2, 3].map((n) => bad(AT - n * 1_000, "handshake", "silent", 6_000)),
};
const known = healths({
  "https://good.test": windowOf("..........."),
  "https://reset.test": windowOf(".......xxxxx"),
  "https://silent.test": silent,
});

describe("the outlook of a chain", () => {
  test.each([
    ["https://good.test,direct", 1, "https://good.test", 120],
    ["https://reset.test,https://good.test", 0, null, null],
    ["https://reset.test|https://good.test", 1, "https://good.test", null],
    // Three requests of one module, each first waiting 10 s for the handshake.
    ["https://silent.test|https://good.test", 1, "https://good.test", 30_120],
    ["https://reset.test|direct", 0, null, null],
    ["off", 0, null, 0],
    // Go never sends credentials over http, so the health of that endpoint says nothing.
    ["http://me:secret@new.test|https://good.test", 1, "https://good.test", 120],
    ["http://me:secret@new.test,https://good.test", 0, null, 0],
    ["direct+https://good.test", 0, null, 0],
  ])("of %s", (value, success, servedBy, expectedMs) => {
    const seen = outlook(value, known, DEFAULT_POLICY, AT);
    expect([seen.success, seen.servedBy]).toEqual([success, servedBy]);
    if (expectedMs !== null) expect(seen.expectedMs).toBe(expectedMs);
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
