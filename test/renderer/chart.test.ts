import { expect, test } from "vitest";
import { chartData } from "../../renderer/parts/chart-data.ts";
import { historyCsv } from "../../renderer/parts/history-csv.ts";
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
