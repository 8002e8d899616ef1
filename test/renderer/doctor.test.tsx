import { cleanup, within } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { diagnosisState } from "./support/more-answers.ts";
import { renderWindow } from "./support/render-window.tsx";
import { HEALTHY } from "./support/snapshots.ts";

afterEach(() => {
  cleanup();
});

async function open() {
  const view = await renderWindow(HEALTHY);
  await view.user.click(view.getByRole("button", { name: "Doctor" }));
  await view.findByText(/^Checked /);
  return view;
}

test("shows findings with what Go really does, and writes a remedy only after its change was shown", async () => {
  const { called, findByText, getAllByRole, getByRole, user } = await open();
  const findings = within(getByRole("region", { name: "What the values in force come to" }));
  expect(findings.getAllByText(/Behind a comma Go goes on/).length).toBeGreaterThan(0);
  const [fix] = getAllByRole("button", { name: /^Fix: GOPROXY=/ });
  await user.click(fix as HTMLElement);
  const dialog = within(getByRole("dialog", { name: "Mend it?" }));
  expect(dialog.getByText("https://proxy.golang.org,direct")).toBeTruthy();
  expect(dialog.getByText(/\/home\/gopher\/\.config\/go\/env/)).toBeTruthy();
  expect(called("finding:fix")).toEqual([]);
  await user.click(dialog.getByRole("button", { name: "Write it" }));
  const value = (fix as HTMLElement).textContent.replace("Fix: GOPROXY=", "");
  expect(called("finding:fix")).toEqual([[{ GOPROXY: value }]]);
  expect(await findByText("The go env file was mended. Undo takes it back.")).toBeTruthy();
  expect(called("findings:read").length).toBeGreaterThan(1);
});

test("leaves the file alone when the remedy is declined", async () => {
  const { called, getAllByRole, getByRole, queryByRole, user } = await open();
  await user.click(getAllByRole("button", { name: /^Fix: GOPROXY=/ })[0] as HTMLElement);
  await user.click(within(getByRole("dialog")).getByRole("button", { name: "Cancel" }));
  expect(queryByRole("dialog")).toBeNull();
  expect(called("finding:fix")).toEqual([]);
});

test("tells where a value is set, and copies the command for what the go env file cannot mend", async () => {
  const view = await renderWindow(HEALTHY);
  const finding = {
    code: "os-shadows-file",
    severity: "warning",
    at: { variable: "GOPROXY" },
    values: { variable: "GOPROXY", value: "direct", shadows: "https://a.test" },
    source: { origin: "os", where: "/home/gopher/.profile:12" },
    byHand: "unset GOPROXY",
  };
  view.bridge.answer("findings:read", () => ({ at: HEALTHY.at, findings: [finding] }));
  await view.user.click(view.getByRole("button", { name: "Doctor" }));
  expect(await view.findByText("/home/gopher/.profile:12")).toBeTruthy();
  expect(view.getByText(/^Set in the environment/)).toBeTruthy();
  const copy = view.getByRole("button", { name: "Copy the command", description: "unset GOPROXY" });
  const written: string[] = [];
  vi.spyOn(navigator.clipboard, "writeText").mockImplementation((text) => {
    written.push(text);
    return Promise.resolve();
  });
  await view.user.click(copy);
  expect(written).toEqual(["unset GOPROXY"]);
  expect(view.queryByRole("button", { name: /^Fix: / })).toBeNull();
});

test("says that there is nothing to mend", async () => {
  const view = await renderWindow(HEALTHY);
  view.bridge.answer("findings:read", () => ({ at: HEALTHY.at, findings: [] }));
  await view.user.click(view.getByRole("button", { name: "Doctor" }));
  expect(await view.findByText("Nothing to mend: Go does what the values say.")).toBeTruthy();
});

test("says that the values could not be read, and tries again", async () => {
  const view = await renderWindow(HEALTHY);
  view.bridge.answer("findings:read", () => {
    throw new Error("engine gone");
  });
  await view.user.click(view.getByRole("button", { name: "Doctor" }));
  expect(await view.findByText(/engine gone/)).toBeTruthy();
  view.bridge.answer("findings:read", () => ({ at: HEALTHY.at, findings: [] }));
  await view.user.click(view.getByRole("button", { name: "Try again" }));
  expect(await view.findByText(/Nothing to mend/)).toBeTruthy();
});

