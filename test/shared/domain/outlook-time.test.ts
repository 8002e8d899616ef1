import { describe, expect, test } from "vitest";
import { lookTimes } from "../../../shared/domain/look-times.ts";
import { hopsOf } from "../../../shared/domain/outlook.ts";
import { type EntryTimes, fetchTime } from "../../../shared/domain/outlook-time.ts";
import type { Sample } from "../../../shared/domain/sample.ts";
import { bad, good } from "../../support/samples.ts";

/** An entry that answers with this chance; a connection takes it 31 ms, an answer 9. */
function entry(up: number, failed: readonly Sample[] = [], samples: readonly Sample[] = [good(0)]): EntryTimes {
  const times = lookTimes({ endpoint: "e", samples: [...failed, ...samples] });
  return { up, has: 1, times };
}

function timeOf(value: string, ...known: readonly (EntryTimes | null)[]) {
  const { chain, names } = hopsOf(value);
  return fetchTime({ chain, names, entries: known });
}

const RESET = bad(0, "handshake", "reset", 20);
const STALL = bad(0, "handshake", "silent", 6_000);
const SILENT = bad(0, "http", "silent", 6_000);
const A_THEN_B = "https://a.test|https://b.test";

describe("the time of a fetch", () => {
  test("counts each way by its chance", () => {
    const seen = timeOf(A_THEN_B, entry(0.8, [STALL]), entry(1));
    // Four fetches in five need a connection and three answers; the others wait three times for a handshake first.
    expect(seen).toEqual({ expectedMs: Math.round(0.8 * 58 + 0.2 * (30_033 + 58)), p50Ms: 58, p95Ms: 30_091 });
  });

  test("counts each way of failing by its share", () => {
    const seen = timeOf(A_THEN_B, entry(0, [RESET, RESET, RESET, STALL]), entry(1));
    expect(seen).toEqual({ expectedMs: Math.round(0.75 * 118 + 0.25 * 30_091), p50Ms: 118, p95Ms: 30_091 });
  });

  test("goes by the failures since the last success, where there are any", () => {
    const window = { endpoint: "e", samples: [STALL, good(1), RESET] };
    expect(timeOf(A_THEN_B, { up: 0, has: 1, times: lookTimes(window) }, entry(1)).p95Ms).toBe(118);
  });

  test("is not known where it never ends, or where nothing was measured", () => {
    expect(timeOf(A_THEN_B, entry(0.8, [SILENT]), entry(1))).toMatchObject({ p50Ms: 58, p95Ms: null });
    expect(timeOf(A_THEN_B, entry(0.2, [SILENT]), entry(1))).toMatchObject({ p50Ms: null, p95Ms: null });
    expect(timeOf("https://a.test|direct", entry(0.8, [RESET]), null)).toMatchObject({ p50Ms: 58, p95Ms: null });
  });

  test.each([
    ["connect", "silent", 30_000],
    ["tunnel", "silent", 60_011],
    ["resolve", "resolver-silent", 10_000],
    ["connect", "refused", 20],
    // An answer over a connection that stays: 31 ms once, 9 ms for each request.
    ["http", "status", null],
  ] as const)("of %s/%s is Go's own patience", (stage, kind, costMs) => {
    const seen = timeOf(A_THEN_B, entry(0, [bad(0, stage, kind, 20)]), entry(1));
    expect(seen.p50Ms).toBe(costMs === null ? 31 + 3 * 9 + 58 : 3 * costMs + 58);
  });

  test("spreads each part as the looks were spread, independent of one another", () => {
    const slow = { ...good(0), stages: { resolveMs: 1, connectMs: 10, handshakeMs: 20, ttfbMs: 1_009 } };
    const samples = [...Array.from({ length: 9 }, (_, n) => good(n)), slow];
    const { p50Ms, p95Ms } = timeOf("https://a.test", entry(1, [], samples));
    // One answer in ten takes a second more: none of three does in 73 % of the fetches, two or three do in 3 %.
    expect([p50Ms, p95Ms]).toEqual([58, 1_058]);
  });

  test("stays small for a chain of many uncertain entries", () => {
    const names = Array.from({ length: 12 }, (_, n) => `https://e${n}.test`);
    const known = names.map(() => entry(0.5, [RESET, STALL, SILENT]));
    const seen = timeOf(names.join("|"), ...known);
    expect(seen.p50Ms).toBe(58);
    expect(seen.expectedMs).toBeGreaterThan(1_000);
  });

  test("connects once to a host that two entries name", () => {
    const seen = timeOf("https://a.test/lacks,https://a.test/has", { ...entry(1), has: 0 }, entry(1));
    expect(seen.p50Ms).toBe(31 + 6 * 9 + 3 * 9);
  });
});
