import { cleanup, waitFor, within } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { joined, moved, piecesOf } from "../../renderer/parts/profiles/chain-text.ts";
import type { Profile } from "../../shared/domain/profile.ts";
import { renderWindow } from "./support/render-window.tsx";
import { HEALTHY } from "./support/snapshots.ts";

afterEach(() => {
  cleanup();
});

async function open() {
  const view = await renderWindow(HEALTHY);
  await view.user.click(view.getByRole("button", { name: "Profiles" }));
  await view.findByRole("textbox", { name: "The same as text" });
  /** The draft that was asked about last. */
  const asked = (): Profile => (view.called("profile:preview").at(-1)?.[0] as { readonly draft: Profile }).draft;
  return { ...view, asked };
}

test("shows the chain as rows and as text, and keeps both in step", async () => {
  const { asked, getByRole, user } = await open();
  const text = getByRole("textbox", { name: "The same as text" });
  expect(text).toHaveProperty("value", "https://goproxy.corp.test,https://proxy.golang.org,direct");
  const first = within(getByRole("radiogroup", { name: "When Go goes on after entry 1" }));
  await user.click(first.getByRole("radio", { name: "| on any error" }));
  expect(text).toHaveProperty("value", "https://goproxy.corp.test|https://proxy.golang.org,direct");
  await user.click(getByRole("button", { name: "Move entry 2 up" }));
  expect(text).toHaveProperty("value", "https://proxy.golang.org|https://goproxy.corp.test,direct");
  await user.click(getByRole("button", { name: "Remove entry 3" }));
  await user.click(getByRole("button", { name: "Add off" }));
  expect(text).toHaveProperty("value", "https://proxy.golang.org|https://goproxy.corp.test,off");
  await user.clear(text);
  await user.type(text, "direct,|x y");
  expect(getByRole("textbox", { name: "Entry 3" })).toHaveProperty("value", "x y");
  await waitFor(() => expect(asked().env["GOPROXY"]).toBe("direct,|x y"));
});

test("tells what is expected, what an entry's failure would come to, what it means, and what would be written", async () => {
  const { findByRole, getByRole, getByText, getAllByText } = await open();
  const expected = within(await findByRole("region", { name: "What to expect of it here and now" }));
  expect(expected.getByText("65%")).toBeTruthy();
  const row = within(expected.getByRole("row", { name: /^goproxy\.cn/ }));
  expect(row.getByText("mirrors.aliyun.com/goproxy/ serves, 30 sec later")).toBeTruthy();
  expect(getByText(/Modules matching \*\.corp\.test will be fetched from where they are developed/)).toBeTruthy();
  expect(getByText(/It changes nothing about https:\/\/goproxy\.cn/)).toBeTruthy();
  expect(getAllByText(/Behind a comma Go goes on/).length).toBeGreaterThan(0);
  const changes = within(getByRole("region", { name: "What would be written to the go env file" }));
  expect(changes.getByText(/which hides the file: it would have no effect/)).toBeTruthy();
});

test("a finding's remedy at one click changes the draft, and nothing is kept by it", async () => {
  const { called, findAllByRole, getByRole, user } = await open();
  const [fix] = await findAllByRole("button", { name: /^Fix: GOPROXY=/ });
  if (fix === undefined) throw new Error("there is a remedy");
  const value = fix.textContent.replace("Fix: GOPROXY=", "");
  await user.click(fix);
  expect(getByRole("textbox", { name: "The same as text" })).toHaveProperty("value", value);
  expect(called("profile:save")).toEqual([]);
});

test("keeps a draft while the reader looks at other profiles and views, and marks it", async () => {
  const { findByRole, getByRole, getByText, user } = await open();
  const title = getByRole("textbox", { name: "Title" });
  await user.clear(title);
  await user.type(title, "Office");
  await user.click(getByRole("button", { name: /^Global/ }));
  expect(getByRole("textbox", { name: "Title" })).toHaveProperty("value", "Global");
  await user.click(getByRole("button", { name: "Status" }));
  await user.keyboard("{Control>}3{/Control}");
  await user.click(await findByRole("button", { name: /^Work, behind/ }));
  expect(getByRole("textbox", { name: "Title" })).toHaveProperty("value", "Office");
  expect(getByText("not saved")).toBeTruthy();
  await user.click(getByRole("button", { name: "Discard changes" }));
  expect(getByRole("textbox", { name: "Title" })).toHaveProperty("value", "Work, behind the firewall");
});

test("says beside the field what keeps a draft from being kept, and goes there", async () => {
  const { bridge, findByText, getByRole, user } = await open();
  bridge.answer("profile:save", () => ({
    ok: false,
    problems: [{ code: "bad-chain", at: "GOPROXY", values: { entry: "goproxy" } }],
  }));
  await user.type(getByRole("textbox", { name: "Note" }), "!");
  await user.click(getByRole("button", { name: "Save" }));
  expect(await findByText(/Go would refuse GOPROXY: goproxy/)).toBeTruthy();
  const field = getByRole("textbox", { name: "The same as text" });
  expect(field.getAttribute("aria-invalid")).toBe("true");
  await waitFor(() => expect(document.activeElement).toBe(field));
});

