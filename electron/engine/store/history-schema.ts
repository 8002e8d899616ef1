// The tables of the history and how older files are brought up to date. What is asked of them is in history-queries.ts
// and journal.ts.
import { DAY, END_OF_TIME } from "../../../shared/domain/time.ts";
import { type Database, inTransaction } from "./database.ts";
import { HAPPENING_TABLES } from "./happenings.ts";
import { selectLooks } from "./kept-look.ts";
import { DAYS, HOURS, MINUTES, RollUp, readRollUp } from "./roll-up.ts";
import { StorageError } from "./storage-error.ts";

/**
 * One step per version, oldest first; a step is never changed once it was released. Times are integer milliseconds,
 * durations integer microseconds. A sample refers to what repeats (endpoint, kind of network, TLS facts, failure) by
 * number: about 40 bytes a row. Its key puts the rows of one endpoint side by side in order of time; `n` tells apart
 * two looks in the same millisecond, which app and command line may well make.
 *
 * Since version 2 successes are forgotten long before the rest. `failed` has the samples that outlive them, close
 * together; `minute` and `hour`, and since version 4 `day`, the counts of all (roll-up.ts); `cause` the names of failures in those counts; `horizon`
 * since when nothing was forgotten; `more` what a sample may have beside the usual (more-facts.ts). There is no index by
 * time alone any more: it took 16 bytes of 58 a sample, and a range of each endpoint in turn is found by the key.
 *
 * Since version 6 a network has how sure its kind was and whether the user said it; `network_place` finds what a network was
 * last seen to be.
 */
const MIGRATIONS: readonly (string | ((database: Database) => void))[] = [
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
  `
  DROP TABLE tally;
  DROP INDEX sample_at;
  ALTER TABLE sample ADD COLUMN more;
  CREATE TABLE failed (
    endpoint INTEGER NOT NULL, at INTEGER NOT NULL, n INTEGER NOT NULL, network INTEGER NOT NULL, via INTEGER NOT NULL,
    resolve INTEGER, connect INTEGER, tunnel INTEGER, handshake INTEGER, ttfb INTEGER, total INTEGER NOT NULL,
    tls INTEGER, failure INTEGER, more, PRIMARY KEY (endpoint, at, n)
  ) WITHOUT ROWID;
  CREATE TABLE cause (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
  CREATE TABLE more (id INTEGER PRIMARY KEY, facts TEXT NOT NULL UNIQUE);
  CREATE TABLE minute (
    endpoint INTEGER NOT NULL, block INTEGER NOT NULL, network INTEGER NOT NULL, cells BLOB NOT NULL,
    PRIMARY KEY (endpoint, block, network)
  ) WITHOUT ROWID;
  CREATE TABLE hour (
    endpoint INTEGER NOT NULL, block INTEGER NOT NULL, network INTEGER NOT NULL, cells BLOB NOT NULL,
    PRIMARY KEY (endpoint, block, network)
  ) WITHOUT ROWID;
  CREATE TABLE horizon (what TEXT PRIMARY KEY, since INTEGER NOT NULL) WITHOUT ROWID;
  `,
  rollUpKeptSamples,
  `
  CREATE TABLE day (
    endpoint INTEGER NOT NULL, block INTEGER NOT NULL, network INTEGER NOT NULL, cells BLOB NOT NULL,
    PRIMARY KEY (endpoint, block, network)
  ) WITHOUT ROWID;
  `,
  rollUpKeptHours,
  `
  ALTER TABLE network ADD COLUMN confidence REAL;
  ALTER TABLE network ADD COLUMN corrected INTEGER NOT NULL DEFAULT 0;
  CREATE INDEX network_place ON network (fingerprint, at)
    WHERE kind IN ('home', 'corporate', 'campus') AND corrected = 0;
  `,
  HAPPENING_TABLES,
];

// A day at a time, so that what is counted fits in memory. Some 5 s for a million samples; nobody has that many more.
function rollUpKeptSamples(database: Database): void {
  for (const [id] of database.all("SELECT id FROM endpoint")) {
    const endpoint = Number(id);
    let since = firstSample(database, endpoint, Number.MIN_SAFE_INTEGER);
    while (since !== null) {
      const until = (Math.floor(since / DAY) + 1) * DAY;
      const rollUp = new RollUp();
      for (const look of selectLooks(database, { since, until, endpoint })) rollUp.add(look, [MINUTES, HOURS]);
      rollUp.writeTo(database);
      since = firstSample(database, endpoint, until);
    }
  }
}

// Counts add up without loss, so that days need no looks, many of which are forgotten by now.
function rollUpKeptHours(database: Database): void {
  const rollUp = new RollUp();
  const all = { tier: HOURS, since: -END_OF_TIME, until: END_OF_TIME };
  readRollUp(database, all, { countsFor: (place) => (at) => rollUp.countAt(DAYS, place, at), depth: "all" });
  rollUp.writeTo(database);
}

function firstSample(database: Database, endpoint: number, since: number): number | null {
  const found = database.all("SELECT min(at) FROM sample WHERE endpoint = ? AND at >= ?", [endpoint, since])[0]?.[0];
  return typeof found === "number" ? found : null;
}

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
    for (const step of MIGRATIONS.slice(schemaVersion(database))) {
      if (typeof step === "string") database.exec(step);
      else step(database);
    }
    database.exec(`PRAGMA user_version = ${MIGRATIONS.length}`);
  });
}
