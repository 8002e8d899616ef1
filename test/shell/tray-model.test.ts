import { expect, test } from "vitest";
import { NETWORK_KINDS } from "../../shared/domain/network.ts";
import { reason } from "../../shared/domain/reason.ts";
import type { Status } from "../../shared/domain/snapshot.ts";
import type { Switch } from "../../shared/domain/switch.ts";
import { trayModel } from "../../shared/view/tray-model.ts";
import { bad, good } from "../support/samples.ts";
import { en, endpoint, facts, find, labels, model, PROXY, profile, snapshot, zh } from "./tray-facts.ts";

const LAST_SWITCH: Switch = {
  id: 1,
  at: 0,
  cause: "manual",
  from: "mirror",
  to: "office",
  because: reason("decision-asked", { profile: "office" }),
  file: "/env",
  changes: [],
  outcome: "written",
};

test.each<readonly [Status, string, string]>([
  ["healthy", "Healthy · home network", "正常 · 家庭网络"],
  ["degraded", "Degraded · home network", ""],
  ["down", "Down · home network", ""],
  ["offline", "Offline · home network", ""],
  ["paused", "Paused · home network", ""],
  ["measuring", "Measuring · home network", ""],
])("says %s by icon and first line in both languages", (status, english, chinese) => {
  const shown = model({ status });
  const translated = model({ status }, zh);

  expect([shown.icon, labels(shown.items)[0]]).toEqual([status, english]);
  expect(translated.icon).toBe(status);
  expect(labels(translated.items)[0]).toMatch(chinese === "" ? /^\p{Script=Han}+ · 家庭网络$/u : chinese);
});

test.each(NETWORK_KINDS)("has words for a network of kind %s", (kind) => {
  const network = { ...snapshot().network, kind };

  expect(labels(model({ network }).items)[0]).not.toMatch(/network\.|words:/);
  expect(labels(model({ network }, zh).items)[0]).toMatch(/^正常 · \p{Script=Han}+$/u);
});

test("has the same texts in both languages, none of them left in English", () => {
  const english = labels(model({ canUndo: true, undoTo: LAST_SWITCH.from }).items);
  const chinese = labels(model({ canUndo: true, undoTo: LAST_SWITCH.from }, zh).items);

  expect(chinese).toEqual([
    "正常 · 家庭网络",
    "proxy.test：正常，41 毫秒，成功率 100%",
    "Office",
    "Mirror",
    "自动切换",
    "暂停一小时",
    "立即测试",
    "撤销上次切换（恢复为“Mirror”）",
    "复制",
    "打开 Gangway",
    "退出",
  ]);
  expect(english).toEqual([
    "Healthy · home network",
    "proxy.test: healthy, 41 ms, 100 %",
    "Office",
    "Mirror",
    "Auto-switch",
    "Pause for an hour",
    "Test now",
    "Undo last switch (back to Mirror)",
    "Copy",
    "Open Gangway",
    "Quit",
  ]);
});

test("puts profile, network and the worst endpoint in force into one line", () => {
  const endpoints = [
    endpoint("https://slow.test", [good(1, 300), good(2, 300), good(3, 300)]),
    endpoint(
      "https://broken.test",
      [1, 2, 3].map((at) => bad(at, "handshake", "reset")),
    ),
    endpoint(
      "https://unused.test",
      [1, 2, 3].map((at) => bad(at, "connect", "refused")),
    ),
  ];

  const { tooltip } = model({ endpoints, goproxy: "https://slow.test|https://broken.test|direct" });

  expect(tooltip).toBe("Gangway: Office, home network, broken.test: down, 0 %");
});

test("names the slower of two healthy endpoints", () => {
  const endpoints = [
    endpoint("https://quick.test", [good(1, 10), good(2, 10), good(3, 10)]),
    endpoint("https://slow.test", [good(1, 300), good(2, 300), good(3, 300)]),
  ];

  const { tooltip } = model({ endpoints, goproxy: "https://quick.test,https://slow.test" });

  expect(tooltip).toContain("slow.test: healthy, 300 ms");
});

test("leaves the endpoint out where the value in force names none", () => {
  expect(model({ goproxy: "direct", active: null }).tooltip).toBe("Gangway: your own values, home network");
});

test("looks the same when only a millisecond has changed", () => {
  const [one, other, quick] = [412, 409, 8.9].map((ms) => model({ endpoints: [endpoint(PROXY, [good(1, ms)])] }));

  expect(other).toEqual(one);
  expect(quick?.tooltip).toContain(" 9 ms");
});

