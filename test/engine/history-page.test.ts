import { expect, onTestFinished, test } from "vitest";
import { readPage } from "../../electron/engine/history-page.ts";
import type { History } from "../../electron/engine/ports.ts";
import { openHistory } from "../../electron/engine/store/history.ts";
import { reason } from "../../shared/domain/reason.ts";
import { DAY, HOUR, MINUTE } from "../../shared/domain/time.ts";
import { bad, good } from "../support/samples.ts";
import { tempFolder } from "../support/temp-folder.ts";

const NOW = Date.UTC(2026, 5, 1, 12);
const OTHER = "https://b.test";

/** Three days of two endpoints, a look each every half hour, the first of them failed. */
function threeDays(): History {
  const history = openHistory(tempFolder(), { at: NOW });
  onTestFinished(() => {
    history.close();
  });
  for (let at = NOW - 3 * DAY; at <= NOW; at += 30 * MINUTE) {
    const sample = at === NOW - 3 * DAY ? bad(at, "connect", "refused") : good(at);
    for (const endpoint of [sample.endpoint, OTHER]) history.addSample({ ...sample, endpoint }, "home");
  }
  return history;
}

test("holds the looks of a short range and no series", async () => {
  const page = await readPage(threeDays(), { since: NOW - HOUR, until: NOW });

  expect(page.samples.map(({ at }) => (NOW - at) / MINUTE)).toEqual([60, 60, 30, 30, 0, 0]);
  expect(page).not.toHaveProperty("series");
});

test("holds a series for each endpoint of a long range and no looks", async () => {
  const page = await readPage(threeDays(), { since: NOW - 90 * DAY, until: NOW });

  expect(page.samples).toEqual([]);
  expect(page.series?.map(({ endpoint, widthMs }) => [endpoint, widthMs])).toEqual([
    ["https://a.test", 6 * HOUR],
    [OTHER, 6 * HOUR],
  ]);
  const [points = []] = page.series?.map((one) => one.points) ?? [];
  expect(points.reduce((sum, { looks }) => sum + looks, 0)).toBe(3 * 48 + 1);
  expect(points[0]).toMatchObject({ looks: 12, failures: 1, commonFailure: "connect/refused" });
  expect(page.kinds).toMatchObject([{ kind: "home", samples: 2 * (3 * 48 + 1) }]);
});

test("asks for one endpoint alone", async () => {
  const history = threeDays();

  const [short, long] = await Promise.all(
    [HOUR, DAY].map((range) => readPage(history, { since: NOW - range, until: NOW, endpoint: OTHER })),
  );

  expect(new Set(short?.samples.map(({ endpoint }) => endpoint))).toEqual(new Set([OTHER]));
  expect(long?.series?.map(({ endpoint }) => endpoint)).toEqual([OTHER]);
});

test("ends where it is asked to, and then has single looks of a short part of a long range", async () => {
  const until = NOW - DAY;
  const page = await readPage(threeDays(), { since: until - HOUR, until, endpoint: OTHER });

  expect(page.samples.map(({ at }) => (until - at) / MINUTE)).toEqual([60, 30, 0]);
});

test("tells a short time of which only failures are left by its counts", async () => {
  const history = threeDays();
  const since = NOW - 2 * DAY;
  history.prune({ at: NOW + 6 * DAY, keepDays: 365 });

  const page = await readPage(history, { since, until: since + HOUR, endpoint: OTHER });

  expect(page.samples).toEqual([]);
  expect(page.series?.[0]?.points.length).toBeGreaterThan(1);
});

test("says what was so already when the range began, as far as it is known", async () => {
  const history = threeDays();
  const because = reason("decision-asked", {});
  const entry = { cause: "manual", from: "work", because, file: "/env", changes: [] } as const;
  history.addNetwork({ at: NOW - 2 * DAY, fingerprint: "f00d", kind: "campus", confidence: 0.9 });
  history.addNetwork({ at: NOW - HOUR, fingerprint: "beef", kind: "home", confidence: 0.9 });
  history.settle(history.intend({ ...entry, at: NOW - 2 * DAY, to: "campus" }), "written");
  history.settle(history.intend({ ...entry, at: NOW - DAY - 1, to: "home" }), "refused", "not-permitted");

  const [before, after] = await Promise.all(
    [NOW - 3 * DAY, NOW - DAY].map((since) => readPage(history, { since, until: NOW })),
  );

  expect(before?.atStart).toEqual({});
  expect(after?.atStart).toEqual({ kind: "campus", profile: "campus" });
  expect(after?.networks.map(({ kind }) => kind)).toEqual(["home"]);
});

test("leaves out endpoints of which the range has nothing, and has fewer points of each where there are many", async () => {
  const history = threeDays();
  const old = Array.from({ length: 98 }, (_, n) => `https://old-${n}.test`);
  for (const endpoint of old) history.addSample({ ...good(NOW - 10 * DAY), endpoint }, "home");

  const page = await readPage(history, { since: NOW - DAY, until: NOW });

  expect(page.series?.map(({ endpoint }) => endpoint)).toEqual(["https://a.test", OTHER]);
  expect(page.series?.[0]?.widthMs).toBe(10 * MINUTE);
});

test("lets others have their turn between two endpoints", async () => {
  const turns: string[] = [];
  const reading = readPage(threeDays(), { since: NOW - DAY, until: NOW }).then(() => turns.push("read"));
  setImmediate(() => turns.push("other"));

  await reading;

  expect(turns).toEqual(["other", "read"]);
});
