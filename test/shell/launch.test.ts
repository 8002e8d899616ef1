import path from "node:path";
import { expect, test } from "vitest";
import { homeArguments, readLaunch } from "../../electron/shell/launch.ts";

function launch(argv: readonly string[], env: Readonly<Record<string, string>> = {}): ReturnType<typeof readLaunch> {
  return readLaunch({ argv, env, platform: "linux" });
}

test("keeps Electron's own files inside the home, so that two homes are two instances", () => {
  expect(launch(["--home", "/tmp/one"])).toEqual({
    home: "/tmp/one",
    userData: "/tmp/one/electron",
    hidden: false,
    demo: false,
  });
});

test("prefers the flag to the variable, and the variable to the platform's place", () => {
  const env = { GANGWAY_HOME: "/tmp/variable", XDG_CONFIG_HOME: "/tmp/xdg" };

  const homes = [launch(["--home=/tmp/flag"], env), launch([], env), launch([], { XDG_CONFIG_HOME: "/tmp/xdg" })];

  expect(homes.map((l) => l.home)).toEqual(["/tmp/flag", "/tmp/variable", "/tmp/xdg/gangway"]);
});

test("finds its flags among those of Chromium and the path of the app", () => {
  const found = launch(["--no-sandbox", "--remote-debugging-port=0", "/src/gangway", "--hidden", "--home", "/tmp/one"]);

  expect([found.hidden, found.home]).toEqual([true, "/tmp/one"]);
});

test("takes a flag without its value for absent", () => {
  expect(launch(["--home"], { GANGWAY_HOME: "/tmp/variable" }).home).toBe("/tmp/variable");
});

test("gives a demo a home of its own", () => {
  expect(launch(["--demo", "--home", "/tmp/one"])).toMatchObject({ home: path.join("/tmp/one", "demo"), demo: true });
});

test("leads a later start to the same home, and names it only where it would not be found", () => {
  const origin = { env: { GANGWAY_HOME: "/tmp/variable", XDG_CONFIG_HOME: "/tmp/xdg" }, platform: "linux" } as const;

  expect(homeArguments(launch([], origin.env), origin)).toEqual(["--home", "/tmp/variable"]);
  expect(homeArguments(launch(["--home", "/tmp/xdg/gangway"]), origin)).toEqual([]);
});
