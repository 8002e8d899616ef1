// What is asked of the history: samples and networks in a range of time, and forgetting. The table
// of kinds is in tally.ts, the journal of switches in journal.ts.
import { endpointName } from "../../../shared/domain/endpoint.ts";
import type { Sample } from "../../../shared/domain/sample.ts";
import type { Instant } from "../../../shared/domain/time.ts";
import type { HistoryQuery, NetworkRow } from "../ports.ts";
import type { Database, SqlValue } from "./database.ts";
import { createReader, SAMPLE_COLUMNS } from "./sample-row.ts";

interface Condition {
  readonly sql: string;
  readonly values: readonly SqlValue[];
}

/** The condition for `at` of a query, to stand behind another one; both ends belong to the range. */
export function inRange({ since, until }: HistoryQuery): Condition {
  const parts = [
    ...(since === undefined ? [] : [["at >= ?", since] as const]),
    ...(until === undefined ? [] : [["at <= ?", until] as const]),
  ];
  return { sql: parts.map(([sql]) => ` AND ${sql}`).join(""), values: parts.map(([, value]) => value) };
}

/** The value of LIMIT for a query; -1 is SQLite's word for none. */
export function rowLimit({ limit }: HistoryQuery): number {
  return limit === undefined ? -1 : Math.max(0, Math.floor(limit));
}

/** The newest samples of the query, oldest first. To be run in a transaction. */
export function selectSamples(database: Database, query: HistoryQuery): readonly Sample[] {
  const range = inRange(query);
  const mine = ofEndpoint(query);
  const sql = `SELECT ${SAMPLE_COLUMNS} FROM sample
    WHERE TRUE${range.sql}${mine.sql} ORDER BY at DESC, n DESC LIMIT ?`;
  const rows = database.all(sql, [...range.values, ...mine.values, rowLimit(query)]);
  return rows.map(createReader(database)).reverse();
}

function ofEndpoint({ endpoint }: HistoryQuery): Condition {
  if (endpoint === undefined) return { sql: "", values: [] };
  return { sql: " AND endpoint = (SELECT id FROM endpoint WHERE name = ?)", values: [endpointName(endpoint)] };
}

/** The newest networks of the query, oldest first. */
export function selectNetworks(database: Database, query: HistoryQuery): readonly NetworkRow[] {
  const range = inRange(query);
  const sql = `SELECT at, fingerprint, kind FROM network WHERE TRUE${range.sql} ORDER BY at DESC, id DESC LIMIT ?`;
  const rows = database.all(sql, [...range.values, rowLimit(query)]);
  return rows
    .map(([at, fingerprint, kind]) => ({ at: Number(at), fingerprint: String(fingerprint), kind: String(kind) }))
    .reverse();
}

/** Rows forgotten at a time: other processes wait for one batch only, some tens of milliseconds. */
export const PRUNE_BATCH = 20_000;

/** Forgets at most one batch of samples older than `before`; answers how many. */
export function pruneSamples(database: Database, before: Instant): number {
  const old = "SELECT endpoint, at, n FROM sample WHERE at < ? LIMIT ?";
  return database.run(`DELETE FROM sample WHERE (endpoint, at, n) IN (${old})`, [before, PRUNE_BATCH]).changes;
}

/** Forgets TLS facts and failures that no sample has any more. Reads every sample. */
export function pruneDictionaries(database: Database): void {
  for (const table of ["tls", "failure"]) {
    database.run(`DELETE FROM ${table} WHERE id NOT IN (SELECT ${table} FROM sample WHERE ${table} IS NOT NULL)`);
  }
}

/** Forgets networks that were left before `before`. The last one joined before it was still on then, and is kept. */
export function pruneNetworks(database: Database, before: Instant): void {
  database.run("DELETE FROM network WHERE at < (SELECT max(at) FROM network WHERE at < ?)", [before]);
}
