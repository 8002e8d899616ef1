import { act, cleanup, render } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { firstPaint, useAfterFirstPaint } from "../../renderer/first-paint.ts";

let tell: () => void = () => undefined;

beforeEach(() => {
  vi.useFakeTimers();
  class Observer {
    constructor(callback: (list: unknown, observer: Observer) => void) {
      tell = () => callback(null, this);
    }
    observe(): void {}
    disconnect(): void {}
  }
  vi.stubGlobal("PerformanceObserver", Observer);
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function Page() {
  return <p>{useAfterFirstPaint() ? "all of it" : "the top"}</p>;
}

test("lets what is further down wait until the first picture is on the screen", async () => {
  const painted = firstPaint();
  const { container } = render(<Page />);
  expect(container.textContent).toBe("the top");

  await act(async () => {
    tell();
    await painted;
  });

  expect(container.textContent).toBe("all of it");
});

test("does not wait for ever for a picture that nobody sees", async () => {
  const painted = firstPaint();
  const { container } = render(<Page />);

  await act(async () => {
    await vi.advanceTimersByTimeAsync(500);
    await painted;
  });

  expect(container.textContent).toBe("all of it");
});

test("shows everything at once where no first picture was announced", () => {
  expect(render(<Page />).container.textContent).toBe("all of it");
});
