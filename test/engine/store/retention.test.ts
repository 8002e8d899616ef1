import { statSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { History } from "../../../electron/engine/ports.ts";
import { openDatabase } from "../../../electron/engine/store/database.ts";
import { MAX_ENTRIES } from "../../../electron/engine/store/dictionary.ts";
import { openHistory } from "../../../electron/engine/store/history.ts";
import { LIMITS, type Limits } from "../../../electron/engine/store/retention.ts";
import { reason } from "../../../shared/domain/reason.ts";
import type { Sample } from "../../../shared/domain/sample.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../../../shared/domain/time.ts";
import { bad, good } from "../../support/samples.ts";
import { tempFolder } from "../../support/temp-folder.ts";

const BEGIN = Date.UTC(2026, 0, 1);

function open(folder: string, limits: Partial<Limits> = {}): History {
  const history = openHistory(folder, { at: BEGIN, limits: { ...LIMITS, ...limits } });
  onTestFinished(() => {
    history.close();
  });
  return history;
}

function countRows(folder: string, table: string): number {
  const database = openDatabase(join(folder, "history.db"), 1_000);
  const rows = Number(database.all(`SELECT count(*) FROM ${table}`)[0]?.[0]);
  database.close();
  return rows;
}

test("keeps of an outage the first failures of each hour, and all in the counts", () => {
  const history = open(tempFolder());
  for (let n = 0; n < 120; n += 1) history.addSample(bad(BEGIN + n * MINUTE, "handshake", "silent", 10_000), "home");

  history.prune({ at: BEGIN + 8 * DAY, keepDays: 365 });

  const minutes = history.samples({}).map((s) => (s.at - BEGIN) / MINUTE);
  expect(minutes).toEqual([0, 1, 2, 3, 4, 5, 60, 61, 62, 63, 64, 65]);
  expect(history.kinds({})).toMatchObject([{ samples: 120, failureMs: 10_000, commonFailure: "handshake/silent" }]);
});

test("keeps the newest failures where they are too many", () => {
  const history = open(tempFolder(), { failures: 3 });
  for (let n = 0; n < 10; n += 1) history.addSample(bad(BEGIN + n * HOUR, "connect", "refused"), "home");

  history.prune({ at: BEGIN + 30 * DAY, keepDays: 365 });

  expect(history.samples({}).map((s) => (s.at - BEGIN) / HOUR)).toEqual([7, 8, 9]);
});

test("gives back an old failure with all its facts", () => {
  const history = open(tempFolder());
  const sample = {
    ...good(BEGIN, 300),
    failure: { stage: "http", kind: "status", raw: "502 from upstream" },
    goHello: { version: "1.27.0", origin: "shipped", outcome: "ok", group: "X25519MLKEM768", retryRequest: true },
    // What no version has yet is kept as well, times in it included.
    ...{ lately: { seenMs: [12.75, 0, -3], at: "somewhere" } },
  } as const;
  history.addSample(sample, "home");

  history.prune({ at: BEGIN + 100 * DAY, keepDays: 365 });

  expect(history.samples({})).toEqual([sample]);
});

test("lets an issuer made anew for each connection, and a message with a number in it, take only so much room", () => {
  const folder = tempFolder();
  const history = open(folder);
  const looks = Array.from({ length: MAX_ENTRIES + 30 }, (_, n): Sample => {
    const tls = { version: "TLSv1.3", issuer: `CN=box ${n}`, trust: "untrusted" } as const;
    const failure = { stage: "handshake", kind: "certificate-untrusted", raw: `serial ${n}` } as const;
    return { ...good(BEGIN + n * SECOND), tls, failure, ...{ note: `word ${"x".repeat(n)}` } };
  });
  for (const look of looks) history.addSample(look, "corporate");

  const kept = history.samples({});
  expect(kept[5]).toEqual(looks[5]);
  expect(kept.at(-1)).toEqual({
    ...good(BEGIN + looks.length * SECOND - SECOND),
    tls: { version: "TLSv1.3", trust: "untrusted" },
    failure: { stage: "handshake", kind: "certificate-untrusted", raw: "" },
  });
  expect(["tls", "failure", "more"].map((table) => countRows(folder, table) <= MAX_ENTRIES + 1)).toEqual([
    true,
    true,
    true,
  ]);

  history.prune({ at: BEGIN + 400 * DAY, keepDays: 365 });
  expect(["tls", "failure", "more", "endpoint"].map((table) => countRows(folder, table))).toEqual([0, 0, 0, 0]);
});

/** Looks at two endpoints every 20 minutes for as many days, every eighth failed. */
function fill(history: History, days: number): void {
  for (let at = BEGIN, n = 0; at < BEGIN + days * DAY; at += 20 * MINUTE, n += 1) {
    const sample = n % 8 === 3 ? bad(at, "connect", "refused") : good(at, 30 + (n % 40));
    for (const endpoint of ["https://a.test", "https://b.test"]) history.addSample({ ...sample, endpoint }, "home");
  }
}

/** What is still there of the first day. */
function keptOfFirstDay(history: History): string {
  const samples = history.samples({ until: BEGIN + DAY });
  const { source } = history.series({ endpoint: "https://a.test", since: BEGIN, until: BEGIN + 8 * HOUR });
  const { points } = history.series({ endpoint: "https://a.test", since: BEGIN, until: BEGIN + 60 * DAY });
  const kept = {
    looks: samples.some((s) => s.failure === null),
    minutes: source === "minutes",
    failures: samples.some((s) => s.failure !== null && s.at === BEGIN + HOUR),
    hours: points[0]?.at === BEGIN,
  };
  return Object.entries(kept)
    .flatMap(([name, is]) => (is ? [name] : []))
    .join(" ");
}

test("forgets of a file that is too large the oldest successes, then minutes, then failures, then hours, and never a switch", () => {
  const folder = tempFolder();
  const now = BEGIN + 20 * DAY;
  const large = { looks: 60 * DAY, minutes: 60 * DAY };
  const filled = open(folder, large);
  fill(filled, 20);
  const because = reason("decision-asked");
  filled.intend({ at: BEGIN, cause: "manual", from: null, to: "x", because, file: "/go/env", changes: [] });
  filled.close();
  const full = statSync(join(folder, "history.db")).size;

  const stages = new Set<string>();
  for (let bytes = full; bytes > 100_000; bytes -= 10_000) {
    const history = open(folder, { ...large, bytes });
    history.prune({ at: now, keepDays: 365 });
    stages.add(keptOfFirstDay(history));
    const recent = history.samples({ since: now - HOUR }).length;
    expect(history.switches({})).toHaveLength(1);
    history.close();
    // Two dozen tables and indexes take a page each, whatever is in them.
    if (bytes < 150_000) continue;
    expect(recent).toBe(6);
    expect(statSync(join(folder, "history.db")).size).toBeLessThanOrEqual(bytes * 1.05);
  }

  const inOrder = ["looks minutes failures hours", "minutes failures hours", "failures hours", "hours", ""];
  expect([...stages]).toEqual(inOrder);
});

test("does not wait for the next prune when the file grows too large", () => {
  const folder = tempFolder();
  const history = open(folder, { bytes: 200_000 });

  for (let n = 0; n < 4_200; n += 1) history.addSample(good(BEGIN + n * 30 * MINUTE, 40 + (n % 9)), "home");

  history.close();
  expect(statSync(join(folder, "history.db")).size).toBeLessThan(230_000);
});
