import { expect, test } from "vitest";
import { reason } from "../../shared/domain/reason.ts";
import { find, labels, model, PROXY, profile, snapshot, zh } from "./tray-facts.ts";

test("shows what to expect of a profile, the shipped ones by their name in the reader's language, and its hot key", () => {
  const china = { ...profile("china", "China mirrors", true), builtin: true };
  const outlook = { ...china.outlook, success: 0.992, p50Ms: 183, sure: true };
  const template = { ...profile("corporate", "Corporate"), template: true as const };
  const settings = { ...snapshot().settings, hotKeys: { china: "Alt+1" } };
  const profiles = [{ ...china, outlook }, template];

  expect(find(model({ profiles, settings }), "China")).toMatchObject({
    label: "China mirrors · 99 % · 180 ms",
    hotKey: "Alt+1",
  });
  expect(find(model({ profiles, settings }, zh), "国内")).toMatchObject({ label: "国内镜像 · 99% · 180 毫秒" });
  expect(find(model({ profiles }), "Corporate")).toMatchObject({
    enabled: false,
    label: "Corporate (fill in your proxy first)",
  });
});

test.each([
  [60, "Resume (60 minutes left)"],
  [58.2, "Resume (60 minutes left)"],
  [54.9, "Resume (55 minutes left)"],
  [0.1, "Resume (5 minutes left)"],
])("says with %d minutes of a pause left: %s", (minutes, label) => {
  expect(labels(model({ at: 1_000, pausedUntil: 1_000 + minutes * 60_000 }).items)).toContain(label);
});

test("says when the last look was only when that is a while ago", () => {
  expect(labels(model({ at: 60_000 }).items)).toContain("Test now");
  expect(labels(model({ at: 17 * 60_000 }).items)).toContain("Test now (last 15 minutes ago)");
});

test("tells what was decided lately, when and why, in the user's words", () => {
  const at = new Date(2026, 4, 6, 9, 5).getTime();
  const because = reason("decision-failing", {
    profile: "mirror",
    from: "office",
    endpoint: PROXY,
    success: 0,
    expectedSuccess: 98,
  });
  const shown = model({ at, recentDecisions: [{ at: at - 60_000, kind: "switch", profile: "mirror", because }] });
  const submenu = find(shown, "Recent decisions");

  expect(submenu).toMatchObject({
    items: [
      { kind: "status", label: expect.stringMatching(/^09:04 {2}Switch to Mirror: Office does not serve .*…?$/) },
    ],
  });
  expect(
    model({
      at: at + 86_400_000,
      recentDecisions: [{ at, kind: "stay", profile: null, because: reason("decision-paused") }],
    }),
  ).toMatchObject({
    items: expect.arrayContaining([
      {
        kind: "submenu",
        label: "Recent decisions",
        items: [{ kind: "status", label: "05-06 09:05  Stay with your own values: Gangway is paused" }],
      },
    ]),
  });
});

test("offers to copy the profile in force only while one is", () => {
  const enabled = (active: string | null): unknown => {
    const copies = find(model({ active }), "Copy");
    return copies.kind === "submenu" ? copies.items.map((i) => i.kind === "action" && i.enabled) : [];
  };

  expect(enabled("office")).toEqual([true, true, true, true]);
  expect(enabled(null)).toEqual([false, false, false, true]);
});
