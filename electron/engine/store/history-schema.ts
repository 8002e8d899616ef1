// The tables of the history and how older files are brought up to date. What is asked of them is in history-queries.ts
// and journal.ts.
import { type Database, inTransaction } from "./database.ts";
import { StorageError } from "./storage-error.ts";

/**
 * One step per version, oldest first; a step is never changed once it was released. Times are integer milliseconds,
 * durations integer microseconds. A sample refers to what repeats (endpoint, kind of network, TLS facts, failure) by
 * number: about 40 bytes a row. Its key puts the rows of one endpoint side by side in order of time; `n` tells apart
 * two looks in the same millisecond, which app and command line may well make. `tally` counts the same looks by the
 * hour (0 stands for no TLS facts or no failure), so that the table of kinds does not read a million rows.
 */
const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE endpoint (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
  CREATE TABLE kind (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
  CREATE TABLE tls (id INTEGER PRIMARY KEY, facts TEXT NOT NULL UNIQUE, version TEXT NOT NULL);
  CREATE TABLE failure (
    id INTEGER PRIMARY KEY, stage TEXT NOT NULL, kind TEXT NOT NULL, raw TEXT NOT NULL, UNIQUE (stage, kind, raw)
  );
  CREATE TABLE sample (
    endpoint INTEGER NOT NULL, at INTEGER NOT NULL, n INTEGER NOT NULL, network INTEGER NOT NULL, via INTEGER NOT NULL,
    resolve INTEGER, connect INTEGER, tunnel INTEGER, handshake INTEGER, ttfb INTEGER, total INTEGER NOT NULL,
    tls INTEGER, failure INTEGER, PRIMARY KEY (endpoint, at, n)
  ) WITHOUT ROWID;
  CREATE INDEX sample_at ON sample (at);
  CREATE TABLE tally (
    hour INTEGER NOT NULL, endpoint INTEGER NOT NULL, network INTEGER NOT NULL, tls INTEGER NOT NULL,
    failure INTEGER NOT NULL, looks INTEGER NOT NULL, spent INTEGER NOT NULL,
    PRIMARY KEY (hour, endpoint, network, tls, failure)
  ) WITHOUT ROWID;
  CREATE TABLE network (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, fingerprint TEXT NOT NULL, kind TEXT NOT NULL);
  CREATE INDEX network_at ON network (at);
  CREATE TABLE switch (
    id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, cause TEXT NOT NULL, origin TEXT, target TEXT,
    because TEXT NOT NULL, file TEXT NOT NULL, changes TEXT NOT NULL, outcome TEXT NOT NULL, refusal TEXT,
    undone_by INTEGER
  );
  CREATE TABLE sides (switch INTEGER PRIMARY KEY REFERENCES switch (id), before TEXT, after TEXT);
  `,
];

/** The version of the tables in the open database; 0 for an empty one. Throws a StorageError when the file is damaged. */
function schemaVersion(database: Database): number {
  return Number(database.all("PRAGMA user_version")[0]?.[0] ?? 0);
}

/** Whether the tables are those of this version. Throws a StorageError `newer` when a later version made them. */
export function isCurrent(database: Database, file: string): boolean {
  const version = schemaVersion(database);
  if (version > MIGRATIONS.length) throw new StorageError("newer", file);
  return version === MIGRATIONS.length;
}

/** Brings the tables up to date, in one transaction: a process that dies here leaves the file as it was. */
export function migrate(database: Database): void {
  inTransaction(database, "write", () => {
    for (const step of MIGRATIONS.slice(schemaVersion(database))) database.exec(step);
    database.exec(`PRAGMA user_version = ${MIGRATIONS.length}`);
  });
}
