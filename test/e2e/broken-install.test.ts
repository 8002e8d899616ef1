import { copyFileSync, cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openZoo, type Zoo } from "../support/zoo.ts";
import { type Desktop, startDesktop } from "./support/desktop.ts";
import { builtApp, Gangway } from "./support/gangway.ts";
import { until } from "./support/until.ts";

let zoo: Zoo;
let desktop: Desktop;

beforeAll(async () => {
  [zoo, desktop] = await Promise.all([openZoo(), startDesktop({ panel: false })]);
});

afterAll(async () => {
  await desktop.stop();
  await zoo.close();
});

/** A copy of the built app that lacks the part which makes tray and answers. */
function halfAnApp(): string {
  const { args } = builtApp();
  const root = args[0] ?? "";
  const folder = mkdtempSync(path.join(desktop.folder, "half-"));
  copyFileSync(path.join(root, "package.json"), path.join(folder, "package.json"));
  cpSync(path.join(root, "out"), path.join(folder, "out"), { recursive: true });
  symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"));
  const entry = readFileSync(path.join(folder, "out/main/main.js"), "utf8");
  const [part = "no such part"] = /compose-[\w-]+\.js/.exec(entry) ?? [];
  rmSync(path.join(folder, "out/main", part));
  return folder;
}

test("says that it could not start, and ends, when a part of it is missing", async () => {
  const profiles = [{ name: "home", title: "Home", goproxy: zoo.url("good") }];
  const executable = { command: builtApp().command, args: [halfAnApp()] };
  const app = new Gangway({ desktop, caFile: zoo.caFile, profiles, executable });
  try {
    app.start("--hidden");
    // A box of GTK has the class of the executable.
    await until("what is wrong, in a box", () => desktop.shows("electron"), 20_000);
    await desktop.press("electron", "Return");

    expect(await app.end(5_000)).toBe(1);
    expect(app.output).toContain("Gangway could not start: Error");
    await until("no process", () => app.processes().length === 0, 5_000);
  } finally {
    await app.stop();
  }
});
