import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { KEEP_EVERY_MS, readKept, SnapshotKeeper } from "../../electron/shell/kept-snapshot.ts";
import { HEALTHY } from "../renderer/support/snapshots.ts";
import { tempFolder } from "../support/temp-folder.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function keeper(home = path.join(tempFolder(), "home")) {
  const warned: string[] = [];
  const log = { info: () => undefined, warn: (text: string) => void warned.push(text), error: () => undefined };
  const file = path.join(home, "last-snapshot.json");
  return { home, file, warned, keeper: new SnapshotKeeper(home, log) };
}

test("keeps the newest for the next start, as measuring and without notices", () => {
  const { home, file, keeper: keep } = keeper();
  keep.offer({ ...HEALTHY, at: 1 });
  keep.offer({ ...HEALTHY, at: 2, notices: [{ code: "go-not-found", at: 2, values: {} }] });
  keep[Symbol.dispose]();

  expect(readKept(home)).toEqual({ ...HEALTHY, at: 2, status: "measuring", notices: [] });
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test("writes now and then, not for every snapshot", () => {
  const { home, keeper: keep } = keeper();
  keep.offer({ ...HEALTHY, at: 1 });
  expect(readKept(home)).toBeNull();
  vi.advanceTimersByTime(KEEP_EVERY_MS);
  keep.offer({ ...HEALTHY, at: 2 });
  keep.offer({ ...HEALTHY, at: 3 });

  expect(readKept(home)?.at).toBe(2);
});

test("has nothing before the first run, and writes nothing when nothing was heard", () => {
  const { home, keeper: keep } = keeper();
  keep[Symbol.dispose]();

  expect(readKept(home)).toBeNull();
});

test.each(["", "{", "null", "[]", '"text"', '{"version":"0.0.0","snapshot":{"at":1}}'])("does not read %j", (text) => {
  const { home, file } = keeper();
  mkdirSync(home);
  writeFileSync(file, text);

  expect(readKept(home)).toBeNull();
});

test("says in the log that a disk refuses, and leaves what was kept", () => {
  const { home, file, keeper: keep, warned } = keeper();
  keep.offer(HEALTHY);
  keep[Symbol.dispose]();
  const before = readFileSync(file, "utf8");
  // A folder in the place of the new file: it can be neither written nor taken for it.
  mkdirSync(`${file}.new`);
  const second = keeper(home);
  second.keeper.offer({ ...HEALTHY, at: 5 });
  second.keeper[Symbol.dispose]();

  expect(warned).toEqual([]);
  expect(second.warned).toEqual([expect.stringContaining("EISDIR")]);
  expect(readFileSync(file, "utf8")).toBe(before);
});
