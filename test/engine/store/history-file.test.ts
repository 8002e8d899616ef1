import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { History } from "../../../electron/engine/ports.ts";
import { openDatabase } from "../../../electron/engine/store/database.ts";
import { openHistory } from "../../../electron/engine/store/history.ts";
import { DAY, HOUR } from "../../../shared/domain/time.ts";
import { spawnTypeScript } from "../../support/run-typescript.ts";
import { good } from "../../support/samples.ts";
import { tempFolder } from "../../support/temp-folder.ts";

const WRITER = join(import.meta.dirname, "programs/write-history.ts");
/** 31 January 2026, 12:00 UTC. */
const NOON = Date.UTC(2026, 0, 31, 12);
const ASIDE = "history.db.corrupt-20260131T120000Z";

function open(folder: string): History {
  const history = openHistory(folder, { at: NOON });
  onTestFinished(() => {
    history.close();
  });
  return history;
}

// In a process of its own, so that nothing of it is still in the memory of this one.
/** How many looks of the first minute there are: by the looks, by the minute, by the hour. */
function countedLooks(history: History, endpoint: string): readonly number[] {
  return [1, 12 * HOUR, 90 * DAY].map((range) => {
    const { points } = history.series({ endpoint, since: 0, until: range });
    return points.reduce((sum, point) => sum + point.looks, 0);
  });
}

async function fill(folder: string, count: number): Promise<void> {
  const writer = await spawnTypeScript(WRITER, [folder, "https://a.test", String(count)]);
  await writer.finished;
}

function expectReplaced(folder: string, history: History): void {
  const values = { path: join(folder, "history.db"), aside: join(folder, ASIDE) };
  expect(history.notices).toEqual([{ code: "history-corrupt", at: NOON, values }]);
  history.addSample(good(1), "home");
  expect(history.samples({})).toEqual([good(1)]);
}

test.each([
  ["garbage", "garbage ".repeat(1_000)],
  ["a few bytes", "short"],
  ["a text that begins like a database", `SQLite format 3\0${"x".repeat(5_000)}`],
])("sets aside a file of %s and begins a new one", (_name, text) => {
  const folder = tempFolder();
  writeFileSync(join(folder, "history.db"), text);

  expectReplaced(folder, open(folder));
  expect(readFileSync(join(folder, ASIDE), "utf8")).toBe(text);
});

test("sets aside the log and the index of a damaged file with it", () => {
  const folder = tempFolder();
  for (const suffix of ["", "-wal", "-shm"]) writeFileSync(join(folder, `history.db${suffix}`), `damage${suffix}`);

  expectReplaced(folder, open(folder));
  const kept = ["", "-wal", "-shm"].map((suffix) => readFileSync(join(folder, ASIDE + suffix), "utf8"));
  expect(kept).toEqual(["damage", "damage-wal", "damage-shm"]);
});

test("sets aside a database that was cut off", async () => {
  const folder = tempFolder();
  await fill(folder, 400);
  const file = join(folder, "history.db");
  truncateSync(file, Math.floor(statSync(file).size / 2));

  expectReplaced(folder, open(folder));
});

test("finds damage deep in the file when it gets there, and does what was asked on a new one", async () => {
  const folder = tempFolder();
  await fill(folder, 400);
  const file = join(folder, "history.db");
  const descriptor = openSync(file, "r+");
  // All pages but the first, which opening reads.
  writeSync(descriptor, Buffer.alloc(statSync(file).size - 4_096, 0xff), 0, null, 4_096);
  closeSync(descriptor);
  const history = open(folder);

  expect(history.notices).toEqual([]);
  expect(history.samples({})).toEqual([]);
  expectReplaced(folder, history);
  expect(statSync(join(folder, ASIDE)).size).toBeGreaterThan(4_096);
});

// The one cell of 400 looks in the same minute and hour: offset 0, 13 bytes, 400 looks, as many by TLS 1.3, no failure.
const CELL = Buffer.from([0, 13, 0x90, 0x03, 0x90, 0x03, 0]);

/** Writes `damage` over the file at each place where a cell is, as `placeOf` shifts it. */
function damageCells(folder: string, damage: Buffer, placeOf: (cell: number) => number): void {
  const file = join(folder, "history.db");
  const bytes = readFileSync(file);
  const descriptor = openSync(file, "r+");
  let cell = bytes.indexOf(CELL);
  expect(cell).toBeGreaterThan(0);
  for (; cell > 0; cell = bytes.indexOf(CELL, cell + 1)) writeSync(descriptor, damage, 0, damage.length, placeOf(cell));
  closeSync(descriptor);
}

test.each([
  ["reading", (history: History) => history.series({ endpoint: "https://a.test", since: 0, until: 90 * DAY })],
  ["the table of kinds", (history: History) => history.kinds({})],
  ["adding a look", (history: History) => history.addSample({ ...good(5), endpoint: "https://a.test" }, "home")],
])("finds damage within counts that SQLite takes for good, at %s, and begins a new file", async (_name, act) => {
  const folder = tempFolder();
  await fill(folder, 400);
  damageCells(folder, Buffer.alloc(9, 0xff), (cell) => cell);
  const history = open(folder);

  act(history);
  expect(history.notices.map((notice) => notice.code)).toEqual(["history-corrupt"]);
  history.addSample({ ...good(NOON), endpoint: "https://b.test" }, "home");
  expect(history.samples({ endpoint: "https://b.test" })).toHaveLength(1);
});

