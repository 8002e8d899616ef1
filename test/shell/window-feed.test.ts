import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ATTENTION_MS, FIGURES_MS, REST_FIGURES_MS, WindowFeed } from "../../electron/shell/window-feed.ts";
import type { Snapshot } from "../../shared/domain/snapshot.ts";
import { HEALTHY, OFFLINE } from "../renderer/support/snapshots.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function feed() {
  const told: Snapshot[] = [];
  return { told, feed: new WindowFeed((snapshot) => told.push(snapshot)) };
}

const later = (ms: number): Snapshot => ({ ...HEALTHY, at: HEALTHY.at + ms });

test("tells of figures now and then, and of the newest", () => {
  const { feed: fed, told } = feed();
  fed.offer(HEALTHY);
  fed.offer(later(1));
  fed.offer(later(2));
  expect(told).toEqual([HEALTHY]);
  vi.advanceTimersByTime(FIGURES_MS);
  expect(told).toEqual([HEALTHY, later(2)]);
  vi.advanceTimersByTime(10 * FIGURES_MS);
  expect(told).toHaveLength(2);
  fed.offer(later(3));
  expect(told).toHaveLength(3);
});

test("tells of figures less often while nobody does anything, and soon again when somebody does", () => {
  const { feed: fed, told } = feed();
  fed.offer(HEALTHY);
  vi.advanceTimersByTime(Math.max(ATTENTION_MS, REST_FIGURES_MS));
  fed.offer(later(1));
  fed.offer(later(2));
  vi.advanceTimersByTime(REST_FIGURES_MS - 1);
  expect(told).toEqual([HEALTHY, later(1)]);
  vi.advanceTimersByTime(1);
  expect(told).toEqual([HEALTHY, later(1), later(2)]);

  fed.offer(later(3));
  fed.attended();
  vi.advanceTimersByTime(FIGURES_MS);
  expect(told.at(-1)).toEqual(later(3));
  fed.offer(later(4));
  vi.advanceTimersByTime(FIGURES_MS);
  expect(told.at(-1)).toEqual(later(4));
});

test.each([
  ["the state", OFFLINE],
  ["the profile in force", { ...HEALTHY, active: "china" }],
  ["a setting", { ...HEALTHY, settings: { ...HEALTHY.settings, language: "zh-CN" as const } }],
  ["a pause", { ...HEALTHY, pausedUntil: HEALTHY.at + 1 }],
  [
    "a verdict",
    { ...HEALTHY, endpoints: HEALTHY.endpoints.map((e) => ({ ...e, health: { ...e.health, kind: "down" as const } })) },
  ],
])("tells of %s at once", (_, changed) => {
  const { feed: fed, told } = feed();
  fed.offer(HEALTHY);
  fed.offer(later(1));
  fed.offer(changed);
  expect(told).toEqual([HEALTHY, changed]);
  vi.advanceTimersByTime(10 * FIGURES_MS);
  expect(told).toHaveLength(2);
});

test("tells a window that has just opened at once, and nobody after the end", () => {
  const { feed: fed, told } = feed();
  fed.offer(HEALTHY);
  fed.opened(HEALTHY);
  expect(told).toHaveLength(2);
  fed.offer(later(1));
  fed[Symbol.dispose]();
  vi.advanceTimersByTime(10 * FIGURES_MS);
  expect(told).toHaveLength(2);
});
