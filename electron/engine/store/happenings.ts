// What a replay needs beside looks, and what was decided: two tables that grow by a handful of rows a day.
import { redact } from "../../../shared/domain/endpoint.ts";
import type { DecisionRow, Happening, HappeningRow } from "../../../shared/domain/happening.ts";
import type { Reason } from "../../../shared/domain/reason.ts";
import type { Instant } from "../../../shared/domain/time.ts";
import type { HistoryQuery } from "../ports.ts";
import type { Database } from "./database.ts";
import { inRange, rowLimit } from "./history-queries.ts";

/** The tables, as a step of the schema. `run` is when the engine began that wrote the row: app and command line may run at once. */
export const HAPPENING_TABLES = `
  CREATE TABLE happening (
    id INTEGER PRIMARY KEY, at INTEGER NOT NULL, run INTEGER NOT NULL, type TEXT NOT NULL, detail TEXT NOT NULL
  );
  CREATE INDEX happening_at ON happening (at);
  CREATE TABLE decision (
    id INTEGER PRIMARY KEY, at INTEGER NOT NULL, run INTEGER NOT NULL, kind TEXT NOT NULL, profile TEXT, because TEXT NOT NULL
  );
  CREATE INDEX decision_at ON decision (at);
`;

/** Adds what happened. */
export function insertHappening(database: Database, { run, happening }: HappeningRow): void {
  const { at, type, ...detail } = happening;
  const sql = "INSERT INTO happening (at, run, type, detail) VALUES (?, ?, ?, ?)";
  database.run(sql, [Math.round(at), run, type, JSON.stringify(detail)]);
}

/** What happened in the range, in the order in which it did. */
export function selectHappenings(database: Database, query: HistoryQuery): readonly HappeningRow[] {
  const range = inRange(query);
  const sql = `SELECT at, run, type, detail FROM happening WHERE TRUE${range.sql} ORDER BY id DESC LIMIT ?`;
  const rows = database.all(sql, [...range.values, rowLimit(query)]);
  return [...rows].reverse().map(([at, run, type, detail]) => {
    const parts = JSON.parse(String(detail)) as object;
    return { run: Number(run), happening: { type, at: Number(at), ...parts } as Happening };
  });
}

/** When the newest run at or before `at` began to be written down; `null` when none did. */
export function selectStart(database: Database, at: Instant): Instant | null {
  const found = database.all("SELECT max(at) FROM happening WHERE type = 'start' AND at <= ?", [at])[0]?.[0];
  return typeof found === "number" ? found : null;
}

/** Adds what was decided. */
export function insertDecision(database: Database, { at, run, kind, profile, because }: DecisionRow): void {
  const sql = "INSERT INTO decision (at, run, kind, profile, because) VALUES (?, ?, ?, ?, ?)";
  const values = Object.entries(because.values).map(([name, v]) => [name, typeof v === "string" ? redact(v) : v]);
  const clean = { code: because.code, values: Object.fromEntries(values) as Reason["values"] };
  database.run(sql, [Math.round(at), run, kind, profile, JSON.stringify(clean)]);
}

/** The newest decisions of the query, oldest first. */
export function selectDecisions(database: Database, query: HistoryQuery): readonly DecisionRow[] {
  const range = inRange(query);
  const sql = `SELECT at, run, kind, profile, because FROM decision WHERE TRUE${range.sql} ORDER BY id DESC LIMIT ?`;
  const rows = database.all(sql, [...range.values, rowLimit(query)]);
  return [...rows].reverse().map(([at, run, kind, profile, because]) => ({
    at: Number(at),
    run: Number(run),
    kind: String(kind) as DecisionRow["kind"],
    profile: profile === null || profile === undefined ? null : String(profile),
    because: JSON.parse(String(because)) as Reason,
  }));
}

/** Forgets both from before `before`, but for the run that was under way then. */
export function forgetHappenings(database: Database, before: Instant): void {
  database.run("DELETE FROM decision WHERE at < ?", [before]);
  const start = selectStart(database, before);
  database.run("DELETE FROM happening WHERE at < ?", [start ?? before]);
}
