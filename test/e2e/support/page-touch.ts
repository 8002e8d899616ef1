// How the page is used without a mouse, and what is seen of it with the system's own colours.
import type { Page } from "@playwright/test";

/** Where Tab stops. */
export interface TabStop {
  /** Role or element, and what it is called. */
  readonly name: string;
  /** The part of the page it stands in. */
  readonly part: number;
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  /** Whether it is seen that the keyboard is here. */
  readonly isMarked: boolean;
}

/** More stops than any view has: who has not come round by then is in a trap. */
const MOST_STOPS = 400;

/** Boxes round items that arrows go through: they hand the keyboard on to one of them. */
const GROUPS = "[role=radiogroup], [role=tablist], [role=toolbar], [role=menubar]";

/** What can be used by the keyboard. Of a group of radio buttons Tab reaches one, and arrows the rest. */
const USABLE = "a[href], button, input, select, textarea, summary, [tabindex]";

/** Parts of a page, each with an order of its own. */
const PARTS = "nav, form, fieldset, section, article, li, tr, dialog, header, main > div, .card";

/** Functions of the page that the others below use; put there once. */
const TOOLS = `window.proof ??= {
  usable: () => [...document.querySelectorAll(${JSON.stringify(USABLE)})].filter((element) =>
    element.tabIndex >= 0 && !element.disabled && !element.matches(${JSON.stringify(GROUPS)}) && element.checkVisibility({ visibilityProperty: true })
    && !(element.type === "radio" && !element.checked && element.name !== "")),
  name: (element) => (element.getAttribute("role") ?? element.localName) + " "
    + (element.getAttribute("aria-label") ?? (element.textContent.trim() || (element.labels?.[0]?.textContent ?? element.id))).slice(0, 60),
};`;

/** What Tab has to reach, in the order of the document. */
export async function wanted(page: Page): Promise<readonly string[]> {
  await page.evaluate(TOOLS);
  return page.evaluate<readonly string[]>("proof.usable().map(proof.name)");
}

/** Every stop of Tab from the beginning of the page until it leaves it. */
export async function tabStops(page: Page): Promise<readonly TabStop[]> {
  await page.evaluate(TOOLS);
  await page.evaluate(() => {
    (document.activeElement as HTMLElement | null)?.blur();
    window.getSelection()?.removeAllRanges();
    window.scrollTo(0, 0);
  });
  const stops: TabStop[] = [];
  while (stops.length < MOST_STOPS) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate<TabStop | null>(`(() => {
      const at = document.activeElement;
      if (at === null || at === document.body || at.dataset.reached === "yes") return null;
      at.dataset.reached = "yes";
      const { top, bottom, left } = at.getBoundingClientRect();
      const style = getComputedStyle(at);
      const isMarked = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none";
      const part = [...document.querySelectorAll(${JSON.stringify(PARTS)})].indexOf(at.closest(${JSON.stringify(PARTS)}));
      const down = window.scrollY;
      return { name: proof.name(at), part, top: top + down, bottom: bottom + down, left, isMarked };
    })()`);
    if (stop === null) break;
    stops.push(stop);
  }
  return stops;
}

/** What is pressed and smaller than 24 pixels, its label included; links in the midst of a sentence are not meant. */
export async function smallTargets(page: Page): Promise<readonly string[]> {
  await page.evaluate(TOOLS);
  return page.evaluate<readonly string[]>(`proof.usable()
    .filter((element) => element.localName !== "main" && !element.matches(".skip-link, p a, dd a, [role=img]"))
    .map((element) => {
      const boxes = [element, ...(element.labels ?? [])].map((one) => one.getBoundingClientRect());
      const width = Math.max(...boxes.map((box) => box.width));
      const height = Math.max(...boxes.map((box) => box.height));
      return { element, width, height };
    })
    .filter(({ width, height }) => width < 23.5 || height < 23.5)
    .map(({ element, width, height }) => proof.name(element) + " " + width.toFixed(0) + " x " + height.toFixed(0))`);
}

/** What is moving or would move when touched. */
export async function moving(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const running = document.getAnimations().map((animation) => `running: ${animation.constructor.name}`);
    const ready = [...document.querySelectorAll("body *")].filter((element) => {
      const { animationName, animationDuration, transitionDuration } = getComputedStyle(element);
      const lasts = (durations: string): boolean =>
        durations.split(",").some((each) => Number.parseFloat(each) > 0.001);
      return lasts(transitionDuration) || (animationName !== "none" && lasts(animationDuration));
    });
    return [...new Set([...running, ...ready.map((element) => `ready: ${element.localName}.${element.className}`)])];
  });
}

/** Drawn marks whose colour is hardly told from what is behind them: contrast below 3. */
export async function lostMarks(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
    if (canvas === null) throw new Error("there is nothing to draw on");
    const marks = [...document.querySelectorAll("main svg, header svg")].filter((mark) => mark.checkVisibility());
    return marks
      .filter((mark) => shapesOf(mark).every((shape) => contrast(inkOf(shape), groundOf(mark)) < 3))
      .map((mark) => mark.parentElement?.outerHTML.slice(0, 120) ?? "");

    /** A sign may bring a ground of its own: one shape that is seen is enough. */
    function shapesOf(mark: Element): readonly Element[] {
      return [...mark.querySelectorAll("path, line, circle, rect")];
    }

    function inkOf(shape: Element): string {
      const { fill, stroke } = getComputedStyle(shape);
      return fill === "none" || shape.localName === "line" ? stroke : fill;
    }

    function groundOf(mark: Element): string {
      for (let at = mark.parentElement; at !== null; at = at.parentElement) {
        const { backgroundColor } = getComputedStyle(at);
        if (!/^rgba\(.*, 0\)$/.test(backgroundColor)) return backgroundColor;
      }
      return "Canvas";
    }

    function luminance(colour: string): number {
      canvas!.fillStyle = colour;
      canvas!.fillRect(0, 0, 1, 1);
      const [r = 0, g = 0, b = 0] = [...canvas!.getImageData(0, 0, 1, 1).data].map((byte) => {
        const share = byte / 255;
        return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    }

    function contrast(one: string, other: string): number {
      const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
      return (light + 0.05) / (dark + 0.05);
    }
  });
}
