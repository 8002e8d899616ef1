import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import type { SettingsStore } from "../../../electron/engine/ports.ts";
import { createLock } from "../../../electron/engine/store/lock.ts";
import { createSettings } from "../../../electron/engine/store/settings-file.ts";
import { systemClock } from "../../../electron/engine/system-clock.ts";
import type { Profile } from "../../../shared/domain/profile.ts";
import { DEFAULT_SETTINGS } from "../../../shared/domain/settings.ts";
import { spawnTypeScript } from "../../support/run-typescript.ts";
import { tempFolder } from "../../support/temp-folder.ts";

const OFFICE: Profile = {
  name: "office",
  env: { GOPROXY: "direct", GOSUMDB: null },
  kinds: ["corporate"],
  fingerprints: [],
};
const ASIDE = /^settings\.json\.corrupt-\d{8}T\d{6}Z$/;

function open(folder: string): SettingsStore {
  return createSettings(folder, createLock(folder), systemClock);
}

function write(folder: string, document: unknown): void {
  writeFileSync(join(folder, "settings.json"), typeof document === "string" ? document : JSON.stringify(document));
}

function readBack(folder: string): unknown {
  return JSON.parse(readFileSync(join(folder, "settings.json"), "utf8"));
}

function asideOf(folder: string): string {
  return readFileSync(join(folder, readdirSync(folder).find((name) => ASIDE.test(name)) ?? "none"), "utf8");
}

test("has the defaults where there is no file, and makes none by reading", () => {
  const folder = tempFolder();

  expect(open(folder).read()).toEqual(DEFAULT_SETTINGS);
  expect(readdirSync(folder)).not.toContain("settings.json");
});

test("keeps what was changed", () => {
  const folder = tempFolder();

  const written = open(folder).update((s) => ({ ...s, auto: true, profiles: [OFFICE] }));

  expect(written).toEqual({ ...DEFAULT_SETTINGS, auto: true, profiles: [OFFICE] });
  expect(open(folder).read()).toEqual(written);
});

test("lets only the owner read the file, even one that was open to all", () => {
  const folder = tempFolder();
  write(folder, {});
  chmodSync(join(folder, "settings.json"), 0o644);

  open(folder).update((s) => ({ ...s, auto: true }));

  expect(statSync(join(folder, "settings.json")).mode & 0o777).toBe(0o600);
  expect(statSync(join(folder, "lock.db")).mode & 0o777).toBe(0o600);
});

test("keeps keys that a newer version wrote, in a profile as well", () => {
  const folder = tempFolder();
  write(folder, { auto: true, relay: { port: 1 }, profiles: [{ ...OFFICE, colour: "red" }] });

  open(folder).update((s) => ({ ...s, auto: false }));

  expect(readBack(folder)).toMatchObject({ auto: false, relay: { port: 1 }, profiles: [{ ...OFFICE, colour: "red" }] });
});

test("takes the default for each wrong value, tells which, and keeps a copy before it writes", () => {
  const folder = tempFolder();
  const document = { auto: true, intervalSeconds: 1, theme: "pink", keepDays: 7 };
  write(folder, document);
  const settings = open(folder);

  expect(settings.read()).toEqual({ ...DEFAULT_SETTINGS, auto: true, keepDays: 7 });
  const values = { path: join(folder, "settings.json"), where: "intervalSeconds, theme" };
  expect(settings.notices).toEqual([{ code: "settings-invalid", at: expect.any(Number), values }]);
  settings.update((s) => s);
  expect(JSON.parse(asideOf(folder))).toEqual(document);
});

