// The bound that the history promises, on a year in virtual time: 16 endpoints, a look at each every 30 s.
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { simulateYear, THE_YEAR } from "../../../build/bench/programs/simulated-year.ts";
import { openDatabase } from "../../../electron/engine/store/database.ts";
import { openHistory } from "../../../electron/engine/store/history.ts";
import { DAY, HOUR } from "../../../shared/domain/time.ts";
import { tempFolder } from "../../support/temp-folder.ts";

/** What is promised for a year, log and indexes included. */
const PROMISED_BYTES = 50_000_000;

/** What SQLite lets the log grow to before it folds it into the file, with some room for the last transaction. */
const LOG_BYTES = 4_400_000;

function sizeOf(folder: string): number {
  const files = readdirSync(folder).filter((name) => name.startsWith("history.db"));
  return files.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
}

function rowsOf(folder: string): Record<string, number> {
  const database = openDatabase(join(folder, "history.db"), 1_000);
  const count = (table: string): number => Number(database.all(`SELECT count(*) FROM ${table}`)[0]?.[0]);
  const rows = Object.fromEntries(["sample", "failed", "minute", "hour", "day"].map((table) => [table, count(table)]));
  database.close();
  return rows;
}

test("keeps a year of 16 endpoints in 50 MB: all its hours, its failures, and a week of single looks", () => {
  const folder = tempFolder();
  const began = performance.now();

  const year = simulateYear(folder, THE_YEAR);

  const bytes = sizeOf(folder) + LOG_BYTES;
  const seconds = Math.round((performance.now() - began) / 1_000);
  const rows = JSON.stringify(rowsOf(folder));
  console.log(
    `${year.looks} looks, ${year.failures} failed, in ${seconds} s: ${bytes} bytes with the log, rows ${rows}`,
  );
  expect(year.looks).toBe(16 * 365 * 2_880);
  expect(bytes).toBeLessThanOrEqual(PROMISED_BYTES);

  const history = openHistory(folder, { at: year.end });
  const [endpoint = ""] = year.endpoints;
  const january = { since: year.begin, until: year.begin + 31 * DAY - 1 };
  const old = history.samples({ ...january, endpoint });
  expect(old.length).toBeGreaterThan(800);
  expect(old.filter((sample) => sample.failure === null)).toEqual([]);
  const hours = history.series({ ...january, endpoint });
  expect(hours.source).toBe("hours");
  expect(hours.points.reduce((sum, point) => sum + point.looks, 0)).toBe(31 * 2_880);
  expect(hours.points.every((point) => point.handshake !== null)).toBe(true);

  const lastDay = history.samples({ since: year.end - DAY, endpoint });
  expect(lastDay).toHaveLength(2_880);
  const lastWeek = history.series({ since: year.end - 7 * DAY, until: year.end, endpoint });
  expect(lastWeek.source).toBe("minutes");
  const lastHour = history.series({ since: year.end - HOUR, until: year.end, endpoint });
  expect(lastHour.source).toBe("looks");
  const all = history.kinds({}).reduce((sum, kind) => sum + kind.samples, 0);
  expect(all).toBe(year.looks);
  history.close();
}, 300_000);
