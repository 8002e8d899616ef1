// What is asked of the history row by row: samples in a range of time. Counts over a range are in series.ts and
// kind-table.ts, networks in network-row.ts, the journal of switches in journal.ts.
import { endpointName } from "../../../shared/domain/endpoint.ts";
import type { Sample } from "../../../shared/domain/sample.ts";
import type { HistoryQuery } from "../ports.ts";
import type { Database, Row, SqlValue } from "./database.ts";
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
  const { endpoint } = query;
  const range = inRange(query);
  const limit = rowLimit(query);
  // Endpoint by endpoint, because the key finds the newest of one without reading the rest.
  const endpoints =
    endpoint === undefined
      ? database.all("SELECT id FROM endpoint")
      : database.all("SELECT id FROM endpoint WHERE name = ?", [endpointName(endpoint)]);
  const rows = endpoints.flatMap(([id = null]) =>
    ["sample", "failed"].flatMap((table) => {
      const sql = `SELECT ${SAMPLE_COLUMNS}, n FROM ${table} WHERE endpoint = ?${range.sql}
        ORDER BY at DESC, n DESC LIMIT ?`;
      return database.all(sql, [id, ...range.values, limit]);
    }),
  );
  rows.sort((a, b) => timeOf(a) - timeOf(b) || Number(a.at(-1)) - Number(b.at(-1)));
  return rows.slice(limit < 0 ? 0 : Math.max(0, rows.length - limit)).map(createReader(database));
}

/** How many samples the query has, whatever its limit. */
export function countSamples(database: Database, query: HistoryQuery): number {
  const range = inRange(query);
  const { endpoint } = query;
  const name = endpoint === undefined ? null : endpointName(endpoint);
  const of = "endpoint IN (SELECT id FROM endpoint WHERE ? IS NULL OR name = ?)";
  const counts = ["sample", "failed"].map((table) => {
    const sql = `SELECT count(*) FROM ${table} WHERE ${of}${range.sql}`;
    return Number(database.all(sql, [name, name, ...range.values])[0]?.[0]);
  });
  return counts.reduce((sum, count) => sum + count, 0);
}

function timeOf(row: Row): number {
  return Number(row[1]);
}
