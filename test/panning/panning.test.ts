// Moves the chart of the history by a real wheel, and a bare canvas by the same, and prints how many frames came of it.
import type { Page } from "@playwright/test";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Series } from "../../shared/domain/series.ts";
import { DAY, SECOND } from "../../shared/domain/time.ts";
import type { HistoryPage } from "../../shared/ipc/contract.ts";
import { PageStage } from "../e2e/support/page-stage.ts";
import { historyPage, NOW } from "../renderer/support/snapshots.ts";

const ENDPOINTS = 16;
/** As many points as a series has at most. */
const POINTS = 500;
/** How long each is moved. */
const MOVED_MS = 5 * SECOND;
/** Wheel events come about so often from a touchpad. */
const WHEEL_MS = 16;

/** What a display of 60 Hz leaves for a frame, and twice that. */
const FRAME_MS = 1_000 / 60;

function longPage(): HistoryPage {
  const widthMs = (90 * DAY) / POINTS;
  const series = Array.from({ length: ENDPOINTS }, (_, n): Series => {
    const points = Array.from({ length: POINTS }, (_, at) => {
      const p50 = 40 + 15 * n + 20 * Math.sin(at / 9 + n);
      const times = { p50, p95: 2.2 * p50 };
      const failures = at % 37 === n ? 90 : 0;
      return {
        at: NOW - 90 * DAY + at * widthMs,
        looks: 500,
        failures,
        handshake: times,
        total: times,
        commonFailure: null,
      };
    });
    return { endpoint: `https://mirror-${n}.test`, widthMs, source: "hours", points, whole: null };
  });
  return { ...historyPage(), samples: [], series };
}

let stage: PageStage;

beforeAll(async () => {
  stage = await PageStage.open();
});

afterAll(() => stage.close());

/** Frames while the pointer's place is moved to and fro by the wheel. */
async function framesWhileMoved(page: Page): Promise<readonly number[]> {
  await page.evaluate(() => {
    const frames: number[] = [];
    let last = 0;
    const next = (at: number): void => {
      if (last > 0) frames.push(at - last);
      last = at;
      requestAnimationFrame(next);
    };
    Object.assign(window, { frames });
    requestAnimationFrame(next);
  });
  const end = Date.now() + MOVED_MS;
  for (let n = 0; Date.now() < end; n += 1) {
    await page.mouse.wheel(n % 120 < 60 ? -24 : 24, 0);
    await new Promise((resolve) => {
      setTimeout(resolve, WHEEL_MS);
    });
  }
  return page.evaluate(() => (window as unknown as { readonly frames: readonly number[] }).frames);
}

function tell(name: string, frames: readonly number[]): number {
  const sorted = [...frames].sort((a, b) => a - b);
  const at = (share: number): string => (sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(1);
  const rate = (frames.length * 1_000) / frames.reduce((sum, ms) => sum + ms, 0);
  const late = (limit: number): string =>
    `${((100 * frames.filter((ms) => ms > limit * 1.1).length) / frames.length).toFixed(1)} %`;
  console.log(
    `${name.padEnd(34)} ${rate.toFixed(1)} frames/s, frame P50 ${at(0.5)} ms, P95 ${at(0.95)} ms, over 16.7 ms ${late(FRAME_MS)}, over 33 ms ${late(2 * FRAME_MS)}`,
  );
  return rate;
}

test("moves 90 days of 16 endpoints, and a bare canvas beside it", async () => {
  const { page } = stage;
  await stage.resize(1280, 800);
  await stage.enter("normal");
  await page.evaluate((history) => {
    (window as unknown as { app: { answer: (name: string, say: () => unknown) => void } }).app.answer(
      "history:read",
      () => history,
    );
  }, longPage());
  await page.keyboard.press("Control+2");
  await page.getByRole("radio", { name: "90 days" }).click();
  await page.locator(".chart canvas").waitFor();
  const unchecked = page.locator(".legend-item input:not(:checked)");
  while ((await unchecked.count()) > 0) await unchecked.first().click();
  await page.getByRole("button", { name: "Zoom in" }).click();
  await page.locator(".chart .u-over").hover();
  const before = await page.evaluate(() => document.querySelectorAll(".legend-item input:checked").length);
  expect(before).toBe(ENDPOINTS);
  const ours = await framesWhileMoved(page);
  await page.evaluate(() => {
    document.body.innerHTML = '<canvas id="bare" width="1000" height="300"></canvas>';
    const canvas = document.querySelector("canvas");
    const context = canvas?.getContext("2d");
    let x = 0;
    canvas?.addEventListener("wheel", (event) => {
      event.preventDefault();
      x += event.deltaX;
      context?.clearRect(0, 0, 1000, 300);
      context?.fillRect(500 + x, 100, 40, 100);
    });
  });
  await page.locator("#bare").hover();
  const bare = await framesWhileMoved(page);
  const [own, peer] = [tell("chart, 16 endpoints x 500 points", ours), tell("bare canvas", bare)];
  console.log(`ratio of frame rates ${(own / peer).toFixed(2)} (goal: 60 frames/s, as the bare canvas)`);
  expect(ours.length).toBeGreaterThan(0);
});
