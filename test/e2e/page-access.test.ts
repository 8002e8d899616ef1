// The page without a mouse, enlarged, in the colours of high contrast, and without motion: every view.
import type { Page } from "@playwright/test";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { clippedTexts, sideways } from "./support/page-checks.ts";
import { PageStage, VIEWS } from "./support/page-stage.ts";
import { lostMarks, moving, smallTargets, type TabStop, tabStops, wanted } from "./support/page-touch.ts";

let stage: PageStage;
let page: Page;

beforeAll(async () => {
  stage = await PageStage.open();
  page = stage.page;
});

afterAll(() => stage.close());

beforeEach(async () => {
  await page.emulateMedia({ reducedMotion: "reduce", forcedColors: "none" });
  await stage.resize(1000);
  await stage.enter("degraded");
});

/** Whether a stop stands above the one before, or to its left in the same line, within the same part of the page. */
function goesBack(before: TabStop, after: TabStop): boolean {
  if (before.part !== after.part) return false;
  const isAbove = after.bottom <= before.top;
  const isSameLine = after.top < before.bottom && after.bottom > before.top;
  return isAbove || (isSameLine && after.left < before.left);
}

test.each(VIEWS)(
  "%s: Tab reaches everything once, in the order it is seen, shows where it is, and leaves",
  async (view) => {
    await stage.go(view);
    const stops = await tabStops(page);
    expect(stops.map(({ name }) => name)).toEqual(await wanted(page));
    expect(stops.filter(({ isMarked }) => !isMarked).map(({ name }) => name)).toEqual([]);
    const backwards = stops.slice(1).filter((stop, at) => goesBack(stops[at]!, stop));
    expect(backwards.map(({ name }) => name)).toEqual([]);
  },
);

test("Tab comes to the skip link first, and Enter there leads to the content", async () => {
  await page.keyboard.press("Tab");
  const link = page.locator(":focus");
  expect(await link.getAttribute("class")).toContain("skip-link");
  const box = await link.boundingBox();
  expect(box?.width).toBeGreaterThanOrEqual(24);
  await page.keyboard.press("Enter");
  expect(await page.locator(":focus").evaluate((element) => element.localName)).toBe("main");
});

test.each(VIEWS)("%s: everything that is pressed is 24 pixels large, or its label is", async (view) => {
  await stage.go(view);
  expect(await smallTargets(page)).toEqual([]);
});

test.each(VIEWS)("%s: at 200 % nothing is lost and nothing scrolls sideways", async (view) => {
  await stage.go(view);
  const before = await wanted(page);
  await stage.resize(640, 400, 2);
  await stage.go(view);
  expect(await wanted(page)).toEqual(before);
  expect([...(await clippedTexts(page)), ...(await sideways(page))]).toEqual([]);
});

test.each(VIEWS)("%s: nothing moves for those who asked for no motion", async (view) => {
  await stage.go(view);
  await page.locator("nav button").first().hover();
  await stage.dress({ theme: "dark", language: "en" });
  expect(await moving(page)).toEqual([]);
});

test("something moves for all others", async () => {
  await page.emulateMedia({ reducedMotion: "no-preference" });
  await stage.go("status");
  expect(await moving(page)).not.toEqual([]);
});

test.each(VIEWS.flatMap((view) => (["light", "dark"] as const).map((theme) => ({ view, theme }))))(
  "$view, $theme: marks keep their contrast where the system forces its colours",
  async ({ view, theme }) => {
    await page.emulateMedia({ forcedColors: "active", colorScheme: theme });
    await stage.go(view);
    expect(await lostMarks(page)).toEqual([]);
  },
);

test("shows whether a switch is on where the system forces its colours", async () => {
  await page.emulateMedia({ forcedColors: "active" });
  await stage.go("status");
  const toggle = page.getByRole("switch").first();
  const pictures: string[] = [];
  for (const state of ["checked", "unchecked"]) {
    await toggle.evaluate((element, to) => {
      for (const part of [element, ...element.children]) part.setAttribute("data-state", to);
    }, state);
    pictures.push((await toggle.screenshot()).toString("base64"));
  }
  expect(pictures[0]).not.toBe(pictures[1]);
});
