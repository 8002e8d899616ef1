import { existsSync, statSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { ensureHome, locateHome } from "../../../electron/engine/store/home.ts";
import { tempFolder } from "../../support/temp-folder.ts";

const LINUX_HOME = join(homedir(), ".config/gangway");

test.each([
  ["the flag before the variable", { flag: "/a", env: { GANGWAY_HOME: "/b" }, platform: "linux" }, resolve("/a")],
  [
    "the variable before the platform",
    { env: { GANGWAY_HOME: "/b", XDG_CONFIG_HOME: "/c" }, platform: "linux" },
    resolve("/b"),
  ],
  ["a relative folder from here", { flag: "here", env: {}, platform: "linux" }, resolve("here")],
  ["an empty variable as none", { flag: "", env: { GANGWAY_HOME: "" }, platform: "linux" }, LINUX_HOME],
  ["the configuration folder", { env: { XDG_CONFIG_HOME: "/c" }, platform: "linux" }, "/c/gangway"],
  ["a relative configuration folder as none", { env: { XDG_CONFIG_HOME: "c" }, platform: "linux" }, LINUX_HOME],
  ["the place of macOS", { env: {}, platform: "darwin" }, join(homedir(), "Library/Application Support/Gangway")],
  ["the place of Windows", { env: { APPDATA: "/Roaming" }, platform: "win32" }, "/Roaming/Gangway"],
] as const)("takes %s", (_name, clues, expected) => {
  expect(locateHome(clues)).toBe(expected);
});

test("makes a folder that only its owner may enter", () => {
  const folder = join(tempFolder(), "deep", "home");

  ensureHome(folder);

  expect(statSync(folder).mode & 0o777).toBe(0o700);
});

test("says what is in the way of the folder", () => {
  const file = join(tempFolder(), "file");
  writeFileSync(file, "");

  expect(() => ensureHome(join(file, "home"))).toThrow(
    expect.objectContaining({ problem: "io", path: join(file, "home") }),
  );
  expect(existsSync(file)).toBe(true);
});
