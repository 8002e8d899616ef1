import { cleanup, fireEvent, waitFor, within } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { chartData } from "../../renderer/parts/history/chart-data.ts";
import { seriesChart } from "../../renderer/parts/history/chart-series.ts";
import { fitted, keyMove, scaled, shifted } from "../../renderer/parts/history/moving.ts";
import { stageData } from "../../renderer/parts/history/stage-data.ts";
import type { Series } from "../../shared/domain/series.ts";
import { HOUR, MINUTE } from "../../shared/domain/time.ts";
import { longHistoryPage } from "./support/long-history.ts";
import { renderWindow } from "./support/render-window.tsx";
import { HEALTHY, historyPage, look, NOW, SILENT } from "./support/snapshots.ts";

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const A = "https://a.test";
const WHOLE = { from: 0, to: 100 * HOUR };

test.each([
  [
    { from: 10 * HOUR, to: 20 * HOUR },
    { from: 10 * HOUR, to: 20 * HOUR },
  ],
  [
    { from: -5 * HOUR, to: 5 * HOUR },
    { from: 0, to: 10 * HOUR },
  ],
  [
    { from: 95 * HOUR, to: 105 * HOUR },
    { from: 90 * HOUR, to: 100 * HOUR },
  ],
  [{ from: -50 * HOUR, to: 200 * HOUR }, WHOLE],
  [
    { from: 10 * HOUR, to: 10 * HOUR },
    { from: 10 * HOUR - 2.5 * MINUTE, to: 10 * HOUR + 2.5 * MINUTE },
  ],
])("keeps %j within the range and no shorter than what can be told apart", (wanted, expected) => {
  expect(fitted(wanted, WHOLE)).toEqual(expected);
});

test("moves by a share of what is in sight, and zooms round the place of the pointer", () => {
  expect(shifted({ from: 10, to: 20 }, 0.5)).toEqual({ from: 15, to: 25 });
  expect(scaled({ from: 10, to: 20 }, 0.5, 10)).toEqual({ from: 10, to: 15 });
  expect(scaled({ from: 10, to: 20 }, 2, 15)).toEqual({ from: 5, to: 25 });
});

test.each([
  [{ key: "ArrowLeft", shiftKey: false }, { points: -1 }],
  [{ key: "ArrowRight", shiftKey: true }, { span: { from: 12, to: 22 } }],
  [{ key: "+", shiftKey: true }, { span: { from: 11, to: 19 } }],
  [{ key: "-", shiftKey: false }, { span: { from: 8.75, to: 21.25 } }],
  [{ key: "a", shiftKey: false }, null],
])("the key %j goes to %j", (event, expected) => {
  expect(keyMove(event, { from: 10, to: 20 })).toEqual(expected);
});

test("draws beyond what is in sight, and counts what is in sight alone", () => {
  const span = { from: NOW - HOUR, to: NOW };
  const samples = [look(A, 200, 40), look(A, 100, 60), look(A, 1, SILENT)];
  const extent = { from: NOW - 3 * HOUR, to: NOW };
  const { at, lines } = chartData({ samples, endpoints: [A], shown: new Set([A]), span, extent, measure: "handshake" });
  expect([at[0], at.at(-1)].map((time) => Math.round(((time ?? 0) - NOW) / MINUTE))).toEqual([-180, -0]);
  const [line] = lines;
  expect([line?.looks, line?.failed]).toEqual([2, 1]);
  expect(line?.counts.reduce((sum, { looks }) => sum + looks, 0)).toBe(3);
  expect(line?.counts.find(({ failed }) => failed > 0)).toEqual({ looks: 1, failed: 1, cause: "handshake/silent" });
});

test("draws the spread of a series beside its medians", () => {
  const times = { p50: 40, p95: 90 };
  const points = [
    { at: HOUR, looks: 9, failures: 2, handshake: times, total: null, commonFailure: "connect/refused" as const },
  ];
  const series: readonly Series[] = [{ endpoint: A, widthMs: HOUR, source: "hours", points, whole: null }];
  const span = { from: HOUR, to: 2 * HOUR };
  const [line] = seriesChart({ series, endpoints: [A], shown: new Set([A]), span, measure: "handshake" }).lines;
  expect([line?.values[0], line?.p95[0]]).toEqual([40, 90]);
  expect(line?.counts[0]).toEqual({ looks: 9, failed: 2, cause: "connect/refused" });
});

