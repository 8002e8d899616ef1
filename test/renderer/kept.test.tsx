import { act, cleanup } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { renderWindow } from "./support/render-window.tsx";
import { HEALTHY } from "./support/snapshots.ts";

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const KEPT = { ...HEALTHY, status: "measuring" as const };

async function recalled(kept: unknown) {
  const view = await renderWindow(null);
  view.bridge.answer("snapshot:kept", () => kept);
  await act(() => view.store.getState().recall());
  return view;
}

test("shows the state of the run before as old until the engine speaks", async () => {
  vi.useFakeTimers({ now: HEALTHY.at + 3 * 60_000, toFake: ["Date"] });
  const { bridge, getByText, queryByText } = await recalled(KEPT);

  expect(getByText("Gangway is starting. Below is how it was 3 minutes ago, when it last ran.")).toBeTruthy();
  expect(queryByText(/Last measured/)).toBeNull();

  act(() => bridge.push(HEALTHY));

  expect(getByText("Go can fetch modules here.")).toBeTruthy();
  expect(queryByText(/how it was/)).toBeNull();
});

test("says that it is starting when nothing is kept, or it cannot be had", async () => {
  const { bridge, getByText, store } = await recalled(null);
  expect(getByText("Gangway is starting")).toBeTruthy();

  bridge.answer("snapshot:kept", () => {
    throw new Error("refused");
  });
  await act(() => store.getState().recall());

  expect(getByText("Gangway is starting")).toBeTruthy();
  expect(store.getState().said).toBeNull();
});

test("never puts an old state before a new one", async () => {
  const { bridge, store } = await renderWindow(HEALTHY);
  bridge.answer("snapshot:kept", () => KEPT);
  await act(() => store.getState().recall());

  expect(store.getState().snapshot).toEqual(HEALTHY);
});
