import type uPlot from "uplot";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { listenToHand } from "../../renderer/parts/history/moving.ts";

const WHOLE = { from: 0, to: 1_000_000_000 };

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A chart as far as a hand touches it, 100 px wide, and what was told of the hand. */
function aChart() {
  const x = { min: 400_000_000, max: 500_000_000 };
  const over = document.createElement("div");
  Object.defineProperty(over, "clientWidth", { value: 100 });
  const setScale = (_key: string, to: { readonly min: number; readonly max: number }): void => {
    Object.assign(x, to);
  };
  const chart = { over, scales: { x }, setScale } as unknown as uPlot;
  const told: unknown[] = [];
  const stop = listenToHand({
    chart,
    whole: () => WHOLE,
    moving: (isMoving) => told.push(isMoving ? "moves" : "rests"),
    settled: (span) => told.push(span),
  });
  const wheel = (deltaX: number): void => {
    over.dispatchEvent(new WheelEvent("wheel", { deltaX, cancelable: true }));
  };
  return { x, told, stop, wheel };
}

test("tells once that the hand moves, and that it rests before it says where", () => {
  const { told, wheel, x } = aChart();
  wheel(10);
  wheel(10);
  vi.advanceTimersByTime(159);
  wheel(-5);
  expect(told).toEqual(["moves"]);
  expect(x).toEqual({ min: 415_000_000, max: 515_000_000 });

  vi.advanceTimersByTime(160);
  expect(told).toEqual(["moves", "rests", { from: 415_000_000, to: 515_000_000 }]);

  wheel(1);
  expect(told.at(-1)).toBe("moves");
});

test("says nothing more of a chart that is gone", () => {
  const { told, wheel, stop } = aChart();
  wheel(10);
  stop();
  vi.advanceTimersByTime(1_000);
  wheel(10);

  expect(told).toEqual(["moves"]);
});
