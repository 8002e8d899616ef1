// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { TELL_EVERY, watchAttention } from "../../renderer/attention.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("tells that somebody is there, at once and then now and then", () => {
  const tell = vi.fn();
  watchAttention(tell);
  expect(tell).not.toHaveBeenCalled();

  window.dispatchEvent(new Event("pointermove"));
  window.dispatchEvent(new Event("keydown"));
  vi.advanceTimersByTime(TELL_EVERY - 1);
  window.dispatchEvent(new Event("wheel"));
  expect(tell).toHaveBeenCalledTimes(1);

  vi.advanceTimersByTime(1);
  expect(tell).toHaveBeenCalledTimes(1);
  window.dispatchEvent(new Event("wheel"));
  expect(tell).toHaveBeenCalledTimes(2);
});
