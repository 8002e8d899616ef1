// A history that version 0.1 wrote, made here by the SQL it had then, and what becomes of it.
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { type Database, openDatabase } from "../../../electron/engine/store/database.ts";
import { openHistory } from "../../../electron/engine/store/history.ts";
import { selectLastKind } from "../../../electron/engine/store/network-row.ts";
import type { Sample } from "../../../shared/domain/sample.ts";
import { DAY, HOUR, MINUTE } from "../../../shared/domain/time.ts";
import { bad, good } from "../../support/samples.ts";
import { tempFolder } from "../../support/temp-folder.ts";

const VERSION_1 = `
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
  INSERT INTO endpoint (name) VALUES ('https://a.test'), ('https://b.test');
  INSERT INTO kind (name) VALUES ('home'), ('corporate');
  INSERT INTO tls (facts, version) VALUES ('{"version":"TLSv1.3","trust":"public"}', 'TLSv1.3');
  INSERT INTO failure (stage, kind, raw) VALUES ('handshake', 'reset', '');
  INSERT INTO network (at, fingerprint, kind) VALUES (7, 'f00d', 'home');
  INSERT INTO switch (at, cause, target, because, file, changes, outcome)
    VALUES (8, 'manual', 'china', '{"code":"decision-asked","values":{"profile":"china"}}', '/go/env', '[]', 'written');
  INSERT INTO sides (switch, before, after) VALUES (1, NULL, 'R09QUk9YWT0=');
  PRAGMA user_version = 1;
`;

const NOW = Date.UTC(2026, 5, 1, 12);

/** Three days of two endpoints, every tenth look failed. */
const SAMPLES: readonly Sample[] = Array.from({ length: 1_000 }, (_, n) => {
  const at = NOW - 3 * DAY + n * 4 * MINUTE + (n % 7);
  const sample = n % 10 === 0 ? bad(at, "handshake", "reset", 30) : good(at, 40 + (n % 50));
  return { ...sample, endpoint: n % 2 === 0 ? "https://a.test" : "https://b.test" };
});

function insertAsVersion1(database: Database, { endpoint, at, stages, totalMs, failure }: Sample): void {
  const micros = (ms: number | null): number | null => (ms === null ? null : ms * 1_000);
  database.run("INSERT INTO sample VALUES (?, ?, 0, ?, 0, ?, ?, NULL, ?, ?, ?, ?, ?)", [
    endpoint === "https://a.test" ? 1 : 2,
    at,
    1 + (at % 2),
    micros(stages.resolveMs),
    micros(stages.connectMs),
    micros(stages.handshakeMs),
    micros(stages.ttfbMs),
    totalMs * 1_000,
    failure === null ? 1 : null,
    failure === null ? null : 1,
  ]);
}

function writeVersion1(folder: string): void {
  const database = openDatabase(join(folder, "history.db"), 1_000);
  database.all("PRAGMA journal_mode = WAL");
  database.exec(VERSION_1);
  for (const sample of SAMPLES) insertAsVersion1(database, sample);
  database.close();
}

test("keeps every row of a file of version 1 and counts its samples as if they had been added today", () => {
  const [old, fresh] = [tempFolder(), tempFolder()];
  writeVersion1(old);
  const migrated = openHistory(old, { at: NOW });
  const added = openHistory(fresh, { at: NOW });
  onTestFinished(() => {
    migrated.close();
    added.close();
  });
  for (const sample of SAMPLES) added.addSample(sample, sample.at % 2 === 0 ? "home" : "corporate");

  expect(migrated.samples({})).toEqual(SAMPLES);
  expect(migrated.networks({})).toEqual([{ at: 7, fingerprint: "f00d", kind: "home", confidence: null }]);
  expect(migrated.lastKind("f00d")).toEqual({ kind: "home", confidence: 0.8, corrected: false });
  expect(migrated.switches({})).toMatchObject([{ id: 1, to: "china", outcome: "written" }]);
  expect(migrated.sidesOf(1)).toEqual({ before: null, after: "R09QUk9YWT0=" });
  expect(migrated.kinds({})).toEqual(added.kinds({}));
  for (const endpoint of ["https://a.test", "https://b.test"]) {
    for (const range of [HOUR, DAY, 60 * DAY]) {
      const query = { endpoint, since: NOW - range, until: NOW };
      expect(migrated.series(query)).toEqual(added.series(query));
    }
  }
  expect(migrated.series({ endpoint: "https://a.test", since: NOW - 60 * DAY, until: NOW }).source).toBe("hours");
});

test("counts the days of a file that has hours only, of forgotten looks too", () => {
  const [old, fresh] = [tempFolder(), tempFolder()];
  const later = NOW + 10 * DAY;
  for (const folder of [old, fresh]) {
    const history = openHistory(folder, { at: NOW });
    for (const sample of SAMPLES) history.addSample(sample, sample.at % 2 === 0 ? "home" : "corporate");
    history.prune({ at: later, keepDays: 365 });
    history.close();
  }
  const database = openDatabase(join(old, "history.db"), 1_000);
  database.exec(`DROP TABLE day; DROP TABLE happening; DROP TABLE decision; DROP INDEX network_place;
    ALTER TABLE network DROP COLUMN confidence; ALTER TABLE network DROP COLUMN corrected; PRAGMA user_version = 3`);
  database.close();

  const [migrated, added] = [openHistory(old, { at: later }), openHistory(fresh, { at: later })];
  onTestFinished(() => {
    migrated.close();
    added.close();
  });
  for (const endpoint of ["https://a.test", "https://b.test"]) {
    const year = { endpoint, since: NOW - 365 * DAY, until: NOW };
    const series = migrated.series(year);
    expect(series).toEqual(added.series(year));
    expect(series.source).toBe("days");
    expect(series.points.reduce((sum, point) => sum + point.looks, 0)).toBe(SAMPLES.length / 2);
  }
  expect(migrated.kinds({})).toEqual(added.kinds({}));
});

test("goes on adding to a file of version 1", () => {
  const folder = tempFolder();
  writeVersion1(folder);
  const history = openHistory(folder, { at: NOW });
  onTestFinished(() => {
    history.close();
  });

  history.addSample(good(NOW), "home");

  expect(history.samples({ since: NOW })).toEqual([good(NOW)]);
  expect(history.kinds({}).reduce((sum, kind) => sum + kind.samples, 0)).toBe(SAMPLES.length + 1);
});

test("finds what a network was last seen to be by one step in an index", () => {
  const folder = tempFolder();
  openHistory(folder, { at: NOW }).close();
  const database = openDatabase(join(folder, "history.db"), 1_000);
  onTestFinished(() => {
    database.close();
  });

  let plan: readonly string[] = [];
  const explained: Database = {
    ...database,
    all: (sql, values) => {
      plan = database.all(`EXPLAIN QUERY PLAN ${sql}`, values).map((row) => String(row.at(-1)));
      return [];
    },
  };

  selectLastKind(explained, "f00d");

  expect(plan).toEqual(["SEARCH network USING INDEX network_place (fingerprint=?)"]);
});
