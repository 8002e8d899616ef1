import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type EntryClues, entryFile, entryText, readEntry, writeEntry } from "../../electron/shell/login-entry.ts";

let folder: string;
let clues: EntryClues;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "gangway-login-"));
  const env = {
    XDG_CONFIG_HOME: path.join(folder, "config"),
    XDG_CURRENT_DESKTOP: "ubuntu:GNOME",
    PATH: "/usr/bin:/bin",
  };
  clues = { env, user: folder, command: [process.execPath] };
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function change(by: (text: string) => string): void {
  const file = entryFile(clues);
  writeFileSync(file, by(readFileSync(file, "utf8")));
}

const ON = { supported: true, enabled: true, effective: "on" };

test("is off until it is switched on, starts hidden then, and off again leaves nothing behind", () => {
  const before = readEntry(clues);
  writeEntry(clues, true);
  const during = readEntry(clues);
  const text = readFileSync(entryFile(clues), "utf8");
  writeEntry(clues, false);

  expect(before).toEqual({ supported: true, enabled: false, effective: "off" });
  expect(during).toEqual(ON);
  expect(text).toContain(`Exec=${process.execPath} --hidden\n`);
  expect(readEntry(clues)).toEqual(before);
  expect(readdirSync(path.dirname(entryFile(clues)))).toEqual([]);
});

test("switching off what is off is no mistake", () => {
  expect(() => writeEntry(clues, false)).not.toThrow();
});

test("lies where the specification says, and passes a relative XDG_CONFIG_HOME over", () => {
  const user = "/home/gopher";

  expect(entryFile({ env: { XDG_CONFIG_HOME: "/x" }, user })).toBe("/x/autostart/gangway.desktop");
  expect(entryFile({ env: {}, user })).toBe("/home/gopher/.config/autostart/gangway.desktop");
  expect(entryFile({ env: { XDG_CONFIG_HOME: "x" }, user })).toBe("/home/gopher/.config/autostart/gangway.desktop");
});

test.each([
  ["hidden", "Hidden=true"],
  ["other-desktop", "X-GNOME-Autostart-enabled=false"],
  ["other-desktop", "OnlyShowIn=KDE;XFCE;"],
  ["other-desktop", "NotShowIn=GNOME;"],
  ["program-missing", "TryExec=/nowhere/gangway"],
  ["program-missing", "TryExec=gangway-that-is-nowhere"],
])("says %s where the desktop's entry says %s, and writing it anew mends that", (why, line) => {
  writeEntry(clues, true);
  change((text) => `${text.replace(/^(TryExec|X-GNOME).*\n/gm, "")}${line}\n`);
  const blocked = readEntry(clues);
  writeEntry(clues, true);

  expect(blocked).toEqual({ ...ON, effective: "blocked", why });
  expect(readEntry(clues)).toEqual(ON);
});

test.each(["OnlyShowIn=GNOME;", "NotShowIn=KDE;", "Hidden=false", "[Other]\nHidden=true", "TryExec=sh"])(
  "is not put off by %j",
  (line) => {
    writeEntry(clues, true);
    change((text) => `${text.replace(/^TryExec.*\n/m, "")}${line}\n`);

    expect(readEntry(clues)).toEqual(ON);
  },
);

test("finds that the program is gone by Exec alone", () => {
  writeEntry({ ...clues, command: ['/no "such" place/gangway'] }, true);
  change((text) => text.replace(/^TryExec.*\n/m, ""));

  expect(readEntry(clues)).toMatchObject({ effective: "blocked", why: "program-missing" });
});

const STRANGE = '/opt/my apps/50% "off" $HOME `x` \\ 你好/gangway';

test("writes strange paths so that a program of that name would be found again", () => {
  const program = path.join(folder, STRANGE);
  mkdirSync(path.dirname(program), { recursive: true });
  writeFileSync(program, "#!/bin/sh\n", { mode: 0o755 });
  writeEntry({ ...clues, command: [program] }, true);

  expect(readEntry(clues)).toEqual(ON);
});

const validator = spawnSync("desktop-file-validate", ["--help"]);

test("satisfies the desktop's own validator", ({ skip }) => {
  skip(validator.error !== undefined, "desktop-file-validate is not installed (apt-get install desktop-file-utils)");
  const file = path.join(folder, "gangway.desktop");
  writeFileSync(file, entryText([STRANGE, "--home", "/a b"]));
  const { status, stdout } = spawnSync("desktop-file-validate", [file], { encoding: "utf8" });

  expect([status, stdout]).toEqual([0, ""]);
});
