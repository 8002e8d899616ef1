import { expect, test } from "vitest";
import { chartData, type Span } from "../../renderer/parts/history/chart-data.ts";
import { seriesChart } from "../../renderer/parts/history/chart-series.ts";
import { historyCsv, seriesCsv } from "../../renderer/parts/history/history-csv.ts";
import type { Series, SeriesPoint } from "../../shared/domain/series.ts";
import { look, NOW, SILENT } from "./support/snapshots.ts";

const A = "https://a.test";

function lineOf(samples: readonly ReturnType<typeof look>[]) {
  const span = { from: NOW - 3_600_000, to: NOW };
  const data = chartData({ samples, endpoints: [A], shown: new Set([A]), span, measure: "handshake" });
  return data.lines[0];
}

test("draws the median of what succeeded and marks what failed", () => {
  const line = lineOf([look(A, 4, 40), look(A, 3, 60), look(A, 2, SILENT), look(A, 1, 50)]);
  expect([line?.looks, line?.failed, line?.median, line?.failedAt.length]).toEqual([4, 1, 50, 1]);
  expect(line?.values.filter((value) => value === null)).toHaveLength(1);
});

test("breaks the line where nothing was measured for long", () => {
  const line = lineOf([look(A, 100, 40), look(A, 1, 40)]);
  expect(line?.values.filter((value) => value === null)).toHaveLength(1);
});

test("ignores looks outside the span", () => {
  expect(lineOf([look(A, 500, 40)])?.looks).toBe(0);
});

test("writes one line of CSV a look, in UTC, with empty cells for what was not reached", () => {
  expect(
    historyCsv([look(A, 0, 40), look(A, 0, SILENT)])
      .split("\r\n")
      .slice(1),
  ).toEqual([
    "2026-05-06T06:30:00.000Z,https://a.test,direct,4,21,,40,30,95,TLSv1.3,public,,",
    "2026-05-06T06:30:00.000Z,https://a.test,direct,4,21,,,,10000,,,handshake,silent",
    "",
  ]);
});

test("quotes cells that would break a line of CSV", () => {
  expect(historyCsv([look('https://a.test/"x",y', 0, 40)])).toContain('"https://a.test/""x"",y"');
});

const HOUR = 3_600_000;

function point(hour: number, more: Partial<SeriesPoint> = {}): SeriesPoint {
  const times = { p50: 40, p95: 90 };
  return { at: hour * HOUR, looks: 120, failures: 0, handshake: times, total: times, commonFailure: null, ...more };
}

function longLineOf(points: readonly SeriesPoint[], span: Span) {
  const series: readonly Series[] = [{ endpoint: A, widthMs: HOUR, source: "hours", points, whole: null }];
  return seriesChart({ series, endpoints: [A], shown: new Set([A]), span, measure: "handshake" });
}

test("draws the points of a series where they are, and leaves out what is beside the span", () => {
  const { at, lines } = longLineOf([point(1), point(3), point(5), point(9)], { from: 2.5 * HOUR, to: 6 * HOUR });

  expect(at).toEqual([2.5, 3.5, 4.5, 5.5, 6.5].map((hour) => hour * HOUR));
  expect(lines[0]?.values).toEqual([undefined, 40, null, 40, undefined]);
  expect([lines[0]?.looks, lines[0]?.median]).toEqual([240, 40]);
});

test("marks the stretches in which a tenth of the looks failed, and breaks the line where all did", () => {
  const few = point(1, { failures: 11 });
  const many = point(2, { failures: 12 });
  const all = point(3, { failures: 120, handshake: null, total: null, commonFailure: "handshake/silent" });
  const line = longLineOf([few, many, all], { from: HOUR, to: 4 * HOUR }).lines[0];

  expect(line?.failedAt).toEqual([2.5 * HOUR, 3.5 * HOUR]);
  expect([line?.values[2], line?.failed]).toEqual([null, 143]);
});

test("weighs the stretches of a series by their looks", () => {
  const busy = point(1, { looks: 1_000, handshake: { p50: 50, p95: 60 } });
  const idle = [2, 3, 4].map((hour) => point(hour, { looks: 10, handshake: { p50: 500, p95: 600 } }));

  expect(longLineOf([busy, ...idle], { from: 0, to: 6 * HOUR }).lines[0]?.median).toBe(50);
  expect(longLineOf([], { from: 0, to: HOUR }).lines[0]?.median).toBeNull();
});

test("writes one line of CSV a point of a series, empty where nothing succeeded", () => {
  const dead = point(2, { failures: 120, handshake: null, total: null, commonFailure: "handshake/silent" });
  const series: readonly Series[] = [
    { endpoint: A, widthMs: HOUR, source: "hours", points: [point(1), dead, point(9)], whole: null },
  ];

  expect(
    seriesCsv(series, { from: HOUR, to: 4 * HOUR })
      .split("\r\n")
      .slice(1),
  ).toEqual([
    "1970-01-01T01:00:00.000Z,3600,https://a.test,120,0,40,90,40,90,",
    "1970-01-01T02:00:00.000Z,3600,https://a.test,120,120,,,,,handshake/silent",
    "",
  ]);
});
