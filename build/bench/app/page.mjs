// What is asked of a window by its debugger: when it was of use, and when a switch was seen in it.
/* global document, MutationObserver, PerformanceObserver, requestAnimationFrame -- what runs in the page */
import { chromium } from "@playwright/test";
import { until } from "../children.mjs";

/** The views have keys, Control with a digit, the first of them 1. */
const MOST_VIEWS = 9;

/** Runs `act` with the page of the app, and lets go of it afterwards. */
async function withPage(app, act) {
  const browser = await chromium.connectOverCDP(await app.address());
  try {
    const pages = () => browser.contexts().flatMap((context) => context.pages());
    await until(`the window of ${app.name}`, () => pages().length > 0);
    return await act(pages()[0]);
  } finally {
    await browser.close();
  }
}

/**
 * Milliseconds from the start of the program to the first paint of anything, and of what the window is for: not the notice
 * that it is starting. Both are what the page itself noted, so that asking later costs nothing.
 */
export function paintTimes(app) {
  return withPage(app, async (page) => {
    const { first, useful } = await page.evaluate(
      () =>
        new Promise((resolve) => {
          const at = (entry) => performance.timeOrigin + entry.startTime;
          const isUseful = ({ element }) =>
            element?.isConnected === true && element.closest("[aria-busy=true]") === null;
          new PerformanceObserver((list) => {
            const found = list.getEntries().find(isUseful);
            const [first] = performance.getEntriesByName("first-contentful-paint");
            if (found) resolve({ first: at(first), useful: at(found) });
          }).observe({ type: "largest-contentful-paint", buffered: true });
        }),
    );
    return { first: first - app.startedAt, useful: useful - app.startedAt };
  });
}

/**
 * Clicks the button that chooses the profile of that title, in whichever view it is: {clickedAt, seenAt} in ms since 1970.
 * Seen is when that profile is marked as the one in force, after the next frame.
 */
export function switchProfile(app, title) {
  return withPage(app, async (page) => {
    const button = page.getByRole("button", { name: title, disabled: false }).first();
    for (let view = 1; (await button.count()) === 0; view += 1) {
      if (view > MOST_VIEWS) throw new Error(`No view has a button for the profile "${title}"`);
      await page.keyboard.press(`Control+${view}`);
      await page.waitForTimeout(200);
    }
    return await button.evaluate(
      (element, title) =>
        new Promise((resolve) => {
          const now = () => performance.timeOrigin + performance.now();
          const isSeen = () =>
            [...document.querySelectorAll("[aria-current=true], .profile-active")].some((one) =>
              one.textContent.includes(title),
            );
          let clickedAt;
          const observer = new MutationObserver(() => {
            if (!isSeen()) return;
            observer.disconnect();
            requestAnimationFrame(() => resolve({ clickedAt, seenAt: now() }));
          });
          observer.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
          clickedAt = now();
          element.click();
        }),
      title,
    );
  });
}