test("explains the way of a module, and what it costs", async () => {
  const { called, findByText, getByRole, user } = await open();
  await user.type(
    getByRole("textbox", { name: "Module, with or without a version" }),
    "golang.org/x/net@v0.48.0{Enter}",
  );
  expect(called("module:explain")).toEqual([["golang.org/x/net@v0.48.0"]]);
  const card = within(getByRole("region", { name: "Which way a module takes" }));
  expect(await findByText("first in GOPROXY")).toBeTruthy();
  expect(card.getByText("golang.org/x/net@v0.48.0")).toBeTruthy();
  expect(card.getByText(/100% expected success, 165 ms in half of the cases/)).toBeTruthy();
  expect(card.getByText("Connections of a download from https://proxy.golang.org")).toBeTruthy();
});

test("says what was expected in the place of a module", async () => {
  const { bridge, findByText, getByRole, user } = await open();
  bridge.answer("module:explain", () => null);
  const field = getByRole("textbox", { name: "Module, with or without a version" });
  await user.type(field, "no module{Enter}");
  expect(await findByText("no module is no module path that Go takes.")).toBeTruthy();
  expect(await findByText(/malformed module path "no module": invalid char ' '.* Give a path such as/)).toBeTruthy();
  expect(field.getAttribute("aria-invalid")).toBe("true");
});

async function diagnose(view: Awaited<ReturnType<typeof open>>): Promise<void> {
  await view.user.type(view.getByRole("combobox", { name: "Endpoint" }), "https://proxy.golang.org{Enter}");
}

test("draws the matrix with the verdict, what go loses and what helps, and copies the report", async () => {
  const view = await open();
  await diagnose(view);
  expect(view.called("diagnosis:start")).toEqual([["https://proxy.golang.org"]]);
  const matrix = within(await view.findByRole("group", { name: "All that was tried" }));
  const row = within(matrix.getByRole("row", { name: /^Go's hello 1,531 bytes/ }));
  expect(row.getByText("fails")).toBeTruthy();
  expect(row.getByText(/TLS handshake.*reset/)).toBeTruthy();
  expect(view.getByText("What helps, and what does not")).toBeTruthy();
  const written: string[] = [];
  vi.spyOn(navigator.clipboard, "writeText").mockImplementation((text) => {
    written.push(text);
    return Promise.resolve();
  });
  await view.user.click(view.getByRole("button", { name: "Copy the report" }));
  expect(await view.findByRole("button", { name: "Copied" })).toBeTruthy();
  expect(written[0]).toContain("proxy.golang.org");
});

test("fills the matrix while it goes on, and can be ended", async () => {
  const view = await open();
  const done = diagnosisState();
  const cells = done.state === "done" ? done.diagnosis.matrix.slice(0, 4) : [];
  const running = { state: "running", endpoint: done.endpoint, total: 13, cells };
  view.bridge.answer("diagnosis:read", () => running);
  await diagnose(view);
  expect(await view.findByText(/4 of 13/)).toBeTruthy();
  expect(view.getAllByRole("row")).toHaveLength(5);
  expect(view.getByRole("button", { name: "Diagnose" })).toHaveProperty("disabled", true);
  view.bridge.answer("diagnosis:read", () => ({ state: "cancelled", endpoint: done.endpoint }));
  await view.user.click(view.getByRole("button", { name: "Cancel" }));
  expect(view.called("diagnosis:cancel")).toEqual([[]]);
  expect(await view.findByText("The diagnosis was ended.")).toBeTruthy();
});

test.each([
  [{ ok: false, why: "bad-url" }, /is no address\. Expected is one such as https:\/\/proxy\.golang\.org/],
  [{ ok: false, why: "not-https" }, /expected is an https address/],
  [{ ok: false, why: "demo" }, /only diagnoses its own simulated endpoints/],
  [{ ok: false, why: "busy" }, /Another diagnosis is under way/],
  [{ ok: false, why: "too-soon", waitMs: 12_000 }, /again in 12 sec/],
])("says why it did not begin: %j", async (answer, said) => {
  const view = await open();
  view.bridge.answer("diagnosis:start", () => answer);
  await diagnose(view);
  expect(await view.findByText(said)).toBeTruthy();
});

test("is one click away from an endpoint's details, and asks nothing by itself", async () => {
  const view = await renderWindow(HEALTHY);
  await view.user.click(view.getByRole("button", { name: "goproxy.cn" }));
  await view.user.click(view.getByRole("button", { name: "Diagnose…" }));
  expect(await view.findByRole("heading", { level: 1, name: "Doctor" })).toBeTruthy();
  expect(view.getByRole("combobox", { name: "Endpoint" })).toHaveProperty("value", "https://goproxy.cn");
  expect(view.called("diagnosis:start")).toEqual([]);
});
