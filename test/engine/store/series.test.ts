import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import type { History } from "../../../electron/engine/ports.ts";
import { binOf, timeOf } from "../../../electron/engine/store/histogram.ts";
import { openHistory } from "../../../electron/engine/store/history.ts";
import type { Sample } from "../../../shared/domain/sample.ts";
import { percentile } from "../../../shared/domain/sample-window.ts";
import type { Quantiles, Series, SeriesPoint } from "../../../shared/domain/series.ts";
import { DAY, HOUR, MINUTE } from "../../../shared/domain/time.ts";
import { bad, good } from "../../support/samples.ts";
import { tempFolder } from "../../support/temp-folder.ts";

const NOW = Date.UTC(2026, 5, 1, 10, 17, 23);
const ENDPOINT = "https://a.test";
const OTHER = "https://b.test/goproxy";

function open(): History {
  const history = openHistory(tempFolder(), { at: NOW });
  onTestFinished(() => {
    history.close();
  });
  return history;
}

/** The series by the plainest means: from all samples ever added, in stretches as wide as the series says. */
function naive(
  { endpoint, widthMs }: Series,
  samples: readonly Sample[],
  since: number,
  until: number,
): Series["points"] {
  const own = samples.filter((s) => s.endpoint === endpoint);
  const startOf = (at: number): number => Math.floor(at / widthMs) * widthMs;
  const starts = [...new Set(own.map((s) => startOf(s.at)))].filter(
    (at) => at >= startOf(since) && at <= startOf(until),
  );
  return starts
    .sort((a, b) => a - b)
    .map((at) =>
      pointOf(
        at,
        own.filter((s) => startOf(s.at) === at),
      ),
    );
}

/** The samples of all points as one. */
function naiveWhole({ endpoint, widthMs, points }: Series, samples: readonly Sample[]): SeriesPoint | null {
  const starts = new Set(points.map(({ at }) => at));
  const own = samples.filter((s) => s.endpoint === endpoint && starts.has(Math.floor(s.at / widthMs) * widthMs));
  return points[0] === undefined ? null : pointOf(points[0].at, own);
}

function pointOf(at: number, samples: readonly Sample[]): SeriesPoint {
  const well = samples.filter((s) => s.failure === null);
  const names = samples.flatMap(({ failure }) =>
    failure === null ? [] : [`${failure.stage}/${failure.kind}` as const],
  );
  const often = (name: string): number => names.filter((other) => other === name).length;
  const common = [...names].sort((a, b) => often(b) - often(a) || a.localeCompare(b, "en"))[0] ?? null;
  return {
    at,
    looks: samples.length,
    failures: names.length,
    handshake: quantilesOf(well.flatMap((s) => (s.stages.handshakeMs === null ? [] : [s.stages.handshakeMs]))),
    total: quantilesOf(well.map((s) => s.totalMs)),
    commonFailure: common,
  };
}

// The order of bins is that of times, so the bin of the exact quantile is the one that the histogram finds.
function quantilesOf(times: readonly number[]): Quantiles | null {
  const inBin = (fraction: number): number => timeOf(binOf(Math.round((percentile(times, fraction) ?? 0) * 1_000)));
  return times.length === 0 ? null : { p50: inBin(0.5), p95: inBin(0.95) };
}

const AGE = fc.oneof(fc.nat(2 * HOUR), fc.nat(3 * DAY), fc.nat(60 * DAY));
const SAMPLE: fc.Arbitrary<Sample> = fc
  .record({
    age: AGE,
    ms: fc.double({ min: 0.1, max: 20_000, noNaN: true }),
    outcome: fc.constantFrom("good", "good", "good", "plain", "reset", "status", "local"),
    endpoint: fc.constantFrom(ENDPOINT, ENDPOINT, OTHER),
  })
  .map(({ age, ms, outcome, endpoint }) => {
    const at = NOW - age;
    const success = {
      ...good(at, 2 * ms),
      stages: { ...good(at).stages, handshakeMs: outcome === "plain" ? null : ms },
    };
    if (outcome === "good" || outcome === "plain") return { ...success, endpoint };
    if (outcome === "status") return { ...success, endpoint, failure: { stage: "http", kind: "status", raw: "502" } };
    return { ...bad(at, outcome === "local" ? "connect" : "handshake", outcome, ms), endpoint };
  });
const RANGE = fc.record({ from: AGE, length: AGE, points: fc.integer({ min: 1, max: 500 }) });

function fill(history: History, samples: readonly Sample[]): void {
  for (const [n, sample] of samples.entries()) history.addSample(sample, n % 3 === 0 ? "corporate" : "home");
}