test("offers to move credentials to netrc, and tells where they are then", async () => {
  const { bridge, called, findByText, getByRole, user } = await open();
  const values = { name: "GOPROXY", hosts: "goproxy.corp.test", file: "/home/gopher/.netrc" };
  bridge.answer("profile:save", () => ({
    ok: false,
    problems: [{ code: "credentials-in-url", at: "GOPROXY", values }],
  }));
  await user.type(getByRole("textbox", { name: "Note" }), "!");
  await user.click(getByRole("button", { name: "Save" }));
  await findByText(/GOPROXY holds credentials for goproxy\.corp\.test/);
  bridge.answer("profile:save", () => ({ ok: true, name: "work", hosts: ["goproxy.corp.test"], file: "/x/.netrc" }));
  await user.click(getByRole("button", { name: "Move them to /home/gopher/.netrc and save" }));
  expect(await findByText(/credentials for goproxy\.corp\.test are in \/x\/\.netrc now/)).toBeTruthy();
  expect(called("profile:save").map(([asked]) => (asked as { storeCredentials: boolean }).storeCredentials)).toEqual([
    false,
    true,
  ]);
});

test("saves and uses in one go, and only what was saved", async () => {
  const { called, findByText, getByRole, user } = await open();
  await user.type(getByRole("textbox", { name: "Note" }), "!");
  await user.click(getByRole("button", { name: "Save and use" }));
  expect(await findByText("work is saved.")).toBeTruthy();
  await waitFor(() => expect(called("profile:choose")).toEqual([["work"]]));
});

test("sets, unsets and leaves variables alone, and adds any other", async () => {
  const { asked, getByRole, user } = await open();
  await user.selectOptions(getByRole("combobox", { name: "What to do with GOSUMDB" }), "unset");
  await user.selectOptions(getByRole("combobox", { name: "What to do with GOPRIVATE" }), "leave alone");
  await user.type(getByRole("textbox", { name: "Another variable" }), "GOFLAGS{Enter}");
  await user.type(getByRole("textbox", { name: "Value of GOFLAGS" }), "-mod=mod");
  const expected = { GOSUMDB: null, GOFLAGS: "-mod=mod" };
  await waitFor(() => expect(asked().env).toMatchObject(expected));
  expect(asked().env).not.toHaveProperty("GOPRIVATE");
});

test("makes, copies and removes profiles, the last after a question", async () => {
  const { called, getByRole, getAllByRole, user } = await open();
  await user.click(getByRole("button", { name: "Duplicate" }));
  expect(getByRole("textbox", { name: "Name" })).toHaveProperty("value", "work-2");
  await user.click(getByRole("button", { name: "Discard changes" }));
  await user.click(getByRole("button", { name: "New" }));
  expect(getByRole("textbox", { name: "Name" })).toHaveProperty("value", "");
  await user.click(getByRole("button", { name: "Discard changes" }));
  await user.click(getByRole("button", { name: "Remove" }));
  expect(called("profile:remove")).toEqual([]);
  await user.click(getAllByRole("button", { name: "Remove" }).at(-1) as HTMLElement);
  expect(called("profile:remove")).toEqual([["work"]]);
});

test("imports pasted text, says what is wrong with it, and replaces only when told to", async () => {
  const { bridge, called, findByText, getByRole, user } = await open();
  await user.click(getByRole("button", { name: "Import" }));
  const dialog = within(getByRole("dialog", { name: "Import" }));
  await user.type(dialog.getByRole("textbox", { name: "or paste it here" }), "x");
  bridge.answer("profile:import", () => ({ ok: false, why: "not-json", place: "position 0" }));
  await user.click(dialog.getByRole("button", { name: "Import" }));
  expect(await findByText(/position 0/)).toBeTruthy();
  bridge.answer("profile:import", () => ({ ok: false, why: "taken", names: ["work"] }));
  await user.click(dialog.getByRole("button", { name: "Import" }));
  expect(await findByText("Other profiles have these names: work.")).toBeTruthy();
  bridge.answer("profile:import", () => ({ ok: true, names: ["work"] }));
  await user.click(dialog.getByRole("button", { name: "Replace them" }));
  expect(await findByText("Imported: work.")).toBeTruthy();
  expect(called("profile:import").map(([asked]) => (asked as { replace: boolean }).replace)).toEqual([
    false,
    false,
    true,
  ]);
});

test("says that the profiles could not be read, and tries again", async () => {
  const view = await renderWindow(HEALTHY);
  view.bridge.answer("profile:list", () => {
    throw new Error("engine gone");
  });
  await view.user.click(view.getByRole("button", { name: "Profiles" }));
  expect(await view.findByText(/engine gone/)).toBeTruthy();
  view.bridge.answer("profile:list", () => ({ profiles: [], removed: ["ci"], fingerprint: null }));
  await view.user.click(view.getByRole("button", { name: "Try again" }));
  expect(await view.findByText(/There is no profile/)).toBeTruthy();
  expect(view.getByText("Removed (1)")).toBeTruthy();
});

test.each(["", "direct", "a,b|c", ",,a|", " a , b ", "|", "a|,b"])(
  "takes the value %j apart without a loss",
  (value) => {
    expect(joined(piecesOf(value))).toBe(value);
  },
);

test("moves entries and leaves the separators where they are", () => {
  expect(joined(moved(piecesOf("a|b,c"), 0, 2))).toBe("b|c,a");
  expect(joined(moved(piecesOf("a|b,c"), 2, 1))).toBe("a|c,b");
  expect(joined(moved(piecesOf("a|b"), 0, 5))).toBe("a|b");
});
