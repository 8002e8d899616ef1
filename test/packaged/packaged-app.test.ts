import { execFile, execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { listPackage } from "@electron/asar";
import { FuseV1Options, getCurrentFuseWire } from "@electron/fuses";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type Desktop, startDesktop } from "../e2e/support/desktop.ts";
import { Gangway } from "../e2e/support/gangway.ts";
import { onlyTrayItem, type TrayItem } from "../e2e/support/tray-item.ts";
import { until } from "../e2e/support/until.ts";
import { openZoo, type Zoo } from "../support/zoo.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");

/** Packing takes about five seconds where Electron is at hand. */
const PACK_MS = 100_000;

/** The byte of a fuse that is on: the digit 1. */
const FUSE_ON = 0x31;

let folder = "";
let zoo: Zoo | null = null;
let desktop: Desktop | null = null;
let gangway: Gangway | null = null;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "gangway-packaged-"));
  const script = [path.join(ROOT, "build/dist.mjs"), "--only", "dir", "--output", folder];
  await promisify(execFile)(process.execPath, script, { cwd: ROOT, timeout: PACK_MS });
  [zoo, desktop] = await Promise.all([openZoo(), startDesktop()]);
});

afterEach(async ({ task }) => {
  if (task.result?.state === "fail" && gangway !== null) console.error(gangway.output);
  await gangway?.stop();
  gangway = null;
});

afterAll(async () => {
  await desktop?.stop();
  await zoo?.close();
  rmSync(folder, { recursive: true, force: true });
});

function inApp(...names: readonly string[]): string {
  return path.join(folder, "linux-unpacked", ...names);
}

function openApp(on: Desktop, servers: Zoo): Gangway {
  const profiles = [
    { name: "home", title: "Home", goproxy: servers.url("good") },
    { name: "office", title: "Office", goproxy: servers.url("good11") },
  ];
  const executable = { command: inApp("gangway"), args: [] };
  gangway = new Gangway({ desktop: on, caFile: servers.caFile, profiles, executable });
  gangway.start("--hidden");
  return gangway;
}

// The app may be gone before it has answered the click.
async function quit(item: TrayItem): Promise<void> {
  try {
    await item.chooseRow("Quit");
  } catch (error) {
    if (!String(error).includes("disconnected from message bus")) throw error;
  }
}

test("switches the profile from the tray for the real go command, and leaves no process when it quits", async () => {
  if (zoo === null || desktop === null) throw new Error("the scene did not come up");
  const app = openApp(desktop, zoo);
  const item = await onlyTrayItem(desktop);
  await until("a healthy tray", () => item.row("Healthy"), 20_000);

  await item.chooseRow("Office");
  await until("the menu marks the new profile", () => item.row("Office").checked);
  const goproxy = execFileSync("go", ["env", "GOPROXY"], { env: { ...app.env }, encoding: "utf8", cwd: "/" }).trim();
  await quit(item);
  const code = await app.end(10_000);
  await until("no process is left", () => app.processes().length === 0);

  expect([goproxy, code]).toEqual([zoo.url("good11"), 0]);
  expect(statSync(path.join(app.home, "history.db")).size).toBeGreaterThan(0);
});

test("opens its window from the archive", async () => {
  if (zoo === null || desktop === null) throw new Error("the scene did not come up");
  openApp(desktop, zoo);
  const { env } = desktop;
  const item = await onlyTrayItem(desktop);

  await item.chooseRow("Open Gangway");

  // The page alone is called Gangway; its script puts the view in front of that.
  const search = ["search", "--onlyvisible", "--name", "^Status · Gangway$"];
  const found = await until(
    "a window",
    () => execFileSync("xdotool", search, { env: { ...env }, encoding: "utf8" }),
    20_000,
  );
  expect(found.trim()).toMatch(/^\d+$/);
});

test("can be used for nothing but itself: every fuse that allows more is off", async () => {
  const wire = await getCurrentFuseWire(inApp("gangway"));
  const isOn = (fuse: FuseV1Options): boolean => Number(wire[fuse]) === FUSE_ON;

  expect({
    runAsNode: isOn(FuseV1Options.RunAsNode),
    nodeOptions: isOn(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
    inspect: isOn(FuseV1Options.EnableNodeCliInspectArguments),
    integrity: isOn(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
    onlyArchive: isOn(FuseV1Options.OnlyLoadAppFromAsar),
  }).toEqual({ runAsNode: false, nodeOptions: false, inspect: false, integrity: true, onlyArchive: true });
});

test("carries the bundle, the database for this system, two languages and no more", () => {
  const files = listPackage(inApp("resources/app.asar"), { isPack: false });
  const tops = new Set(files.map((file) => file.split("/")[1]));
  const databases = files.filter((file) => file.endsWith(".node"));

  expect([...tops].sort()).toEqual(["node_modules", "out", "package.json"]);
  expect(databases).toEqual([expect.stringMatching(/^\/node_modules\/@libsql\/linux-\w+-gnu\/index\.node$/)]);
  expect(readdirSync(inApp("locales")).sort()).toEqual(["en-US.pak", "zh-CN.pak"]);
  expect(readdirSync(inApp("resources")).sort()).toEqual(["app.asar", "app.asar.unpacked"]);
});
