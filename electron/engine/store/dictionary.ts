// What repeats from sample to sample (names, TLS facts, failures) and is kept once under a number.
import type { Database, SqlValue } from "./database.ts";

/** Tables of what repeats. All but `cause`, a closed list, are pruned when nothing refers to them any more. */
type Dictionary = "cause" | "endpoint" | "failure" | "kind" | "more" | "tls";

/**
 * Entries whose text an endpoint or a middlebox has a say in: an issuer made anew for each connection, a message with a
 * time in it. A machine in daily use has some dozens; once there are so many, a new one is kept without that text.
 * @internal
 */
export const MAX_ENTRIES = 1_000;

/**
 * The number of the entry with these columns, made when there is none. Asked of the database each time and not
 * remembered: another process may have pruned the number meanwhile.
 */
export function numberOf(database: Database, table: Dictionary, columns: Readonly<Record<string, string>>): number {
  return knownNumber(database, table, columns) ?? add(database, table, columns);
}

/** The same, but what would be one entry too many is kept as `plain`, or not at all (`null`). */
export function numberWithin(
  database: Database,
  table: "failure" | "more" | "tls",
  {
    columns,
    plain,
  }: { readonly columns: Readonly<Record<string, string>>; readonly plain: Readonly<Record<string, string>> | null },
): number | null {
  const known = knownNumber(database, table, columns);
  if (known !== null) return known;
  if (Number(database.all(`SELECT count(*) FROM ${table}`)[0]?.[0]) < MAX_ENTRIES) return add(database, table, columns);
  return plain === null ? null : numberOf(database, table, plain);
}

function knownNumber(database: Database, table: Dictionary, columns: Readonly<Record<string, string>>): number | null {
  const where = Object.keys(columns).map((name) => `${name} = ?`);
  const found = database.all(`SELECT id FROM ${table} WHERE ${where.join(" AND ")}`, Object.values(columns))[0]?.[0];
  return typeof found === "number" ? found : null;
}

function add(database: Database, table: Dictionary, columns: Readonly<Record<string, string>>): number {
  const names = Object.keys(columns);
  const values: readonly SqlValue[] = Object.values(columns);
  const sql = `INSERT INTO ${table} (${names.join(", ")}) VALUES (${names.map(() => "?").join(", ")})`;
  return database.run(sql, values).id;
}