test("equals what is counted from the samples one by one, for any samples, any range and any number of points", () => {
  fc.assert(
    fc.property(
      fc.array(SAMPLE, { maxLength: 60 }),
      fc.array(RANGE, { minLength: 3, maxLength: 8 }),
      (samples, ranges) => {
        const history = open();
        fill(history, samples);
        for (const { from, length, points } of ranges) {
          const [since, until] = [NOW - from - length, NOW - from];
          const series = history.series({ endpoint: ENDPOINT, since, until, points });
          expect(series.points).toEqual(naive(series, samples, since, until));
          expect(series.whole).toEqual(naiveWhole(series, samples));
          expect(series.points.length).toBeLessThanOrEqual(points);
        }
        history.close();
      },
    ),
    { numRuns: 25 },
  );
});

test("loses and doubles no look when samples and minutes are forgotten, late ones included", () => {
  fc.assert(
    fc.property(
      fc.array(SAMPLE, { maxLength: 40 }),
      fc.array(SAMPLE, { maxLength: 10 }),
      fc.array(fc.nat(20 * DAY), { minLength: 1, maxLength: 4 }),
      (samples, late, prunes) => {
        const history = open();
        fill(history, samples);
        for (const ahead of prunes) history.prune({ at: NOW + ahead, keepDays: 365 });
        fill(history, late);
        history.prune({ at: NOW + 20 * DAY, keepDays: 365 });
        const all = [...samples, ...late];
        for (const endpoint of [ENDPOINT, OTHER]) {
          const series = history.series({ endpoint, since: NOW - 60 * DAY, until: NOW });
          expect(series.points).toEqual(naive(series, all, NOW - 60 * DAY, NOW));
        }
        const inKinds = history.kinds({}).reduce((sum, kind) => sum + kind.samples, 0);
        expect(inKinds).toBe(all.filter((s) => s.failure?.kind !== "local").length);
        history.close();
      },
    ),
    { numRuns: 25 },
  );
});

test.each([
  ["looks", HOUR, 10_000],
  ["looks", 4 * HOUR, 30_000],
  ["minutes", DAY, 5 * MINUTE],
  ["minutes", 7 * DAY, 30 * MINUTE],
  ["hours", 30 * DAY, 2 * HOUR],
  ["hours", 90 * DAY, 6 * HOUR],
  ["hours", 120 * DAY, 6 * HOUR],
  ["days", 126 * DAY, DAY],
  ["days", 365 * DAY, DAY],
  ["days", 20 * 365 * DAY, 28 * DAY],
] as const)("takes %s for a range of %i ms", (source, range, widthMs) => {
  const series = open().series({ endpoint: ENDPOINT, since: NOW - range, until: NOW });

  expect([series.source, series.widthMs]).toEqual([source, widthMs]);
});

test("takes what is still there of a short range long ago", () => {
  const history = open();
  history.addSample(good(NOW), "home");

  const from = (days: number): Series =>
    history.series({ endpoint: ENDPOINT, since: NOW, until: NOW + HOUR - 1 - days });
  expect(from(0).source).toBe("looks");
  history.prune({ at: NOW + 8 * DAY, keepDays: 365 });
  expect(from(0)).toMatchObject({ source: "minutes", widthMs: MINUTE, points: [{ looks: 1 }] });
  history.prune({ at: NOW + 15 * DAY, keepDays: 365 });
  expect(from(0)).toMatchObject({ source: "hours", widthMs: HOUR, points: [{ looks: 1 }] });
});

test("is not without single looks for ever because the clock was once far ahead", () => {
  const history = open();
  history.prune({ at: NOW + 3_650 * DAY, keepDays: 365 });
  history.prune({ at: NOW, keepDays: 365 });

  const later = NOW + HOUR;
  history.addSample(good(later), "home");
  expect(history.series({ endpoint: ENDPOINT, since: later, until: later + HOUR }).source).toBe("looks");
});

test.each([
  ["an endpoint never looked at", { endpoint: "https://none.test", since: NOW - DAY, until: NOW }],
  ["a range that ends before it begins", { endpoint: ENDPOINT, since: NOW, until: NOW - DAY }],
  ["a range before all time", { endpoint: ENDPOINT, since: -1e15, until: -9e14 }],
  ["no points", { endpoint: ENDPOINT, since: NOW + DAY, until: NOW + 2 * DAY, points: 0 }],
])("has no points for %s", (_name, query) => {
  const history = open();
  history.addSample(good(NOW - HOUR), "home");

  expect(history.series(query).points).toEqual([]);
});

test("names an endpoint however its URL is written, and tells all that are known", () => {
  const history = open();
  history.addSample({ ...good(NOW), endpoint: OTHER }, "home");
  history.addSample(good(NOW), "home");

  const series = history.series({ endpoint: "https://me:hush@B.test/goproxy/", since: NOW, until: NOW });
  expect([series.endpoint, series.points.length]).toEqual([OTHER, 1]);
  expect(history.endpoints()).toEqual([OTHER, ENDPOINT]);
  expect([
    history.countSamples({}),
    history.countSamples({ endpoint: OTHER }),
    history.countSamples({ until: 0 }),
  ]).toEqual([2, 1, 0]);
});
