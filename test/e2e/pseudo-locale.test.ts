// The page in a language that is longer than English: built anew with the pseudo-locale in the place of English, shown in
// every view and state, and measured for texts that are cut off, stick out or make the page scroll sideways.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import react from "@vitejs/plugin-react";
import { build } from "vite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { pseudoLocale, pseudoText } from "../renderer/support/pseudo-locale.ts";
import { HEALTHY } from "../renderer/support/snapshots.ts";
import { STATE_NAMES } from "../renderer/support/states.ts";
import { clippedTexts, sideways } from "./support/page-checks.ts";
import { PageStage, VIEWS } from "./support/page-stage.ts";

/** A phone's width, which is that of a narrow window at 300 %, the usual one, and a wide screen. */
const WIDTHS = [360, 1000, 2560];

const folder = mkdtempSync(path.join(tmpdir(), "gangway-pseudo-"));
let stage: PageStage;

beforeAll(async () => {
  await build({
    configFile: false,
    logLevel: "error",
    root: path.resolve(import.meta.dirname, "../../renderer"),
    base: "./",
    plugins: [react(), pseudoLocale()],
    build: { outDir: folder, emptyOutDir: true, target: "chrome130", chunkSizeWarningLimit: 1000 },
  });
  stage = await PageStage.open(folder);
});

afterAll(async () => {
  await stage.close();
  rmSync(folder, { recursive: true });
});

test.each(STATE_NAMES)("%s: every text has room in every view, at every width", async (state) => {
  const found: string[] = [];
  await stage.enter(state);
  await stage.dress({ theme: "light", language: "en" });
  for (const view of VIEWS) {
    for (const width of WIDTHS) {
      await stage.resize(width);
      await stage.go(view);
      const faults = [...(await clippedTexts(stage.page)), ...(await sideways(stage.page))];
      found.push(...faults.map((fault) => `${view}, ${String(width)} px: ${fault}`));
    }
  }
  expect(found).toEqual([]);
});

test("shows texts of the pseudo-locale, and finds what has no room", async () => {
  await stage.enter("normal");
  await stage.push({ ...HEALTHY, settings: { ...HEALTHY.settings, language: "en" } });
  await stage.page.getByText(pseudoText("Gangway")).first().waitFor();
  await stage.page.evaluate(() => {
    const [first, second] = document.querySelectorAll<HTMLElement>("main h2");
    Object.assign(first!.style, { width: "2rem", overflow: "hidden", whiteSpace: "nowrap" });
    Object.assign(second!.style, { width: "2rem", whiteSpace: "nowrap" });
  });
  const kinds = (await clippedTexts(stage.page)).map((fault) => fault.split(":")[0]);
  expect(kinds).toEqual(["cut off", "sticks out of its h2"]);
});
