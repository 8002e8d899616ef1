// What the window asks of the desktop, in the real app: start at login, hot keys, clipboard, diagnostics.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { type Browser, chromium, type Page } from "@playwright/test";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { openZoo, type Zoo } from "../support/zoo.ts";
import { type Desktop, startDesktop } from "./support/desktop.ts";
import { Gangway } from "./support/gangway.ts";
import { until } from "./support/until.ts";

let zoo: Zoo;
let desktop: Desktop;
let apps: Gangway[] = [];
let browsers: Browser[] = [];

beforeAll(async () => {
  [zoo, desktop] = await Promise.all([openZoo(), startDesktop()]);
});

afterEach(async ({ task }) => {
  if (task.result?.state === "fail") for (const app of apps) console.error(app.output);
  for (const browser of browsers) await browser.close();
  for (const app of apps) await app.stop();
  [apps, browsers] = [[], []];
});

afterAll(async () => {
  await desktop.stop();
  await zoo.close();
});

/** An app with two profiles, of which the first is in force, and its page. */
async function openApp(): Promise<Page> {
  const profiles = [
    { name: "home", title: "Home", goproxy: zoo.url("good") },
    { name: "office", title: "Office", goproxy: zoo.url("good11") },
  ];
  const app = new Gangway({ desktop, caFile: zoo.caFile, profiles });
  apps.push(app);
  app.start("--remote-debugging-port=0");
  const connected = await chromium.connectOverCDP(await app.debuggerAddress());
  browsers.push(connected);
  const page = await until("the window's page", () => connected.contexts().flatMap((context) => context.pages())[0]);
  await until("a first snapshot", () => call(page, "snapshot:read"), 20_000);
  return page;
}

function call(page: Page, name: string, ...args: readonly unknown[]): Promise<unknown> {
  return page.evaluate(
    ([asked, given]) => {
      const { app } = window as unknown as { readonly app: Record<string, (...all: unknown[]) => Promise<unknown>> };
      return app[asked]?.(...given);
    },
    [name, args] as const,
  );
}

function pressAnywhere(keys: string): void {
  spawnSync("xdotool", ["key", keys], { env: { ...desktop.env }, timeout: 5_000 });
}

test("starts at login while the user wants it, and leaves no entry behind", async () => {
  const page = await openApp();
  const file = path.join(desktop.env["XDG_CONFIG_HOME"] ?? "", "autostart/gangway.desktop");

  const on = await call(page, "login:set", true);
  const entry = readFileSync(file, "utf8");
  const off = await call(page, "login:set", false);

  expect(on).toEqual({ supported: true, enabled: true, effective: "on" });
  expect(entry).toMatch(/^Exec=.* --home .* --hidden$/m);
  expect(off).toEqual({ supported: true, enabled: false, effective: "off" });
  expect(existsSync(file)).toBe(false);
});

test("switches by a hot key, says what became of each, and leaves a key to whoever has it", async () => {
  const page = await openApp();
  const taken = await call(page, "hotkeys:set", "office", "Control+Alt+K");
  const second = await call(page, "hotkeys:set", "home", "Alt+Control+K");
  const other = await openApp();
  const elsewhere = await call(other, "hotkeys:set", "#window", "Control+Alt+K");
  await call(page, "hotkeys:set", "home", null);
  pressAnywhere("ctrl+alt+k");

  expect(taken).toMatchObject({
    keys: [
      { profile: "home", state: "off" },
      { profile: "office", state: "on" },
    ],
  });
  expect(second).toMatchObject({ keys: [{ state: "on" }, { state: "duplicate" }] });
  expect(elsewhere).toMatchObject({ open: { accelerator: "Control+Alt+K", state: "taken" } });
  await until(
    "the other profile",
    async () => ((await call(page, "snapshot:read")) as { active: string }).active === "office",
  );
});

test("puts texts on the clipboard that others can read, diagnostics without the home folder among them", async () => {
  const page = await openApp();

  await call(page, "clipboard:write", "export GOPROXY='off'");
  await page.evaluate(() => {
    const area = document.createElement("textarea");
    area.id = "pasted";
    document.body.replaceChildren(area);
    area.focus();
  });
  await desktop.press("gangway", "ctrl+v");
  const written = await until("a pasted text", () => page.locator("#pasted").inputValue());
  const text = await call(page, "diagnostics:copy");

  expect(written).toBe("export GOPROXY='off'");
  expect(text).toMatch(/^Gangway \d+\.\d+\.\d+\nElectron /);
  expect(text).not.toContain(desktop.folder);
});
