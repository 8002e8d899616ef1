import { act, cleanup } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Snapshot } from "../../shared/domain/snapshot.ts";
import { renderWindow } from "./support/render-window.tsx";
import { HEALTHY } from "./support/snapshots.ts";

beforeEach(() => {
  // React tells what was thrown; here it is thrown on purpose.
  vi.spyOn(console, "error").mockImplementation(() => undefined);
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

/** A snapshot that lacks a part, as no engine of this version tells it. */
function without(part: keyof Snapshot): Snapshot {
  return Object.fromEntries(Object.entries(HEALTHY).filter(([name]) => name !== part)) as unknown as Snapshot;
}

test.each(["endpoints", "profiles", "decision", "network", "settings"] as const)(
  "drops a state of the run before that lacks its %s, and waits for the engine",
  async (part) => {
    const view = await renderWindow(null);
    view.bridge.answer("snapshot:kept", () => ({ ...without(part), status: "measuring" }));
    await act(() => view.store.getState().recall());

    expect(view.getByText("Gangway is starting")).toBeTruthy();

    act(() => view.bridge.push(HEALTHY));

    expect(view.getByText("Go can fetch modules here.")).toBeTruthy();
  },
);

test("says where it cannot draw what is, and draws it once it can", async () => {
  const { bridge, getByRole, getByText, queryByRole } = await renderWindow(HEALTHY);
  act(() => bridge.push(without("profiles")));

  expect(getByRole("alert").textContent).toContain("This could not be shown");
  expect(getByRole("alert").textContent).toContain("It goes on measuring and switching");

  act(() => bridge.push(HEALTHY));

  expect(queryByRole("alert")).toBeNull();
  expect(getByText("Go can fetch modules here.")).toBeTruthy();
});

test("keeps the way to the other views when one cannot be drawn", async () => {
  const { bridge, getByRole, getByText, queryByText, user } = await renderWindow(HEALTHY);
  act(() => bridge.push({ ...HEALTHY, endpoints: [{ ...HEALTHY.endpoints[0], health: null }] as never }));
  expect(getByText("This could not be shown")).toBeTruthy();

  await user.click(getByRole("button", { name: "Settings" }));
  expect(queryByText("This could not be shown")).toBeNull();

  await user.click(getByRole("button", { name: "Status" }));
  act(() => bridge.push(HEALTHY));
  await user.click(getByRole("button", { name: "Show it again" }));
  expect(queryByText("This could not be shown")).toBeNull();
});
