import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { openZoo, type Zoo } from "../support/zoo.ts";
import { type Desktop, startDesktop } from "./support/desktop.ts";
import { Gangway } from "./support/gangway.ts";
import { onlyTrayItem, trayItems } from "./support/tray-item.ts";
import { until } from "./support/until.ts";

let zoo: Zoo;
let desktop: Desktop;
let opened: Gangway[] = [];

beforeAll(async () => {
  [zoo, desktop] = await Promise.all([openZoo(), startDesktop()]);
});

afterEach(async ({ task }) => {
  for (const app of opened) {
    if (task.result?.state === "fail") console.error(app.output);
    await app.stop();
  }
  opened = [];
});

afterAll(async () => {
  await desktop.stop();
  await zoo.close();
});

/** What quitting may take, in ms. */
const QUIT_MS = 2_000;

function openApp(...args: readonly string[]): Gangway {
  const profiles = [
    { name: "home", title: "Home", goproxy: zoo.url("good") },
    { name: "office", title: "Office", goproxy: zoo.url("good11") },
  ];
  const app = new Gangway({ desktop, caFile: zoo.caFile, profiles });
  app.start(...args);
  opened.push(app);
  return app;
}

/** What would keep the next start, or the command line, from using the home. */
function locksIn(home: string): readonly string[] {
  return readdirSync(home, { recursive: true, encoding: "utf8" }).filter((name) => /Singleton|lock/i.test(name));
}

test("quits from the menu within two seconds and leaves neither process nor lock", async () => {
  const app = openApp();
  const item = await onlyTrayItem(desktop);
  await until("a first look", () => item.row("Healthy"), 20_000);
  await until("a window", () => desktop.shows("gangway"));
  const before = app.processes().length;

  const askedAt = performance.now();
  await item.chooseRow("Quit");
  const code = await app.end(QUIT_MS);
  await until("no process", () => app.processes().length === 0, QUIT_MS - (performance.now() - askedAt));

  expect(code).toBe(0);
  expect(before).toBeGreaterThan(5);
  expect(trayItems(desktop)).toEqual([]);
  expect(locksIn(app.home).filter((name) => name.includes("Singleton"))).toEqual([]);
});

test.each(["SIGTERM", "SIGINT"] as const)("quits on %s like from the menu", async (signal) => {
  const app = openApp("--hidden");
  const item = await onlyTrayItem(desktop);
  await until("a first look", () => item.row("Healthy"), 20_000);

  app.signal(signal);
  const code = await app.end(QUIT_MS);

  expect(code).toBe(0);
  await until("no process", () => app.processes().length === 0, 500);
});

test("quits within its limit when the measuring process does not answer any more", async () => {
  const app = openApp("--hidden");
  const item = await onlyTrayItem(desktop);
  const engine = await app.engine();
  process.kill(engine.pid, "SIGSTOP");

  const askedAt = performance.now();
  await item.chooseRow("Quit");
  await app.end(QUIT_MS + 1_000);

  expect(performance.now() - askedAt).toBeLessThan(QUIT_MS + 300);
  await until("no process", () => app.processes().length === 0, 1_000);
});

test("starts the measuring process again after it was killed, says so, and switches as before", async () => {
  const app = openApp("--hidden");
  const item = await onlyTrayItem(desktop);
  await until("a first look", () => item.row("Healthy"), 20_000);
  const first = await app.engine();

  process.kill(first.pid, "SIGKILL");
  const said = await until("a tray that says so", () => item.row("Measuring stopped once").label);
  const second = await app.engine();
  await item.chooseRow("Office");
  await until("the new profile", () => item.row("Office").checked);

  expect(said).toBe("Measuring stopped once and was started again");
  expect(second.pid).not.toBe(first.pid);
  const shown = execFileSync("go", ["env", "GOPROXY"], { env: { ...app.env }, encoding: "utf8", cwd: "/" });
  expect(shown.trim()).toBe(zoo.url("good11"));
});

test("leaves no process behind when it is killed itself", async () => {
  const app = openApp();
  await app.engine();

  app.signal("SIGKILL");
  await app.end(QUIT_MS);

  await until("no process", () => app.processes().length === 0, 3_000);
});

test("runs once for each home", async () => {
  const [one, other] = [openApp("--hidden"), openApp("--hidden")];

  await until("two icons", () => trayItems(desktop).length === 2);

  expect([one.processes().length > 0, other.processes().length > 0]).toEqual([true, true]);
});
