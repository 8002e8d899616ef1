// The ways that a user goes through the real window: each click reaches the real engine and the real go env file.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { type Browser, chromium, type Page } from "@playwright/test";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { openZoo, type Zoo } from "../support/zoo.ts";
import { type Desktop, startDesktop } from "./support/desktop.ts";
import { Gangway, type Scene } from "./support/gangway.ts";
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

/** The app's window, with a profile that answers not like a proxy in force, and one that serves. */
async function open(changes: Partial<Scene> = {}): Promise<Page> {
  const profiles = [
    { name: "broken", title: "Broken", goproxy: zoo.url("html") },
    { name: "office", title: "Office", goproxy: zoo.url("good") },
  ];
  gangway = new Gangway({ desktop, caFile: zoo.caFile, profiles, ...changes });
  gangway.start("--remote-debugging-port=0");
  const connected = await chromium.connectOverCDP(await gangway.debuggerAddress());
  browser = connected;
  const page = await until("the window's page", () => connected.contexts().flatMap((context) => context.pages())[0]);
  await page.getByRole("navigation").waitFor({ timeout: 20_000 });
  return page;
}

/** What the real go command makes of the file. */
function goproxy(): string {
  return execFileSync("go", ["env", "GOPROXY"], { env: { ...gangway.env }, encoding: "utf8", cwd: "/" }).trim();
}

function settings(): Readonly<Record<string, unknown>> {
  return JSON.parse(readFileSync(path.join(gangway.home, "settings.json"), "utf8")) as Record<string, unknown>;
}

test("the first run: measures, proposes what serves, writes it once told to, and undoes it", async () => {
  const page = await open();
  const proposal = page.getByRole("region", { name: "Office looks best on this network" });
  await proposal.waitFor({ timeout: 20_000 });
  expect(goproxy()).toBe(zoo.url("html"));

  await proposal.getByRole("button", { name: "Use Office" }).click();
  await page.getByText("go env now uses Office.").waitFor();
  expect(goproxy()).toBe(zoo.url("good"));
  await until("the answer is kept", () => settings()["proposalAnswered"] === true);
  await until("no proposal", async () => (await proposal.count()) === 0);

  await page.getByRole("button", { name: "Undo last switch" }).click();
  await page.getByText("The last switch was taken back.").waitFor();
  expect(goproxy()).toBe(zoo.url("html"));
});

test("a profile with a bad value is kept only when it is right", async () => {
  const page = await open();
  await page.keyboard.press("Control+3");
  await page.getByRole("button", { name: /^Office/ }).click();
  const text = page.getByRole("textbox", { name: "The same as text" });
  await text.fill("goproxy");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByText(/Go would refuse GOPROXY: goproxy/).waitFor();
  expect(await text.evaluate((field) => field === document.activeElement)).toBe(true);
  expect(JSON.stringify(settings()["profiles"])).not.toContain('"goproxy"');

  await text.fill(zoo.url("good11"));
  await page.getByRole("region", { name: "What to expect of it here and now" }).waitFor();
  await page.getByRole("button", { name: "Save and use" }).click();
  await page.getByText("office is saved.").waitFor();
  await until("go uses the new value", () => goproxy() === zoo.url("good11"));
});

test("a decision tells what it rests on, and a network is what the user says it is", async () => {
  const page = await open();
  const card = page.getByRole("region", { name: "Profile in force" });
  await card.getByText("Why, and what else?").click();
  await card.getByRole("heading", { name: "What would change it" }).waitFor({ timeout: 20_000 });

  const choice = page.getByRole("combobox", { name: "This is" });
  if ((await choice.count()) === 0) {
    console.warn("no network here: what it is cannot be said");
    return;
  }
  await choice.selectOption("campus");
  await page.getByText("You said so").waitFor();
  await until("it is kept", () => Object.values(settings()["corrections"] ?? {})[0] === "campus");
});

test("the history is zoomed, and the way of a module explained", async () => {
  const page = await open();
  await page.getByText("Last measured").first().waitFor({ timeout: 20_000 });
  await page.keyboard.press("Control+2");
  const chart = page.getByRole("img", { name: /Median time per endpoint/ });
  await chart.waitFor({ timeout: 20_000 });
  const before = await chart.getAttribute("aria-label");
  await page.getByRole("button", { name: "Zoom in" }).click();
  await until("another stretch in sight", async () => (await chart.getAttribute("aria-label")) !== before);

  await page.keyboard.press("Control+4");
  await page
    .getByText(/^Checked /)
    .first()
    .waitFor();
  await page.getByRole("textbox", { name: "Module, with or without a version" }).fill("example.com/module");
  await page.keyboard.press("Enter");
  await page.getByText("first in GOPROXY").waitFor();
});

test("speaks another language at once, pauses and goes on, and quits", async () => {
  const page = await open();
  await page.keyboard.press("Control+5");
  await page.getByRole("combobox", { name: "Language" }).selectOption("zh-CN");
  await page.getByRole("heading", { level: 1, name: "设置" }).waitFor();
  await until("it is kept", () => settings()["language"] === "zh-CN");
  await page.getByRole("combobox", { name: "语言" }).selectOption("en");
  await page.getByRole("heading", { level: 1, name: "Settings" }).waitFor();

  await page.keyboard.press("Control+1");
  await page.getByRole("button", { name: "Pause" }).click();
  await page.getByRole("menuitem", { name: "For 1 hour" }).click();
  await page.getByRole("heading", { level: 1, name: "Paused" }).waitFor();
  await page.getByRole("button", { name: "Go on" }).click();
  await until("it goes on", async () => (await page.getByRole("heading", { level: 1, name: "Paused" }).count()) === 0);

  await browser?.close();
  browser = null;
  await desktop.press("gangway", "ctrl+q");
  expect(await gangway.end(10_000)).toBe(0);
  expect(existsSync(path.join(gangway.home, "settings.json"))).toBe(true);
});

test("starts at login once told to, by an entry that a desktop reads", async () => {
  const page = await open();
  await page.keyboard.press("Control+5");
  const toggle = page.getByRole("switch", { name: "Start at login" });
  await toggle.click();
  await page.getByText("Gangway will be in the tray after the next login.").waitFor();
  const config = gangway.env["XDG_CONFIG_HOME"] ?? path.join(gangway.env["HOME"] ?? "", ".config");
  const entry = readFileSync(path.join(config, "autostart/gangway.desktop"), "utf8");
  expect(entry).toContain("--hidden");
  await toggle.click();
  await page.getByText("Gangway starts only when you start it.").waitFor();
});