test("finds a page of counts that is none, and sets the file aside", async () => {
  const folder = tempFolder();
  await fill(folder, 400);
  damageCells(folder, Buffer.alloc(4_096, 0xff), (cell) => cell - (cell % 4_096));
  const history = open(folder);

  expect(history.series({ endpoint: "https://a.test", since: 0, until: 90 * DAY }).points).toEqual([]);
  expectReplaced(folder, history);
});

test("sets damaged files aside under different names in the same second", () => {
  const folder = tempFolder();
  for (const text of ["first", "second"]) {
    writeFileSync(join(folder, "history.db"), text);
    openHistory(folder, { at: NOON }).close();
  }

  expect(readdirSync(folder).filter((name) => /corrupt.*(?<!-wal|-shm)$/.test(name))).toEqual([ASIDE, `${ASIDE}-2`]);
});

test("says so when a folder is in its place, and touches nothing", () => {
  const folder = tempFolder();
  mkdirSync(join(folder, "history.db"));

  expect(() => openHistory(folder, { at: 0 })).toThrow("a folder is in its place");
  expect(readdirSync(folder)).toEqual(["history.db"]);
});

test("does not touch what a newer version wrote", async () => {
  const folder = tempFolder();
  await fill(folder, 1);
  const newer = openDatabase(join(folder, "history.db"), 0);
  newer.exec("PRAGMA user_version = 99");
  newer.close();

  expect(() => openHistory(folder, { at: 0 })).toThrow(expect.objectContaining({ problem: "newer" }));
  expect(readdirSync(folder).some((name) => name.includes("corrupt"))).toBe(false);
});

test("says for each of its files that it may not write there", async () => {
  const folder = tempFolder();
  const program = await spawnTypeScript(join(import.meta.dirname, "programs/open-unprivileged.ts"), [folder]);

  expect((await program.finished).stdout).toBe("not-permitted\n".repeat(3));
});

test("loses nothing when two processes begin and write it at once", async () => {
  const folder = tempFolder();
  const endpoints = ["https://one.test", "https://two.test"];

  const two = await Promise.all(endpoints.map((endpoint) => spawnTypeScript(WRITER, [folder, endpoint, "300"])));
  const ends = await Promise.all(two.map((one) => one.finished));

  expect(ends.map(({ code, stderr }) => ({ code, stderr }))).toEqual([1, 2].map(() => ({ code: 0, stderr: "" })));
  const history = open(folder);
  expect(endpoints.map((endpoint) => history.samples({ endpoint }).length)).toEqual([300, 300]);
  expect(endpoints.map((endpoint) => countedLooks(history, endpoint))).toEqual([300, 300].map((n) => [n, n, n]));
  expect(history.kinds({})[0]?.samples).toBe(600);
  expect(history.switches({})).toHaveLength(60);
});

test("counts every look once when two processes count in the same minute of the same endpoint", async () => {
  const folder = tempFolder();

  const two = await Promise.all([1, 2].map(() => spawnTypeScript(WRITER, [folder, "https://same.test", "300"])));
  await Promise.all(two.map((one) => one.finished));

  const history = open(folder);
  expect(history.samples({})).toHaveLength(600);
  expect(countedLooks(history, "https://same.test")).toEqual([600, 600, 600]);
});

// Twenty processes one after another, each waiting for the disk some dozens of times: a busy machine needs a minute.
test("loses nothing it acknowledged when its writer is killed, 20 times, and is not left locked", async () => {
  const folder = tempFolder();
  const lost: string[] = [];
  for (let n = 0; n < 20; n += 1) {
    const endpoint = `https://e${n}.test`;
    const writer = await spawnTypeScript(WRITER, [folder, endpoint, "1000000"]);
    // Each time after a different number of rows, so that the kill meets different moments of the log's life.
    await writer.says(`\n${5 + n * 13}\n`);
    writer.process.kill("SIGKILL");
    const { stdout } = await writer.finished;
    const acknowledged = stdout
      .trimEnd()
      .split("\n")
      .filter((line) => line !== "").length;
    const history = openHistory(folder, { at: 0 });
    const kept = history.samples({ endpoint });
    const intents = history.switches({}).filter((s) => s.file === endpoint);
    const isWhole = kept.every((s, index) => s.at === index + 1);
    const isCounted = countedLooks(history, endpoint).every((looks) => looks === kept.length);
    if (!isCounted) lost.push(`${endpoint} was counted wrongly`);
    if (kept.length < acknowledged || intents.length < Math.floor(acknowledged / 10) || !isWhole) lost.push(endpoint);
    const began = performance.now();
    history.addSample(good(1), "home");
    if (performance.now() - began > 1_000) lost.push(`${endpoint} left a lock`);
    if (history.notices.length > 0) lost.push(`${endpoint} left damage`);
    history.close();
  }

  expect(lost).toEqual([]);
}, 120_000);
