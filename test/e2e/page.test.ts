// The built page in a real Chromium, over a fake shell: what only a layout and a policy can show.
import { readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { _electron, type CDPSession, type ElectronApplication, type Page } from "@playwright/test";
import type { AxeResults } from "axe-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Snapshot } from "../../shared/domain/snapshot.ts";
import { CROWDED } from "../renderer/support/crowded.ts";
import { fakeBridge } from "../renderer/support/fake-bridge.ts";
import { DEGRADED, FIRST_RUN, historyPage, LONG_TITLES } from "../renderer/support/snapshots.ts";
import { type Desktop, startDesktop } from "./support/desktop.ts";
import { builtApp } from "./support/gangway.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");
const STAGE = path.join(ROOT, "test/renderer/support/stage.cjs");
const AXE = readFileSync(path.join(ROOT, "node_modules/axe-core/axe.min.js"), "utf8");

let desktop: Desktop;
let electron: ElectronApplication;
let page: Page;
let session: CDPSession;
const complaints: string[] = [];

beforeAll(async () => {
  desktop = await startDesktop({ panel: false });
  const { command, args } = builtApp();
  const env = { ...desktop.env };
  electron = await _electron.launch({ executablePath: command, args: ["--no-sandbox", STAGE], env });
  page = await electron.firstWindow();
  session = await page.context().newCDPSession(page);
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.addInitScript(`
    const kept = sessionStorage.getItem("answers");
    if (kept !== null) window.app = (${fakeBridge.toString()})(JSON.parse(kept));
    document.addEventListener("securitypolicyviolation", (e) => console.error("policy: " + e.violatedDirective));
  `);
  await page.goto(pathToFileURL(path.join(args[0] ?? ROOT, "out/renderer/index.html")).href);
});

afterAll(async () => {
  await electron.close();
  await desktop.stop();
});

/** Shows a view of the page over this snapshot, `width` CSS pixels wide. */
async function show(snapshot: Snapshot, view: number, width: number): Promise<void> {
  const answers = JSON.stringify({ snapshot, history: historyPage() });
  await session.send("Emulation.setDeviceMetricsOverride", { width, height: 800, deviceScaleFactor: 1, mobile: true });
  await page.evaluate((kept) => {
    sessionStorage.setItem("answers", kept);
  }, answers);
  complaints.length = 0;
  await page.reload();
  await page.getByRole("navigation").waitFor();
  await page.keyboard.press(`Control+${String(view)}`);
  if (view === 2) await page.locator(".chart canvas").waitFor();
  await page.evaluate(() => {
    for (const details of document.querySelectorAll("details")) details.open = true;
  });
}