test.each([
  ["a name no command line can say", { ...OFFICE, name: "My Office" }],
  ["a variable that is not Go's", { ...OFFICE, env: { PATH: "/tmp" } }],
  ["a value with a line break", { ...OFFICE, env: { GOPROXY: "direct\nGOFLAGS=-insecure" } }],
  ["a value with a NUL", { ...OFFICE, env: { GOPROXY: "a\0b" } }],
  ["a number for a value", { ...OFFICE, env: { GOPROXY: 1 } }],
  ["a kind of network that is none", { ...OFFICE, kinds: ["moon"] }],
  ["the name of another one", { ...OFFICE, name: "good" }],
])("drops a profile with %s, tells so, and keeps it in a copy", (_name, bad) => {
  const folder = tempFolder();
  const good = { ...OFFICE, name: "good" };
  write(folder, { profiles: [good, bad] });
  const settings = open(folder);

  expect(settings.read().profiles).toEqual([good]);
  expect(settings.notices).toMatchObject([
    { code: "settings-invalid", values: { where: expect.stringMatching(/^profiles\.1/) } },
  ]);
  settings.update((s) => ({ ...s, auto: true }));
  expect(JSON.parse(asideOf(folder))).toEqual({ profiles: [good, bad] });
  expect(readBack(folder)).toMatchObject({ auto: true, profiles: [good] });
});

test.each([
  ["empty", ""],
  ["cut off", '{"auto": tr'],
  ["a list", "[]"],
  ["null", "null"],
  ["not text", "\u0000\u0001\u0002"],
])("sets a file aside that is %s, and goes on with the defaults", (_name, text) => {
  const folder = tempFolder();
  write(folder, text);

  const settings = open(folder);

  expect(settings.notices).toMatchObject([
    { code: "settings-corrupt", values: { path: join(folder, "settings.json") } },
  ]);
  expect(settings.read()).toEqual(DEFAULT_SETTINGS);
  expect(asideOf(folder)).toBe(text);
  expect(readFileSync(String(settings.notices[0]?.values["aside"]), "utf8")).toBe(text);
});

test("reads a file that an editor began with a byte order mark", () => {
  const folder = tempFolder();
  write(folder, '\uFEFF{"auto": true}');

  expect([open(folder).read().auto, open(folder).notices]).toEqual([true, []]);
});

test("sets a file aside that is damaged while it is in use, under the lock of the caller", () => {
  const folder = tempFolder();
  const lock = createLock(folder);
  const settings = createSettings(folder, lock, systemClock);
  write(folder, "damage");

  expect(lock.withLock(() => settings.read())).toEqual(DEFAULT_SETTINGS);
  expect(settings.notices).toHaveLength(1);
});

test("refuses to write what it would not read, and leaves the file as it was", () => {
  const folder = tempFolder();
  const settings = open(folder);
  settings.update((s) => ({ ...s, keepDays: 3 }));

  expect(() => settings.update((s) => ({ ...s, keepDays: 0 }))).toThrow("keepDays");
  expect(settings.read().keepDays).toBe(3);
});

test("loses no change of two processes that change the file 100 times each", async () => {
  const folder = tempFolder();
  const program = join(import.meta.dirname, "programs/change-settings.ts");

  const two = await Promise.all([1, 2].map(() => spawnTypeScript(program, [folder, "100"])));
  const ends = await Promise.all(two.map((one) => one.finished));

  expect(ends.map(({ code, stderr }) => ({ code, stderr }))).toEqual([1, 2].map(() => ({ code: 0, stderr: "" })));
  expect(open(folder).read().keepDays).toBe(DEFAULT_SETTINGS.keepDays + 200);
});

test("tells of changes by itself and by others, one call for a burst, until stopped", async () => {
  const folder = tempFolder();
  const settings = open(folder);
  const changed = vi.fn();
  const stop = settings.watch(changed);
  onTestFinished(stop);

  for (const keepDays of [1, 2, 3]) settings.update((s) => ({ ...s, keepDays }));
  await expect.poll(() => changed.mock.calls.length, { timeout: 5_000 }).toBe(1);
  write(folder, { keepDays: 4 });
  await expect.poll(() => changed.mock.calls.length, { timeout: 5_000 }).toBe(2);

  stop();
  settings.update((s) => ({ ...s, keepDays: 5 }));
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(changed).toHaveBeenCalledTimes(2);
});
