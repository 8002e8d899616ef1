// What can be measured on the page as it stands. Each answers with what is wrong: nothing is a good page.
import { readFileSync } from "node:fs";
import path from "node:path";
import type { Page } from "@playwright/test";
import type { AxeResults } from "axe-core";

const ROOT = path.resolve(import.meta.dirname, "../../..");
const AXE = readFileSync(path.join(ROOT, "node_modules/axe-core/axe.min.js"), "utf8");

/** Rows are alike: of a long list the first twenty stand for all. */
const LONG_LISTS = ["tbody > tr", "ul > li", "ol > li"].map((row) => [`${row}:nth-child(n + 21)`]);

/** The breaches of axe's rules. */
export async function axeFaults(page: Page): Promise<readonly string[]> {
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(AXE);
  const context = { include: [["html"]], exclude: LONG_LISTS };
  const asked = `axe.run(${JSON.stringify(context)}, { resultTypes: ["violations"] })`;
  const { violations } = await page.evaluate<AxeResults>(asked);
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200) ?? ""}`);
}

/** By how much the page is wider than its window. */
export async function sideways(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const right = (element: Element): number => element.getBoundingClientRect().right;
    const [widest = document.body] = [...document.querySelectorAll("body *")].sort((a, b) => right(b) - right(a));
    return [`the page is ${String(scrollWidth - clientWidth)} px too wide: ${widest.outerHTML.slice(0, 100)}`];
  });
}

/**
 * Texts that are cut off without a title that says them whole, and texts that stick out of their own box. What is only for
 * screen readers is one pixel large on purpose.
 */
export async function clippedTexts(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const found = new Set<string>();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode() !== null) {
      const text = (walker.currentNode.textContent ?? "").trim().slice(0, 60);
      const box = text === "" ? null : boxOf(walker.currentNode.parentElement);
      if (box === null) continue;
      if (isCut(box)) found.add(`cut off: ${text}`);
      else if (sticksOut(walker.currentNode, box)) found.add(`sticks out of its ${box.localName}: ${text}`);
    }
    return [...found];

    /** The nearest box that is no run of text; `null` for what is not shown, drawn, or for screen readers alone. */
    function boxOf(own: Element | null): Element | null {
      if (own?.checkVisibility() !== true || own.closest("svg") !== null) return null;
      const around: Element[] = [];
      for (let at: Element | null = own; at !== null; at = at.parentElement) around.push(at);
      if (around.some((at) => getComputedStyle(at).clipPath !== "none")) return null;
      return around.find((at) => getComputedStyle(at).display !== "inline") ?? null;
    }

    function isCut(box: Element): boolean {
      const hides = ["hidden", "clip"].includes(getComputedStyle(box).overflowX);
      return hides && box.scrollWidth > box.clientWidth + 1 && box.closest("[title]") === null;
    }

    function sticksOut(text: Node, box: Element): boolean {
      if (getComputedStyle(box).overflowX !== "visible") return false;
      const range = document.createRange();
      range.selectNodeContents(text);
      const { left, right } = box.getBoundingClientRect();
      return [...range.getClientRects()].some((line) => line.right > right + 1 || line.left < left - 1);
    }
  });
}