/** What is wrong with the page as it stands. */
async function faults(): Promise<readonly string[]> {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate<AxeResults>("axe.run(document)");
  const sideways = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`);
  return [...found, ...complaints, ...(sideways > 0 ? [`${String(sideways)} px too wide`] : [])];
}

const CASES = [1, 2, 3].flatMap((view) =>
  [360, 900, 2560].flatMap((width) =>
    (["light", "dark"] as const).map(
      (theme) => ({ view, width, theme, language: width === 900 ? "zh-CN" : "en" }) as const,
    ),
  ),
);

test.each(CASES)("view $view, $width px, $theme, $language: contrast, policy and width are right", async (look) => {
  const { view, width, theme, language } = look;
  await show({ ...DEGRADED, settings: { ...DEGRADED.settings, theme, language } }, view, width);
  expect(await faults()).toEqual([]);
});

test.each([
  ["forty endpoints", CROWDED],
  ["long titles", LONG_TITLES],
  ["the first run", FIRST_RUN],
])("%s fit the narrowest window", async (_name, snapshot) => {
  await show(snapshot, 1, 360);
  expect(await faults()).toEqual([]);
});

test.each([360, 700, 1000])("breaks no word of a profile's title, %i px", async (width) => {
  await show({ ...DEGRADED, settings: { ...DEGRADED.settings, language: "en" } }, 1, width);
  const broken = await page.locator(".profile-head h3").evaluateAll((titles) =>
    titles
      .map((title) => {
        const range = document.createRange();
        range.selectNodeContents(title);
        const lines = new Set([...range.getClientRects()].map(({ top }) => top)).size;
        return { text: title.textContent, lines };
      })
      .filter(({ text, lines }) => lines > text.split(" ").length),
  );
  expect(broken).toEqual([]);
});

test("draws the lines in the colours of the theme", async () => {
  const inked = async (theme: "light" | "dark"): Promise<number> => {
    await show({ ...DEGRADED, settings: { ...DEGRADED.settings, theme } }, 2, 900);
    const [red, green, blue] = theme === "light" ? [0x00, 0x61, 0x8a] : [0x6c, 0xc5, 0xee];
    return page.locator(".chart canvas").evaluate(
      (canvas, [r, g, b]) => {
        const { width, height } = canvas as HTMLCanvasElement;
        const { data } = (canvas as HTMLCanvasElement).getContext("2d")?.getImageData(0, 0, width, height) ?? {
          data: [],
        };
        let count = 0;
        for (let at = 0; at < data.length; at += 4) {
          if (data[at] === r && data[at + 1] === g && data[at + 2] === b) count += 1;
        }
        return count;
      },
      [red, green, blue] as const,
    );
  };
  expect(await inked("light")).toBeGreaterThan(50);
  expect(await inked("dark")).toBeGreaterThan(50);
});

test("zooms by dragging over the chart, and back, and draws it all in the same chart", async () => {
  await show(DEGRADED, 2, 900);
  const chart = page.locator(".chart");
  const before = await chart.getAttribute("aria-label");
  const canvas = await chart.locator("canvas").elementHandle();
  const drawn = () => canvas.evaluate((each) => each.isConnected && (each as HTMLCanvasElement).toDataURL());
  const whole = await drawn();
  const box = await page.locator(".u-over").boundingBox();
  if (box === null) throw new Error("the chart has no place on the page");
  await page.mouse.move(box.x + 100, box.y + 50);
  await page.mouse.down();
  await page.mouse.move(box.x + 300, box.y + 60, { steps: 5 });
  await page.mouse.up();
  await expect.poll(() => chart.getAttribute("aria-label")).not.toBe(before);
  await expect.poll(drawn).not.toBe(whole);
  expect(await drawn()).toMatch(/^data:image\/png/);
  await page.getByRole("button", { name: "Whole range" }).click();
  await expect.poll(() => chart.getAttribute("aria-label")).toBe(before);
  await expect.poll(drawn).toBe(whole);
});

test("leaves the picture in the hand that holds it when newer points come", async () => {
  await show(DEGRADED, 2, 900);
  const canvas = await page.locator(".chart canvas").elementHandle();
  const drawn = () => canvas.evaluate((each) => each.isConnected && (each as HTMLCanvasElement).toDataURL());
  const whole = await drawn();
  await page.getByRole("button", { name: "Zoom in" }).click();
  await expect.poll(drawn).not.toBe(whole);
  const before = await drawn();
  const box = await page.locator(".u-over").boundingBox();
  if (box === null) throw new Error("the chart has no place on the page");
  await page.keyboard.down("Shift");
  await page.mouse.move(box.x + 200, box.y + 50);
  await page.mouse.down();
  await page.mouse.move(box.x + 320, box.y + 50, { steps: 5 });
  await expect.poll(drawn).not.toBe(before);
  const held = await drawn();

  const reads = await page.evaluate(
    (snapshot) => {
      const shell = window.app as unknown as ReturnType<typeof fakeBridge>;
      shell.push(snapshot);
      return shell.calls.filter(({ name }) => name === "history:read").length;
    },
    { ...DEGRADED, at: DEGRADED.at + 60_000 },
  );
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  const after = await drawn();
  await page.mouse.up();
  await page.keyboard.up("Shift");

  expect(reads).toBeGreaterThan(1);
  expect(after).toBe(held);
});
