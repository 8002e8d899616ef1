import { cleanup, fireEvent, waitFor, within } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { acceleratorOf } from "../../renderer/parts/settings/accelerator.ts";
import { reason } from "../../shared/domain/reason.ts";
import type { Snapshot } from "../../shared/domain/snapshot.ts";
import { renderWindow } from "./support/render-window.tsx";
import { FIRST_RUN, HEALTHY } from "./support/snapshots.ts";

afterEach(cleanup);

async function open(snapshot: Snapshot = HEALTHY) {
  const view = await renderWindow(snapshot);
  await view.user.click(view.getByRole("button", { name: "Settings" }));
  await view.findByText("Hot keys");
  return view;
}

test("shows what will happen at login, not only what was asked for", async () => {
  const { called, findByText, getByRole, getByText, user } = await open();
  expect(getByText(/Switched off in the desktop's own settings/)).toBeTruthy();
  const toggle = getByRole("switch", { name: "Start at login" });
  expect(toggle.getAttribute("aria-checked")).toBe("true");
  await user.click(toggle);
  expect(called("login:set")).toEqual([[false]]);
  expect(await findByText("Gangway will be in the tray after the next login.")).toBeTruthy();
});

test("says what switching by itself means, with the policy's own numbers", async () => {
  const { getByText, user } = await open();
  await user.click(getByText("What that means exactly"));
  expect(getByText("On one network nothing is switched twice within 10 minutes.")).toBeTruthy();
  expect(getByText(/takes 5 failures in a row/)).toBeTruthy();
  expect(getByText(/Never to a profile that turns checksums off/)).toBeTruthy();
});

test("says what measuring costs, and takes a preset", async () => {
  const { called, getByRole, getByText, user } = await open();
  expect(getByText("At most 8,640 tiny requests a day to 3 endpoints.")).toBeTruthy();
  await user.click(getByRole("radio", { name: "1 minute" }));
  expect(called("settings:save")).toEqual([[{ intervalSeconds: 60 }]]);
});

test("records a hot key, leaves it on Escape, and takes it away on Backspace", async () => {
  const { called, getByRole, getByText, user } = await open();
  expect(getByText("Another program has this key.")).toBeTruthy();
  expect(getByText("Another line here has this key.")).toBeTruthy();
  const record = getByRole("button", { name: /^Hot key for Direct: none/ });
  await user.click(record);
  fireEvent.keyDown(record, { key: "Control", code: "ControlLeft", ctrlKey: true });
  expect(called("hotkeys:set")).toEqual([]);
  fireEvent.keyDown(record, { key: "™", code: "Digit2", ctrlKey: true, altKey: true });
  expect(called("hotkeys:set")).toEqual([["direct", "Control+Alt+2"]]);
  await user.click(record);
  fireEvent.keyDown(record, { key: "Escape", code: "Escape" });
  expect(record.getAttribute("aria-pressed")).toBe("false");
  await user.click(record);
  fireEvent.keyDown(record, { key: "Backspace", code: "Backspace" });
  expect(called("hotkeys:set")).toEqual([
    ["direct", "Control+Alt+2"],
    ["direct", null],
  ]);
});

const BARE = { ctrlKey: false, altKey: false, shiftKey: false, metaKey: false };

test.each([
  [
    { key: "a", code: "KeyA", ctrlKey: true },
    { kind: "keys", accelerator: "Control+A" },
  ],
  [
    { key: "F5", code: "F5" },
    { kind: "keys", accelerator: "F5" },
  ],
  [
    { key: "ArrowUp", code: "ArrowUp", altKey: true, metaKey: true },
    { kind: "keys", accelerator: "Alt+Super+Up" },
  ],
  [{ key: "A", code: "KeyA", shiftKey: true }, { kind: "waiting" }],
  [{ key: "a", code: "KeyA" }, { kind: "waiting" }],
  [{ key: "Dead", code: "Quote", altKey: true }, { kind: "waiting" }],
])("takes %j for %j", (press, expected) => {
  expect(acceleratorOf({ ...BARE, ...press })).toEqual(expected);
});

test("tells how much is kept, and deletes the history only after a question", async () => {
  const { called, getByRole, getByText, queryByText, user } = await open();
  expect(getByText("44 MB")).toBeTruthy();
  expect(getByText("/home/gopher/.config/gangway")).toBeTruthy();
  await user.click(getByRole("button", { name: "Delete the history…" }));
  const dialog = within(getByRole("dialog", { name: "Delete the history?" }));
  await user.click(dialog.getByRole("button", { name: "Cancel" }));
  expect(called("history:clear")).toEqual([]);
  await user.click(getByRole("button", { name: "Delete the history…" }));
  await user.click(within(getByRole("dialog")).getByRole("button", { name: "Delete" }));
  expect(called("history:clear")).toEqual([[]]);
  await waitFor(() => expect(queryByText("44 MB")).toBeNull());
});

test("shows what was said of networks, and forgets one of it", async () => {
  const { called, findByText, getByRole } = await open();
  const card = within(getByRole("region", { name: "What you said of networks" }));
  expect(card.getByText("this network")).toBeTruthy();
  card.getByRole("button", { name: "Forget f00dbeef" }).click();
  expect(called("corrections:forget")).toEqual([["f00dbeef12345678"]]);
  expect(await findByText(/Nothing yet\. On Status/)).toBeTruthy();
});

test("shows what the shell exports, and where", async () => {
  const shell = [{ name: "GOPROXY", value: "https://***@a.test", where: "/home/gopher/.profile:12" }];
  const { getByText, getByRole } = await open({ ...HEALTHY, env: { ...HEALTHY.env, shell } });
  expect(getByText("GOPROXY=https://***@a.test")).toBeTruthy();
  expect(getByText("/home/gopher/.profile:12")).toBeTruthy();
  expect(getByRole("button", { name: "Copy unset GOPROXY" })).toBeTruthy();
});

test("copies diagnostics, and says so", async () => {
  const { called, findByRole, getByRole, user } = await open();
  await user.click(getByRole("button", { name: "Copy diagnostics" }));
  expect(called("diagnostics:copy")).toEqual([[]]);
  expect(await findByRole("button", { name: "Copied" })).toBeTruthy();
});

test("goes on when a part cannot be read, and says which words came", async () => {
  const view = await renderWindow(HEALTHY);
  view.bridge.answer("login:read", () => {
    throw new Error("no session");
  });
  await view.user.click(view.getByRole("button", { name: "Settings" }));
  expect(await view.findByText(/That did not work: no session/)).toBeTruthy();
  expect(view.getByText("Hot keys")).toBeTruthy();
  vi.restoreAllMocks();
});

test("on the first run proposes the best profile, shows what would be written, and changes nothing by itself", async () => {
  const { called, getByRole, getByText, user } = await renderWindow(FIRST_RUN);
  const proposal = within(getByRole("region", { name: "China mirrors looks best on this network" }));
  expect(proposal.getByText(/home network, expected success 100%, about 311 ms/)).toBeTruthy();
  expect(getByText("What would be written (2 variables)")).toBeTruthy();
  expect(called("profile:choose")).toEqual([]);
  await user.click(proposal.getByRole("button", { name: "Use China mirrors" }));
  expect(called("profile:choose")).toEqual([["china"]]);
  await waitFor(() => expect(called("settings:save")).toEqual([[{ proposalAnswered: true }]]));
  expect(called("auto:set")).toEqual([]);
});

test("takes leave to switch by itself along with the first choice", async () => {
  const { called, getByRole, user } = await renderWindow(FIRST_RUN);
  await user.click(getByRole("button", { name: "Use it, and switch by itself from now on" }));
  await waitFor(() => expect(called("settings:save")).toEqual([[{ proposalAnswered: true }]]));
  expect([called("profile:choose"), called("auto:set")]).toEqual([[["china"]], [[true]]]);
});

test("stays away after a no, and can be had again", async () => {
  const { bridge, called, getByRole, queryByText, user } = await renderWindow(FIRST_RUN);
  await user.click(getByRole("button", { name: "Not now" }));
  expect(called("settings:save")).toEqual([[{ proposalAnswered: true }]]);
  expect(called("profile:choose")).toEqual([]);
  const answered = { ...FIRST_RUN, settings: { ...FIRST_RUN.settings, proposalAnswered: true } };
  bridge.push(answered);
  await waitFor(() => expect(queryByText(/looks best on this network/)).toBeNull());
  await user.click(getByRole("button", { name: "Settings" }));
  await user.click(getByRole("button", { name: "Show the first proposal again" }));
  expect(getByRole("region", { name: "China mirrors looks best on this network" })).toBeTruthy();
});

test("says that nothing need be changed where the values in force serve as well as any", async () => {
  const { called, getByRole, queryByRole, user } = await renderWindow({
    ...HEALTHY,
    lastSwitch: null,
    outlook: HEALTHY.profiles.find(({ active }) => active)?.outlook ?? HEALTHY.outlook,
    settings: { ...HEALTHY.settings, auto: false },
  });
  expect(getByRole("region", { name: "Global, which is in force, serves well here" })).toBeTruthy();
  expect(queryByRole("button", { name: "Use Global" })).toBeNull();
  await user.click(getByRole("button", { name: "Switch by itself from now on" }));
  expect(called("auto:set")).toEqual([[true]]);
  expect(called("profile:choose")).toEqual([]);
});

test("shows how far the first measurement is", async () => {
  const [first, ...rest] = FIRST_RUN.endpoints;
  if (first === undefined) throw new Error("the fixture has endpoints");
  const blank = {
    ...first,
    recent: [],
    health: { ...first.health, kind: "unknown" as const, because: reason("health-no-samples") },
  };
  const { getByText } = await renderWindow({ ...FIRST_RUN, status: "measuring", endpoints: [blank, ...rest] });
  expect(getByText("2 of 3 endpoints measured. Nothing is changed.")).toBeTruthy();
});

test("proposes nothing once there was a switch", async () => {
  const { queryByText } = await renderWindow(HEALTHY);
  expect(queryByText(/looks best on this network/)).toBeNull();
});

test("takes a refused switch for no answer, and gives no leave to switch by itself then", async () => {
  const view = await renderWindow(FIRST_RUN);
  const refused = {
    outcome: "refused",
    reason: "not-permitted",
    detail: "EACCES",
    file: "/env",
    changes: [],
    warnings: [],
  };
  view.bridge.answer("profile:choose", () => refused);
  await view.user.click(view.getByRole("button", { name: "Use it, and switch by itself from now on" }));
  expect(await view.findByText(/Gangway may not write the go env file/)).toBeTruthy();
  expect([view.called("auto:set"), view.called("settings:save")]).toEqual([[], []]);
});

test("keeps a number in the field that could not be kept", async () => {
  const view = await open();
  view.bridge.answer("settings:save", () => {
    throw new Error("disk full");
  });
  const field = view.getByLabelText("Seconds between two looks");
  await view.user.clear(field);
  await view.user.type(field, "60{Enter}");
  expect(await view.findByText(/disk full/)).toBeTruthy();
  expect(field).toHaveProperty("value", "60");
});

test("a key that goes to a view goes nowhere while a hot key is chosen", async () => {
  const { called, getByRole, user } = await open();
  await user.click(getByRole("button", { name: /^Hot key for Direct: none/ }));
  await user.keyboard("{Control>}2{/Control}");
  expect(called("hotkeys:set")).toEqual([["direct", "Control+2"]]);
  expect(getByRole("heading", { level: 1, name: "Settings" })).toBeTruthy();
});
