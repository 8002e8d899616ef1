// The history by the command line over more time than single looks are kept.
import { expect, test } from "vitest";
import { openHistory } from "../../electron/engine/store/history.ts";
import type { SeriesPoint } from "../../shared/domain/series.ts";
import { DAY, HOUR } from "../../shared/domain/time.ts";
import { bad, good } from "../support/samples.ts";
import { createGangway, type Gangway, type Line } from "./gangway.ts";

const OTHER = "https://b.test";
/** Looks of each endpoint in 30 days, one an hour. */
const LOOKS = 30 * 24;

/** Thirty days of two endpoints, a look each every hour; each tenth of the second endpoint failed. Pruned as the app does. */
function monthOld(): Gangway {
  const gangway = createGangway({ profiles: [] });
  const now = Date.now();
  const history = openHistory(gangway.home, { at: now });
  for (let n = 0; n < LOOKS; n += 1) {
    const at = now - n * HOUR - 1_000;
    history.addSample(good(at), "home");
    history.addSample({ ...(n % 10 === 3 ? bad(at, "handshake", "reset") : good(at)), endpoint: OTHER }, "corporate");
  }
  history.prune({ at: now, keepDays: 365 });
  history.close();
  return gangway;
}

type SeriesRow = SeriesPoint & { readonly type: string; readonly endpoint: string; readonly widthMs: number };

test("counts every look of a long range, lists the failures that are left of it, and says what is not", async () => {
  const ran = await monthOld().run(["history", "--since", "40d"]);

  expect(ran).toMatchObject({ code: 0, stderr: "" });
  expect(ran.stdout).toMatch(/Of samples before \d{4}-\d\d-\d\d \d\d:00:00 only failures are kept/);
  expect(ran.stdout).toMatch(new RegExp(`https://a\\.test +${LOOKS} +0 +20 +20 +-`));
  expect(ran.stdout).toMatch(new RegExp(`https://b\\.test +${LOOKS} +${LOOKS / 10} +20 +20 +TLS handshake: reset`));
  expect(ran.stdout).toMatch(new RegExp(`corporate +${LOOKS} +90 %`));
  expect(ran.stdout).toMatch(/and \d+ older/);
});

test("gives programs a series where single looks are gone, and nothing twice", async () => {
  const rows = (await monthOld().run(["history", "--since", "40d", "--json"])).json() as readonly Line[];

  const times = rows.filter((row) => row.type !== "kind").map((row) => Number(row["at"]));
  expect(times).toEqual([...times].sort((a, b) => a - b));
  const series = rows.filter((row) => row.type === "series") as unknown as readonly SeriesRow[];
  const samples = rows.filter((row) => row.type === "sample");
  const end = Math.max(...series.map(({ at, widthMs }) => at + widthMs));
  const counted = series.reduce((sum, { looks }) => sum + looks, 0);
  const beyond = samples.filter((row) => Number(row["at"]) >= end).length;
  expect(counted + beyond).toBe(2 * LOOKS);
  expect(samples.filter((row) => row["failure"] === null && Number(row["at"]) < end - DAY)).toEqual([]);
});

test("says on stderr that CSV of samples is not all, and keeps the CSV clean", async () => {
  const ran = await monthOld().run(["history", "--since", "40d", "--csv"]);

  expect(ran.stderr).toContain("only failures are kept one by one");
  expect(ran.stdout).not.toContain("only failures");
});

test("gives so many points at most of each endpoint, as JSON, CSV and words", async () => {
  const gangway = monthOld();
  const args = ["history", "--since", "30d", "--points", "40"];

  const rows = (await gangway.run([...args, "--json"])).json() as readonly SeriesRow[];
  const own = rows.filter(({ endpoint }) => endpoint === OTHER);
  expect([own.length <= 40, own[0]?.widthMs, rows[0]?.type]).toEqual([true, DAY, "series"]);
  expect(own.reduce((sum, { looks }) => sum + looks, 0)).toBe(LOOKS);
  expect(own[5]).toMatchObject({ looks: 24, commonFailure: "handshake/reset", handshake: { p50: 19.87 } });

  const csv = (await gangway.run([...args, "--csv", "--endpoint", `${OTHER}/`])).stdout.split("\r\n");
  expect(csv[0]).toBe(
    "at,endpoint,widthSeconds,looks,failures,handshakeP50,handshakeP95,totalP50,totalP95,commonFailure",
  );
  expect(csv.filter((line) => line.includes(`Z,${OTHER},86400,`))).toHaveLength(own.length);

  const told = (await gangway.run(args, { env: { LANG: "zh_CN.UTF-8" } })).stdout;
  expect(told).toContain("https://b.test，每 1d 一行");
});

test.each(["0", "501", "many"])("refuses %s points", async (points) => {
  const ran = await createGangway({ profiles: [] }).run(["history", "--points", points]);

  expect(ran).toMatchObject({ code: 2, stdout: "" });
  expect(ran.stderr).toContain("from 1 to 500");
});

test("says that there are no points where nothing was measured", async () => {
  const ran = await createGangway({ profiles: [] }).run(["history", "--points", "10"]);

  expect(ran).toMatchObject({ code: 0, stderr: "" });
  expect(ran.stdout).toContain("No samples yet");
});
