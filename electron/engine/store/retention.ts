// What is forgotten, and when: each kind of row after a time of its own. What goes before its time because the file grew
// too large is in shed.ts. The journal of switches never goes. Each function does one batch, to be run in a transaction of
// its own, so that other processes wait for some milliseconds only; a batch done twice does no harm.
import { DAY, HOUR, type Instant, type Millis } from "../../../shared/domain/time.ts";
import type { Retention } from "../ports.ts";
import type { Database } from "./database.ts";
import { moveHorizon } from "./horizon.ts";
import { DAYS, HOURS, MINUTES, pruneRollUp } from "./roll-up.ts";

/** How long things are kept, and how many bytes of them. docs/history.md has the arithmetic. */
export interface Limits {
  /** Every look as it was. A week answers "what was that on Thursday". */
  readonly looks: Millis;
  /** Counts by the minute. */
  readonly minutes: Millis;
  /** Failures of one endpoint and hour that outlive the successes: an outage is told by its first ones and its counts. */
  readonly failuresAnHour: number;
  /** Failures that outlive the successes, altogether. */
  readonly failures: number;
  /** Bytes in use from which on the oldest goes before its time. */
  readonly bytes: number;
}

/** For 16 endpoints looked at every 30 s these make 43 MB in a year. With the log and some slack no file is above 50 MB. */
export const LIMITS: Limits = {
  looks: 7 * DAY,
  minutes: 14 * DAY,
  failuresAnHour: 6,
  failures: 180_000,
  bytes: 44_000_000,
};

/** What goes of one endpoint at once: a day has 2 880 looks at the usual pace. */
const PART: Millis = DAY;

/** Rows after which a batch is enough: some tens of milliseconds. */
const BATCH_ROWS = 10_000;

/** When the least things go, and the hours and failures with them. */
export interface Terms {
  readonly now: Instant;
  readonly looks: Instant;
  readonly minutes: Instant;
  readonly rest: Instant;
}

/** The terms at `at`: each limit, but none longer than the user wants anything kept. */
export function termsAt({ at, keepDays }: Retention, limits: Limits): Terms {
  const before = (age: Millis): Instant => Math.floor((at - Math.min(age, keepDays * DAY)) / HOUR) * HOUR;
  return { now: at, looks: before(limits.looks), minutes: before(limits.minutes), rest: before(keepDays * DAY) };
}

/** A time before which something goes. */
export interface Cut {
  readonly before: Instant;
  readonly now: Instant;
}

/** Forgets a batch of looks older than `before`; their failures go to those that are kept. Answers whether there were any. */
export function forgetLooks(database: Database, { before, now }: Cut, limits: Limits): boolean {
  moveHorizon(database, "looks", { since: before, now });
  let rows = 0;
  for (const [id] of database.all("SELECT id FROM endpoint")) {
    if (rows < BATCH_ROWS) rows += forgetPart(database, { endpoint: Number(id), before }, limits);
  }
  return rows > 0;
}

function forgetPart(
  database: Database,
  { endpoint, before }: { readonly endpoint: number; readonly before: Instant },
  limits: Limits,
): number {
  const first = database.all("SELECT min(at) FROM sample WHERE endpoint = ?", [endpoint])[0]?.[0];
  if (typeof first !== "number" || first >= before) return 0;
  const until = Math.min(before, (Math.floor(first / PART) + 1) * PART);
  keepFailures(database, { endpoint, until }, limits);
  return database.run("DELETE FROM sample WHERE endpoint = ? AND at < ?", [endpoint, until]).changes;
}

const COLUMNS = "endpoint, at, n, network, via, resolve, connect, tunnel, handshake, ttfb, total, tls, failure, more";

function keepFailures(
  database: Database,
  { endpoint, until }: { readonly endpoint: number; readonly until: Instant },
  { failuresAnHour }: Limits,
): void {
  const numbered = `SELECT *, row_number() OVER (PARTITION BY at / ${HOUR} ORDER BY at, n) AS place FROM sample
    WHERE endpoint = ? AND at < ? AND failure IS NOT NULL`;
  // A look that came late may meet one kept of the same millisecond.
  const sql = `INSERT OR IGNORE INTO failed (${COLUMNS}) SELECT ${COLUMNS} FROM (${numbered}) WHERE place <= ?
    ORDER BY endpoint, at, n`;
  database.run(sql, [endpoint, until, failuresAnHour]);
}

/** Forgets minutes older than `before`. */
export function forgetMinutes(database: Database, { before, now }: Cut): boolean {
  moveHorizon(database, "minutes", { since: before, now });
  return pruneRollUp(database, MINUTES, before);
}

/** Forgets failures, hours and days older than `before`, and the oldest failures that are too many. */
export function forgetRest(database: Database, before: Instant, { failures }: Limits): void {
  pruneRollUp(database, HOURS, before);
  pruneRollUp(database, DAYS, before);
  database.run("DELETE FROM failed WHERE endpoint IN (SELECT id FROM endpoint) AND at < ?", [before]);
  const surplus = count(database, "SELECT count(*) FROM failed") - failures;
  if (surplus > 0) forgetOldestFailures(database, surplus);
}

/** Forgets the oldest failures of those that outlived the successes. */
export function forgetOldestFailures(database: Database, many: number): void {
  const oldest = "SELECT endpoint, at, n FROM failed ORDER BY at LIMIT ?";
  database.run(`DELETE FROM failed WHERE (endpoint, at, n) IN (${oldest})`, [many]);
}

/** Fewer entries of a dictionary are not worth reading every sample for, which takes a tenth of a second. */
const FEW_ENTRIES = 50;

/** Forgets endpoints, and of larger dictionaries the TLS facts, failures and more facts, that nothing refers to any more. */
export function forgetUnused(database: Database): void {
  for (const table of ["tls", "failure", "more"]) {
    if (count(database, `SELECT count(*) FROM ${table}`) < FEW_ENTRIES) continue;
    // Of `more` the number comes before a comma; a cast takes what is in front of it.
    const used = ["sample", "failed"].map(
      (rows) => `SELECT CAST(${table} AS INTEGER) FROM ${rows} WHERE ${table} IS NOT NULL`,
    );
    database.run(`DELETE FROM ${table} WHERE id NOT IN (${used.join(" UNION ")})`);
  }
  const unused = ["sample", "failed", "minute", "hour", "day"].map(
    (rows) => `NOT EXISTS (SELECT 1 FROM ${rows} WHERE ${rows}.endpoint = endpoint.id)`,
  );
  database.run(`DELETE FROM endpoint WHERE ${unused.join(" AND ")}`);
}

/** Forgets networks that were left before `before`. The last one joined before it was still on then, and is kept. */
export function forgetNetworks(database: Database, before: Instant): void {
  database.run("DELETE FROM network WHERE at < (SELECT max(at) FROM network WHERE at < ?)", [before]);
}

/** The number that a query answers. */
export function count(database: Database, sql: string): number {
  return Number(database.all(sql)[0]?.[0] ?? 0);
}

/** Tables of what was measured and what happened; switches, and both sides of the file for an undo, stay. */
const MEASURED = ["sample", "failed", "minute", "hour", "day", "network", "happening", "decision"] as const;

/** Forgets everything that was measured. Nothing is left for which looks were forgotten, so no horizon either. */
export function forgetAll(database: Database): void {
  for (const table of [...MEASURED, "horizon"]) database.run(`DELETE FROM ${table}`);
  forgetUnused(database);
}
