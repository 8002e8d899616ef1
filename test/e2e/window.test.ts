import { type Browser, chromium, type Page } from "@playwright/test";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
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

function openApp(...args: readonly string[]): Gangway {
  const profiles = [{ name: "home", title: "Home", goproxy: zoo.url("good") }];
  gangway = new Gangway({ desktop, caFile: zoo.caFile, profiles });
  gangway.start("--remote-debugging-port=0", ...args);
  return gangway;
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