test("stacks the stages of good looks, and leaves a gap where there was none", () => {
  const { stages } = stageData([look(A, 1, 50), look(A, 60, SILENT)], A, { from: NOW - HOUR, to: NOW });
  const last = stages.map(({ tops }) => tops.findLast((top) => top !== null));
  expect(last).toEqual([4, 25, 25 + 50, 25 + 50 + 30]);
  expect(stages[0]?.values.filter((value) => value !== null)).toHaveLength(1);
});

async function open(history = historyPage()) {
  const view = await renderWindow(HEALTHY, history);
  await view.user.click(view.getByRole("button", { name: "History" }));
  await view.findByText("Chains side by side");
  return view;
}

test("tells everything of one moment to the keyboard, point by point", async () => {
  const { findByRole, getByText } = await open();
  expect(getByText(/Point at the chart/)).toBeTruthy();
  const chart = await findByRole("img", { name: /Median time per endpoint/ });
  fireEvent.keyDown(chart, { key: "ArrowRight" });
  const readout = within(document.querySelector(".readout") as HTMLElement);
  expect(readout.getByText("proxy.golang.org")).toBeTruthy();
  expect(readout.getAllByText(/^\d+ ms \(P95 \d+ ms\)$/).length).toBeGreaterThan(0);
  expect(readout.getAllByText("1 look").length).toBeGreaterThan(0);
});

test("zooms by button and by key, and reads finer points of a long range then", async () => {
  const view = await open(longHistoryPage());
  await view.user.click(view.getByRole("radio", { name: "90 days" }));
  await view.findByRole("img", { name: /Median time/ });
  const before = view.called("history:read").length;
  await view.user.click(view.getByRole("button", { name: "Zoom in" }));
  await view.user.click(view.getByRole("button", { name: "Zoom in" }));
  await waitFor(() => expect(view.called("history:read").length).toBe(before + 1));
  const asked = view.called("history:read").at(-1)?.[0] as { readonly since: number; readonly until: number };
  expect(Math.round((asked.until - asked.since) / (24 * HOUR))).toBe(68);
  const chart = await view.findByRole("img", { name: /Median time/ });
  fireEvent.keyDown(chart, { key: "ArrowLeft", shiftKey: true });
  expect(view.store.getState().zoomed).not.toBeNull();
  await view.user.click(view.getByRole("button", { name: "Whole range" }));
  expect(view.store.getState().zoomed).toBeNull();
});

test("goes to the moment of a switch", async () => {
  const { findAllByTitle, store, user } = await open();
  const [first] = await findAllByTitle("Show this moment in the chart");
  await user.click(first as HTMLElement);
  const zoomed = store.getState().zoomed;
  expect((zoomed?.to ?? 0) - (zoomed?.from ?? 0)).toBe(HOUR);
});

test("draws stages where single looks are kept, and says why not where they are not", async () => {
  const short = await open();
  await short.user.click(short.getByRole("radio", { name: "Stages" }));
  expect(short.getByRole("img", { name: /name lookup 4 ms · connection 21 ms · TLS handshake/ })).toBeTruthy();
  cleanup();
  const long = await open(longHistoryPage());
  await long.user.click(long.getByRole("radio", { name: "Stages" }));
  expect(long.getByText(/Stages are kept with single looks only/)).toBeTruthy();
});

test("compares the chains of the profiles, and any other that is typed", async () => {
  const { called, findByRole, getByRole, user } = await open();
  const table = within(await findByRole("group", { name: "Chains side by side" }));
  const row = within(table.getByRole("row", { name: /goproxy\.cn/ }));
  expect(row.getByText("65%")).toBeTruthy();
  expect(called("chains:compare")[0]?.[0]).toContain("https://proxy.golang.org,direct");
  await user.type(getByRole("textbox", { name: "Another GOPROXY value" }), "https://mine.test{Enter}");
  await waitFor(() => expect(called("chains:compare").at(-1)?.[0]).toContain("https://mine.test"));
});

