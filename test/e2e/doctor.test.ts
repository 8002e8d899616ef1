// The Doctor with everything on the screen that it can show, in a real Chromium: findings with and without a remedy, a
// module's way, a text that is none, a diagnosis; and the dialog that asks before anything is written.
import { afterAll, beforeAll, expect, test } from "vitest";
import { axeFaults, clippedTexts, sideways } from "./support/page-checks.ts";
import { LOOKS, PageStage } from "./support/page-stage.ts";

const WIDTHS = [360, 1000] as const;

/** A remedy, a command and a place: what a finding can have. */
const FINDINGS = [
  {
    code: "os-shadows-file",
    severity: "warning",
    at: { variable: "GOPROXY" },
    values: { variable: "GOPROXY", value: "direct", shadows: "https://goproxy.corp.test/a/path/of/some/length" },
    source: { origin: "os", where: "/home/gopher/.config/environment.d/90-company-defaults.conf:12" },
    byHand: "export GOPROXY='https://goproxy.corp.test/a/path/of/some/length|https://proxy.golang.org|direct'",
  },
  {
    code: "no-effect-in-file",
    severity: "warning",
    at: { variable: "HTTPS_PROXY" },
    values: { variable: "HTTPS_PROXY" },
    source: { origin: "file", where: "/home/gopher/.config/go/env:3" },
    fix: { changes: { HTTPS_PROXY: null } },
    before: { HTTPS_PROXY: "http://proxy.corp.test:3128" },
  },
];

let stage: PageStage;

beforeAll(async () => {
  stage = await PageStage.open();
});

afterAll(() => stage.close());

/** Opens the view and has it show all that it can, by the keyboard alone. */
async function showAll(): Promise<void> {
  const { page } = stage;
  await stage.enter("normal");
  await page.evaluate((findings) => {
    const shell = (window as unknown as { app: { answer: (name: string, give: () => unknown) => void } }).app;
    shell.answer("findings:read", () => ({ at: Date.now(), findings }));
  }, FINDINGS);
  await stage.go("doctor");
  const module = page.locator("form.ask-row input").first();
  await module.focus();
  await page.keyboard.type("golang.org/x/net@v0.48.0");
  await page.keyboard.press("Enter");
  await page.locator(".route").waitFor();
  await page.locator("form.ask-row input").last().focus();
  await page.keyboard.type("https://proxy.golang.org");
  await page.keyboard.press("Enter");
  await page.locator(".diagnosis-body table").waitFor();
}

/** What is wrong with the page as it stands, in every theme and language. */
async function faultsIn(what: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const look of LOOKS) {
    await stage.dress(look);
    const { page, complaints } = stage;
    const faults = [
      ...(await axeFaults(page)),
      ...(await sideways(page)),
      ...(await clippedTexts(page)),
      ...complaints,
    ];
    found.push(...faults.map((fault) => `${what}, ${look.theme}, ${look.language}: ${fault}`));
  }
  return found;
}

test.each(WIDTHS)("nothing is wrong with all that the Doctor shows, at %i px", async (width) => {
  await stage.resize(width);
  await showAll();
  expect(await stage.page.locator(".by-hand code").textContent()).toContain("export GOPROXY=");
  expect(await stage.page.locator(".diagnosis-body tbody tr").count()).toBe(13);
  expect(await faultsIn("all")).toEqual([]);
});

test.each(WIDTHS)("nor with the dialog that asks before it writes, nor with a bad module, at %i px", async (width) => {
  const { page } = stage;
  await stage.resize(width);
  await showAll();
  await page.evaluate(() => {
    const shell = (window as unknown as { app: { answer: (name: string, give: () => unknown) => void } }).app;
    shell.answer("module:explain", () => null);
  });
  const module = page.locator("form.ask-row input").first();
  await module.fill("github.com/Owner/na me");
  await module.press("Enter");
  await page.locator(".hint-bad").waitFor();
  expect(await faultsIn("bad module")).toEqual([]);
  await page.locator(".finding > .button").click();
  await page.getByRole("dialog").waitFor();
  expect(await page.getByRole("dialog").locator("del").textContent()).toBe("http://proxy.corp.test:3128");
  expect(await faultsIn("dialog")).toEqual([]);
  await page.keyboard.press("Escape");
  expect(await page.getByRole("dialog").count()).toBe(0);
});
