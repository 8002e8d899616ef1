import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type Browser, chromium, type Page } from "@playwright/test";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { version } from "../../package.json" with { type: "json" };
import { CALLS } from "../../shared/ipc/channels.ts";
import { openZoo, type Zoo } from "../support/zoo.ts";
import { endOf } from "./support/children.ts";
import { type Desktop, startDesktop } from "./support/desktop.ts";
import { Gangway } from "./support/gangway.ts";
import { onlyTrayItem } from "./support/tray-item.ts";
import { until } from "./support/until.ts";

let zoo: Zoo;
let desktop: Desktop;
let gangway: Gangway;
let browser: Browser | null = null;

beforeAll(async () => {
  [zoo, desktop] = await Promise.all([openZoo(), startDesktop()]);
});

afterEach(async ({ task }) => {
  if (task.result?.state === "fail") console.error(gangway.output);
  await browser?.close();
  browser = null;
  await gangway.stop();
});

afterAll(async () => {
  await desktop.stop();
  await zoo.close();
});

/** The app in a home of its own, not started. */
function anApp(): Gangway {
  const profiles = [{ name: "home", title: "Home", goproxy: zoo.url("good") }];
  gangway = new Gangway({ desktop, caFile: zoo.caFile, profiles });
  return gangway;
}

function openApp(...args: readonly string[]): Gangway {
  const app = anApp();
  app.start("--remote-debugging-port=0", ...args);
  return app;
}

/** The app's window, seen through Chromium's debugger. */
async function pageOf(app: Gangway): Promise<Page> {
  const connected = await chromium.connectOverCDP(await app.debuggerAddress());
  browser = connected;
  return until("the window's page", () => connected.contexts().flatMap((context) => context.pages())[0]);
}

function isVisible(): boolean {
  return desktop.shows("gangway");
}

test("opens from the menu and shows the sample that was just taken", async () => {
  const app = openApp("--hidden");
  const item = await onlyTrayItem(desktop);
  await until("a first look", () => item.row("Healthy"), 20_000);
  const visibleBefore = isVisible();

  await item.chooseRow("Open Gangway");
  await until("a window", isVisible);
  const page = await pageOf(app);

  expect(visibleBefore).toBe(false);
  await until("the endpoint in the window", async () =>
    (await page.locator("body").innerText()).includes(zoo.address("good")),
  );
});

test("hides when closed, says where Gangway is, and comes back where it was", async () => {
  const app = openApp();
  await until("a window", isVisible);
  const item = await onlyTrayItem(desktop);

  await desktop.press("gangway", "ctrl+w");
  await until("no window", () => !isVisible());
  const said = await until("a word in the menu", () => item.row("The window is closed").label);
  await item.chooseRow("Open Gangway");
  await until("the window again", isVisible);
  await until("no word in the menu", () => !item.menu().some((r) => r.label === said));

  const kept = JSON.parse(readFileSync(`${app.home}/window.json`, "utf8")) as unknown;
  expect(kept).toMatchObject({ width: 1000, height: 720 });
});

test("opens a new window after its page closed itself", async () => {
  const app = openApp();
  const item = await onlyTrayItem(desktop);
  const page = await pageOf(app);

  await page.evaluate(() => {
    window.close();
  });
  await until("no window", () => !isVisible());
  await item.chooseRow("Open Gangway");

  await until("a window", isVisible);
});

test("comes to the front when Gangway is started again", async () => {
  const app = openApp("--hidden");
  await onlyTrayItem(desktop);
  const startedAt = performance.now();

  const second = app.startAgain();
  const code = await endOf(second, 5_000);
  await until("the window of the first", isVisible);

  expect(code).toBe(0);
  expect(performance.now() - startedAt).toBeLessThan(3_000);
  expect(app.processes().some((p) => p.pid === second.pid)).toBe(false);
});

test("gives the page no more than the contract, and refuses a call with wrong arguments", async () => {
  const app = openApp();
  const page = await pageOf(app);

  const answers = await page.evaluate(async () => {
    const bridge = (window as unknown as { app: Record<string, (...args: unknown[]) => Promise<unknown>> }).app;
    const attempt = (name: string, ...args: unknown[]): Promise<unknown> =>
      Promise.resolve(bridge[name]?.(...args)).catch((error: unknown) => String(error));
    return {
      names: Object.keys(bridge),
      powers: ["require", "process", "module"].filter((name) => name in window),
      badName: await attempt("profile:choose", "../../etc"),
      tooMany: await attempt("probe:now", "now"),
      snapshot: (await attempt("snapshot:read")) !== undefined,
      opened: window.open("http://127.0.0.1:9/") === null,
    };
  });

  expect(answers).toEqual({
    names: [...CALLS, "on"],
    powers: [],
    badName: expect.stringContaining("refused profile:choose"),
    tooMany: expect.stringContaining("refused probe:now"),
    snapshot: true,
    opened: true,
  });
  expect(app.output).toContain("refused the call profile:choose");
});

test("stays on its page whatever the page asks for", async () => {
  const app = openApp();
  const page = await pageOf(app);
  await page.waitForLoadState();
  const address = page.url();

  await page.evaluate((elsewhere) => {
    location.href = elsewhere;
  }, zoo.url("html"));
  await page.waitForTimeout(500);

  expect(page.url()).toBe(address);
});

test("drops a state of the run before that cannot be drawn, says so in its log, and shows what is", async () => {
  const app = anApp();
  const snapshot = { at: 1, status: "measuring", profiles: [], settings: {} };
  writeFileSync(path.join(app.home, "last-snapshot.json"), JSON.stringify({ version, snapshot }));
  app.start("--remote-debugging-port=0");
  const page = await pageOf(app);

  await page.getByText("Go can fetch modules here.").waitFor({ timeout: 20_000 });
  expect(app.output).toContain("the window: TypeError");
});
