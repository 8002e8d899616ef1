import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { openZoo, type Zoo } from "../support/zoo.ts";
import { type Desktop, startDesktop } from "./support/desktop.ts";
import { Gangway, type Scene } from "./support/gangway.ts";
import { onlyTrayItem, type TrayItem } from "./support/tray-item.ts";
import { until } from "./support/until.ts";

let zoo: Zoo;
let desktop: Desktop;
let gangway: Gangway | null = null;

beforeAll(async () => {
  [zoo, desktop] = await Promise.all([openZoo(), startDesktop()]);
});

afterEach(async ({ task }) => {
  if (task.result?.state === "fail") console.error(gangway?.output);
  await gangway?.stop();
  gangway = null;
});

afterAll(async () => {
  await desktop.stop();
  await zoo.close();
});

const HOME = { name: "home", title: "Home" };
const OFFICE = { name: "office", title: "Office & lab" };

function openApp(changes: Partial<Scene> = {}): Gangway {
  const profiles = [
    { ...HOME, goproxy: zoo.url("good") },
    { ...OFFICE, goproxy: zoo.url("good11") },
  ];
  gangway = new Gangway({ desktop, caFile: zoo.caFile, profiles, ...changes });
  gangway.start("--hidden");
  return gangway;
}

/** What the real go command makes of the file. */
function goproxyOf(app: Gangway): string {
  return execFileSync("go", ["env", "GOPROXY"], { env: { ...app.env }, encoding: "utf8", cwd: "/" }).trim();
}

async function trayThatSays(status: string): Promise<TrayItem> {
  const item = await onlyTrayItem(desktop);
  await until(`a tray that says ${status}`, () => item.row(status), 20_000);
  return item;
}

/** The tray's corner of the panel. */
const CORNER = "30x30+0+0";

test("shows an icon that tells a healthy proxy from one that is down by its shape and colour", async () => {
  openApp();
  await trayThatSays("Healthy");
  const healthy = await until("an icon on the panel", () => isDrawn(desktop.pixels(CORNER)) && desktop.pixels(CORNER));
  await gangway?.stop();

  openApp({ profiles: [{ ...HOME, goproxy: zoo.url("resetAfterHello") }] });
  const item = await trayThatSays("Down");
  const down = await until("another icon", () => {
    const pixels = desktop.pixels(CORNER);
    return isDrawn(pixels) && !pixels.equals(healthy) && pixels;
  });

  expect(item.pixmaps.length).toBeGreaterThan(0);
  expect([mainColour(healthy), mainColour(down)]).toEqual(["green", "red"]);
  expect(outline(healthy)).not.toEqual(outline(down));
});

test("names profile, network and worst endpoint in one line", async () => {
  openApp();

  const item = await trayThatSays("Healthy");

  expect(item.tooltip).toMatch(/^Gangway: Home, [a-z ]+, localhost:\d+: healthy, \d+ ms, 100 %$/);
});

test("offers profiles, switches and the way out", async () => {
  openApp();

  const item = await trayThatSays("Healthy");

  const rows = item.menu().filter((r) => r.kind !== "separator");
  expect(rows.map((r) => r.label)).toEqual([
    expect.stringMatching(/^Healthy · /),
    expect.stringMatching(/^localhost:\d+: healthy/),
    expect.stringMatching(/^Home · 100 % · \d+ ms$/),
    expect.stringMatching(/^Office & lab/),
    "Auto-switch",
    "Pause for an hour",
    "Test now",
    "Undo last switch",
    "Recent decisions",
    expect.stringMatching(/^\d\d:\d\d {2}Stay with Home: Home serves/),
    "Copy",
    "Profile for sh, bash and zsh",
    "Profile for fish",
    "Profile for PowerShell",
    "Diagnostics for a bug report",
    "Open Gangway",
    "Quit",
  ]);
  expect(rows.filter((r) => r.kind === "radio").map((r) => r.checked)).toEqual([true, false]);
  expect(item.row("Undo last switch").enabled).toBe(false);
});

test("switches the profile for the real go command, and an undo brings back every byte", async () => {
  const app = openApp();
  const item = await trayThatSays("Healthy");
  const before = readFileSync(app.goenv);

  await item.chooseRow("Office & lab");
  await until("the menu marks the new profile", () => item.row("Office & lab").checked);
  const switched = goproxyOf(app);
  await item.chooseRow("Undo last switch (back to Home)");
  await until("the menu marks the old profile", () => item.row("Home").checked);

  expect(switched).toBe(zoo.url("good11"));
  expect(goproxyOf(app)).toBe(zoo.url("good"));
  expect(readFileSync(app.goenv).equals(before)).toBe(true);
});

test("pauses, goes on and keeps what was said about switching by itself", async () => {
  const app = openApp();
  const item = await trayThatSays("Healthy");

  await item.chooseRow("Pause for an hour");
  await until("a paused tray", () => item.row("Paused"));
  await item.chooseRow("Resume (60 minutes left)");
  await until("a tray that goes on", () => item.row("Healthy"));
  await item.chooseRow("Auto-switch");
  await until("a ticked item", () => item.row("Auto-switch").checked);

  const settings = JSON.parse(readFileSync(`${app.home}/settings.json`, "utf8")) as { readonly auto: boolean };
  expect(settings.auto).toBe(true);
});

test("speaks Chinese when the settings say so", async () => {
  openApp({ settings: { language: "zh-CN" } });

  const item = await trayThatSays("正常");

  expect(item.menu().map((r) => r.label)).toContain("撤销上次切换");
});

test("appears on a panel that comes up after the app, and on one that is started again", async () => {
  const late = await startDesktop({ panel: false });
  const app = new Gangway({ desktop: late, caFile: zoo.caFile, profiles: [{ ...HOME, goproxy: zoo.url("good") }] });
  try {
    app.start("--hidden");
    await app.engine();
    // The icon is made within milliseconds of the engine's start; nothing tells of one that nobody shows.
    await sleep(1_000);
    await late.startPanel();
    const first = await onlyTrayItem(late);
    const label = await until("a menu", () => first.row("Healthy").label);
    await late.stopPanel();
    await late.startPanel();
    const second = await onlyTrayItem(late);

    expect(label).toMatch(/^Healthy/);
    expect(second.row("Quit").enabled).toBe(true);
  } finally {
    await app.stop();
    await late.stop();
  }
});

/** Whether the area shows more than the panel's ground. */
function isDrawn(pixels: Buffer): boolean {
  return new Set(coloursOf(pixels)).size > 4;
}

function coloursOf(pixels: Buffer): readonly string[] {
  return Array.from({ length: pixels.length / 3 }, (_, i) => pixels.toString("hex", i * 3, i * 3 + 3));
}

/** Which pixels differ from the ground, as a picture of ones and zeros. */
function outline(pixels: Buffer): string {
  const ground = coloursOf(pixels)[0];
  return coloursOf(pixels)
    .map((colour) => (colour === ground ? "0" : "1"))
    .join("");
}

/** Whether more of the strong pixels are green or red. */
function mainColour(pixels: Buffer): "green" | "red" {
  let balance = 0;
  for (let i = 0; i + 2 < pixels.length; i += 3) {
    const difference = (pixels[i + 1] ?? 0) - (pixels[i] ?? 0);
    if (Math.abs(difference) > 60) balance += Math.sign(difference);
  }
  return balance > 0 ? "green" : "red";
}