test("exports what is in sight as CSV and JSON, and says where it is, or why not", async () => {
  const { bridge, called, findByRole, findByText, getByRole, queryByText, user } = await open();
  const outcomes = [
    { saved: "/home/gopher/history.csv" },
    { failed: "EACCES: permission denied" },
    { cancelled: true },
  ];
  const said = ["Saved as /home/gopher/history.csv", "Not saved: EACCES: permission denied"];
  for (const [n, name] of ["Figures (CSV)", "Figures (JSON)", "Figures (CSV)"].entries()) {
    bridge.answer("file:save", () => outcomes[n]);
    await user.click(getByRole("button", { name: "Export" }));
    await user.click(await findByRole("menuitem", { name }));
    if (said[n] !== undefined) expect(await findByText(said[n])).toBeTruthy();
    else await waitFor(() => expect(queryByText(/saved/i)).toBeNull());
  }
  const [csv, json] = called("file:save").map(([file]) => file as { readonly name: string; readonly text: string });
  expect([csv?.name, json?.name]).toEqual(["gangway-history.csv", "gangway-history.json"]);
  expect(csv?.text.split("\r\n")[0]).toContain("handshake_ms");
  const parsed = JSON.parse(json?.text ?? "") as {
    readonly samples: readonly unknown[];
    readonly switches: readonly unknown[];
  };
  expect(parsed.samples.length).toBeGreaterThan(100);
  expect(parsed.switches.length).toBeGreaterThan(0);
});

test("shows the part in sight on an overview, which moves it by key and by hand", async () => {
  const { getByRole, queryByRole, store, user } = await open();
  expect(queryByRole("slider")).toBeNull();
  await user.click(getByRole("button", { name: "Zoom in" }));
  const overview = getByRole("slider", { name: "Part of the range that the chart shows" });
  const spanOf = () => store.getState().zoomed ?? { from: 0, to: 0 };
  const first = spanOf();
  overview.focus();
  await user.keyboard("{ArrowLeft}");
  const second = spanOf();
  expect(second.to - second.from).toBe(first.to - first.from);
  expect(second.from).toBeLessThan(first.from);

  const box = { left: 0, width: 100, top: 0, height: 40, right: 100, bottom: 40, x: 0, y: 0, toJSON: () => "" };
  overview.getBoundingClientRect = () => box;
  overview.setPointerCapture = () => undefined;
  fireEvent.pointerDown(overview, { button: 0, clientX: 50, pointerId: 1 });
  fireEvent.pointerMove(overview, { clientX: 60, pointerId: 1 });
  expect(spanOf()).toEqual(second);
  fireEvent.pointerUp(overview, { clientX: 60, pointerId: 1 });
  const { since, until } = store.getState().history ?? { since: 0, until: 0 };
  expect(spanOf().from - second.from).toBeCloseTo((until - since) / 10, -1);
});

test("of very many endpoints lists those drawn and finds any other", async () => {
  const page = historyPage();
  const [sample] = page.samples;
  if (sample === undefined) throw new Error("the fixture has looks");
  const samples = Array.from({ length: 1_000 }, (_, n) => ({ ...sample, endpoint: `https://mirror-${n}.test` }));
  const { findByRole, getAllByRole, getByText, user } = await open({ ...page, samples });
  expect(getAllByRole("checkbox")).toHaveLength(22);
  expect(getByText("978 more endpoints")).toBeTruthy();
  await user.type(await findByRole("searchbox", { name: "Find an endpoint" }), "mirror-777");
  await user.click(await findByRole("checkbox", { name: "mirror-777.test" }));
  expect(getByText("mirror-777.test", { selector: ".legend-words" })).toBeTruthy();
});

test("says that the history could not be read, and tries again", async () => {
  const view = await renderWindow(HEALTHY);
  view.bridge.answer("history:read", () => {
    throw new Error("disk gone");
  });
  await view.user.click(view.getByRole("button", { name: "History" }));
  expect(await view.findByText("The history could not be read.")).toBeTruthy();
  view.bridge.answer("history:read", () => historyPage());
  await view.user.click(view.getByRole("button", { name: "Try again" }));
  expect(await view.findByText("By kind of network")).toBeTruthy();
});