test("offers profiles as radio items with what choosing them does", () => {
  const radios = model().items.filter((i) => i.kind === "radio");

  expect(radios).toEqual([
    {
      kind: "radio",
      label: "Office",
      enabled: true,
      checked: true,
      action: { call: "profile:choose", args: ["office"] },
    },
    {
      kind: "radio",
      label: "Mirror",
      enabled: true,
      checked: false,
      action: { call: "profile:choose", args: ["mirror"] },
    },
  ]);
});

test.each([
  [7, "radio", 7],
  [8, "submenu", 1],
] as const)("shows %i profiles as %s", (count, kind, items) => {
  const profiles = Array.from({ length: count }, (_, i) => profile(`p${String(i)}`, `P ${String(i)}`));

  const shown = model({ profiles }).items.filter((i) => i.kind === kind && i.label !== "Copy");

  expect(shown).toHaveLength(items);
});

test("names the profile in force on the submenu", () => {
  const profiles = Array.from({ length: 9 }, (_, i) => profile(`p${String(i)}`, `P ${String(i)}`));

  expect(find(model({ profiles, active: "p3" }), "Profile").label).toBe("Profile: P 3");
});

test.each([
  [true, [false]],
  [false, [true]],
] as const)("turns auto-switch from %s to its opposite", (auto, args) => {
  const settings = { ...snapshot().settings, auto };

  expect(find(model({ settings }), "Auto-switch")).toMatchObject({ checked: auto, action: { call: "auto:set", args } });
});

test("offers to go on while paused, and no test", () => {
  const shown = model({ status: "paused", pausedUntil: 5_000 });

  expect(find(shown, "Resume")).toMatchObject({ enabled: true, action: { call: "pause:set", args: [null] } });
  expect(find(shown, "Test now")).toMatchObject({ enabled: false });
  expect(labels(shown.items)).not.toContain("Pause for an hour");
});

test.each([
  [{ canUndo: false, undoTo: null }, "Undo last switch", false],
  [{ canUndo: false, undoTo: LAST_SWITCH.from }, "Undo last switch", false],
  [{ canUndo: true, undoTo: LAST_SWITCH.from }, "Undo last switch (back to Mirror)", true],
  [{ canUndo: true, undoTo: "gone" }, "Undo last switch (back to gone)", true],
  [{ canUndo: true, undoTo: null }, "Undo last switch (back to your own values)", true],
])("says what an undo would restore %#", (changes, label, enabled) => {
  expect(find(model(changes), "Undo")).toMatchObject({ label, enabled, action: { call: "switch:undo", args: [] } });
});

test("offers only to open and to quit before the first snapshot", () => {
  const shown = trayModel(facts({ snapshot: null, running: false }), en);

  expect(shown.icon).toBe("measuring");
  expect(labels(shown.items)).toEqual(["Starting to measure…", "Open Gangway", "Quit"]);
});

test("asks nothing of a measuring process that is not there, and says so", () => {
  const shown = trayModel(facts({ running: false }), en);

  const enabled = shown.items.flatMap((i) => ("enabled" in i && i.enabled ? [i.label] : []));
  expect(enabled).toEqual(["Open Gangway", "Quit"]);
  expect(shown.icon).toBe("measuring");
  expect(labels(shown.items)).toContain("Measuring has stopped and is being started again…");
});

test.each([
  [1, "Measuring stopped once and was started again"],
  [3, "Measuring stopped 3 times and was started again"],
])("says that the measuring process was started again %i times", (restarts, line) => {
  expect(labels(trayModel(facts({ restarts }), en).items)).toContain(line);
});

test("says where Gangway is after its window was closed", () => {
  expect(labels(trayModel(facts({ windowClosed: true }), en).items)).toContain(
    "The window is closed; Gangway goes on here",
  );
});

test.each(["shadowed-by-os", "goenv-off", "go-not-found", "read-back-differs"] as const)(
  "has a line for the warning %s in both languages",
  (code) => {
    const warnings = [{ code, name: "GOPROXY" }];

    const lines = [en, zh].map((t) => labels(model({ warnings }, t).items)[2]);

    expect(lines[0]).toMatch(/^[A-Z].*[a-z]$/);
    expect(lines[1]).toMatch(/\p{Script=Han}/u);
  },
);

test.each(["manual", "outside"] as const)("says why auto-switch rests while the choice is %s", (hold) => {
  const settings = { ...snapshot().settings, auto: true };

  expect(labels(model({ hold, settings }).items)[2]).toMatch(/^Ch(osen|anged) by /);
  expect(labels(model({ hold }).items)).not.toContainEqual(expect.stringMatching(/^Ch(osen|anged) by /));
});
