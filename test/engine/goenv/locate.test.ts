import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, expect, test } from "vitest";
import { findGo } from "../../../electron/engine/goenv/find-go.ts";
import { locateFile } from "../../../electron/engine/goenv/locate.ts";
import { createGoHome } from "../../support/go-command.ts";

const home = createGoHome();
afterAll(() => {
  home.remove();
});

type Env = Readonly<Record<string, string>>;
const none = (why: string, detail: string): object => ({ kind: "none", why, detail });
const file = (path: string): object => ({ kind: "file", file: path });

const CASES: readonly [string, NodeJS.Platform, Env, object][] = [
  ["GOENV", "linux", { GOENV: "/x/env", HOME: "/h" }, file("/x/env")],
  ["a relative GOENV from here", "linux", { GOENV: "x/env", HOME: "/h" }, file(resolve("x/env"))],
  ["nothing with GOENV=off", "linux", { GOENV: "off", HOME: "/h" }, none("goenv-off", "GOENV=off")],
  ["the home folder with an empty GOENV", "linux", { GOENV: "", HOME: "/h" }, file("/h/.config/go/env")],
  ["XDG_CONFIG_HOME", "linux", { XDG_CONFIG_HOME: "/c", HOME: "/h" }, file("/c/go/env")],
  ["XDG_CONFIG_HOME without a home", "freebsd", { XDG_CONFIG_HOME: "/c" }, file("/c/go/env")],
  [
    "nothing for a relative XDG_CONFIG_HOME",
    "linux",
    { XDG_CONFIG_HOME: "c", HOME: "/h" },
    none("no-config-dir", "path in $XDG_CONFIG_HOME is relative"),
  ],
  [
    "nothing without a home",
    "linux",
    { HOME: "" },
    none("no-config-dir", "neither $XDG_CONFIG_HOME nor $HOME are defined"),
  ],
  [
    "Application Support on macOS, whatever XDG says",
    "darwin",
    { HOME: "/Users/g", XDG_CONFIG_HOME: "/c" },
    file("/Users/g/Library/Application Support/go/env"),
  ],
  ["nothing without a home on macOS", "darwin", {}, none("no-config-dir", "$HOME is not defined")],
  [
    "AppData on Windows, in any case",
    "win32",
    { APPDATA: "C:\\Users\\g\\AppData\\Roaming" },
    file("C:\\Users\\g\\AppData\\Roaming\\go\\env"),
  ],
  ["nothing without AppData on Windows", "win32", { HOME: "/h" }, none("no-config-dir", "%AppData% is not defined")],
];

test.each(CASES)("locates %s", (...[, platform, env, expected]) => {
  expect(locateFile({ platform, env }, 26)).toEqual(expected);
});

test("takes a relative XDG_CONFIG_HOME for Go 1.23 and before", () => {
  const located = locateFile({ platform: "linux", env: { XDG_CONFIG_HOME: "c", HOME: "/h" } }, 23);
  expect(located).toEqual(file(resolve("c/go/env")));
});

// Go computes GOENV by the rules of the machine it runs on.
test
  .skipIf(process.platform !== "linux")
  .each<[Env]>([
    [{ HOME: "/h" }],
    [{ HOME: "/h", XDG_CONFIG_HOME: "/c//d/" }],
    [{ HOME: "/h", XDG_CONFIG_HOME: "rel" }],
    [{ HOME: "", XDG_CONFIG_HOME: "" }],
    [{ HOME: "/h", GOENV: "off" }],
    [{ HOME: "/h", GOENV: "/x/../env" }],
  ])("locates for %j the file that go env GOENV names", (env) => {
  const located = locateFile({ platform: "linux", env }, 26);
  const said = home.go(["env", "GOENV"], { GOENV: "", XDG_CONFIG_HOME: "", ...env }).stdout.trim();
  // `off` and no folder at all are an empty GOENV to go.
  expect(located.kind === "file" ? located.file : "").toBe(said === "" ? "" : resolve(said));
});

function program(folder: string, script: string): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, "go");
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

function look(...folders: readonly string[]): ReturnType<typeof findGo> {
  return findGo({
    platform: process.platform,
    env: { PATH: [...folders, "/usr/bin", "/bin"].join(":"), HOME: home.folder },
  });
}

test("finds the go command of PATH and reads its version without running it", async () => {
  const root = join(home.folder, "sdk");
  const path = program(join(root, "bin"), "exit 9");
  writeFileSync(join(root, "VERSION"), "go1.21.3\ntime 2023-10-09T17:04:35Z\n");
  expect(await look(join(root, "bin"))).toEqual({ path, version: "1.21.3", root });
});

test("finds GOROOT behind a link", async () => {
  const links = join(home.folder, "links");
  mkdirSync(links);
  symlinkSync(join(home.folder, "sdk", "bin", "go"), join(links, "go"));
  expect(await look(links)).toMatchObject({
    path: join(links, "go"),
    version: "1.21.3",
    root: join(home.folder, "sdk"),
  });
});

test("asks a wrapper for version and GOROOT, with GOTOOLCHAIN=local", async () => {
  const path = program(
    join(home.folder, "shims"),
    'test "$GOTOOLCHAIN" = local || exit 1\ncase "$1 $2" in "version ") echo go version go1.24.6 linux/amd64;; "env GOROOT") echo /opt/go;; esac',
  );
  expect(await look(join(home.folder, "shims"))).toEqual({ path, version: "1.24.6", root: "/opt/go" });
});

test("passes over a go command that does not answer, and over relative folders of PATH", async () => {
  program(join(home.folder, "broken"), "exit 1");
  const found = await look("bin", ".", join(home.folder, "broken"), join(home.folder, "sdk", "bin"));
  expect(found?.root).toBe(join(home.folder, "sdk"));
});

test("finds the go command of a usual place when PATH names none", async () => {
  const own = program(join(home.folder, "go", "bin"), "exit 1");
  writeFileSync(join(home.folder, "go", "VERSION"), "go1.20\n");
  const found = await findGo({ platform: process.platform, env: { HOME: home.folder } });
  // A Go installed for everybody comes first.
  expect(found?.path === own || found?.path.endsWith("/bin/go")).toBe(true);
});

test("finds none on a machine without Go", async () => {
  expect(await findGo({ platform: "win32", env: { PATH: "C:\\nothing" } })).toBeNull();
});
