// What is asked of the history: samples and networks in a range of time, the table of kinds, and forgetting. The journal
// of switches is in journal.ts.
import { endpointName } from "../../../shared/domain/endpoint.ts";
import type { Sample } from "../../../shared/domain/sample.ts";
import type { Instant } from "../../../shared/domain/time.ts";
import type { HistoryQuery, KindRow, NetworkRow } from "../ports.ts";
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

/**
 * The table of kinds, most samples first. Looks where our own side failed (`local`) are left out: they say nothing about
 * the network. Plain HTTP endpoints do not count for the TLS rate; it is 0 where no other was looked at.
 */
export function selectKinds(database: Database, query: HistoryQuery): readonly KindRow[] {
  const range = inRange(query);
  const mine = ofEndpoint(query);
  // Grouped by the numbers first, so that a million rows are joined as a few dozen.
  const sql = `
    WITH grouped AS (
      SELECT network, endpoint, tls, failure, count(*) AS looks, sum(total) AS spent FROM sample
      WHERE TRUE${range.sql}${mine.sql} GROUP BY network, endpoint, tls, failure
    )
    SELECT k.name, f.stage, f.kind, t.version, e.name LIKE 'http://%', sum(g.looks), sum(g.spent) FROM grouped g
    JOIN kind k ON k.id = g.network JOIN endpoint e ON e.id = g.endpoint
    LEFT JOIN tls t ON t.id = g.tls LEFT JOIN failure f ON f.id = g.failure
    WHERE f.kind IS NULL OR f.kind <> 'local'
    GROUP BY 1, 2, 3, 4, 5`;
  const groups = database
    .all(sql, [...range.values, ...mine.values])
    .map(([kind, stage, failure, version, plain, looks, spent]) => ({
      kind: String(kind),
      failure: stage === null ? null : `${stage}/${failure}`,
      finished: version === "TLSv1.3" && (stage === null || stage === "http" || stage === "protocol"),
      secure: plain === 0,
      looks: Number(looks),
      spentMs: Number(spent) / 1_000,
    }));
  const kinds = [...new Set(groups.map((g) => g.kind))];
  return kinds
    .map((kind) =>
      toKindRow(
        kind,
        groups.filter((g) => g.kind === kind),
      ),
    )
    .sort((a, b) => b.samples - a.samples || a.kind.localeCompare(b.kind, "en"));
}

interface Group {
  readonly failure: string | null;
  readonly finished: boolean;
  readonly secure: boolean;
  readonly looks: number;
  readonly spentMs: number;
}

function toKindRow(kind: string, groups: readonly Group[]): KindRow {
  const count = (some: readonly Group[]): number => some.reduce((sum, g) => sum + g.looks, 0);
  const secure = count(groups.filter((g) => g.secure));
  const failed = groups.filter((g) => g.failure !== null);
  const failures = count(failed);
  const names = [...new Set(failed.map((g) => g.failure))];
  const ranked = names
    .map((name) => ({ name, looks: count(failed.filter((g) => g.failure === name)) }))
    .sort((a, b) => b.looks - a.looks || String(a.name).localeCompare(String(b.name), "en"));
  return {
    kind,
    samples: count(groups),
    tls13Rate: secure === 0 ? 0 : count(groups.filter((g) => g.secure && g.finished)) / secure,
    failureMs: failures === 0 ? null : failed.reduce((sum, g) => sum + g.spentMs, 0) / failures,
    commonFailure: ranked[0]?.name ?? null,
  };
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
