import { expect, test } from "vitest";
import { parseCall } from "../../electron/shell/call-guard.ts";
import { isOurPage, isSafeLink } from "../../electron/shell/page-guard.ts";
import { OPEN_WINDOW } from "../../shared/domain/hot-keys.ts";
import { CALLS, type CallName } from "../../shared/ipc/channels.ts";

/** A draft may be wrong in itself: that is told by the engine, field by field. */
const DRAFT = { name: "No name yet", env: { GOPROXY: "direct", GOSUMDB: null }, kinds: ["home"], fingerprints: [] };

const GOOD: { readonly [K in CallName]: readonly (readonly unknown[])[] } = {
  "snapshot:read": [[]],
  "profile:choose": [["office"], ["a-1"]],
  "switch:undo": [[]],
  "probe:now": [[]],
  "auto:set": [[true], [false]],
  "pause:set": [[60], [null]],
  "hold:release": [[]],
  "network:correct": [["home"], [null]],
  "history:read": [[{ since: 0 }], [{ since: 0, endpoint: "https://proxy.test" }], [{ since: 0, until: 5 }]],
  "settings:save": [[{}], [{ language: "zh-CN", intervalSeconds: 5 }]],
  "login:read": [[]],
  "login:set": [[true]],
  "hotkeys:read": [[]],
  "hotkeys:set": [
    ["work", "Control+Alt+1"],
    [OPEN_WINDOW, null],
  ],
  "clipboard:write": [["text"]],
  "file:save": [[{ name: "report.md", text: "# Report" }], [{ name: "chart.png", base64: "iVBORw0KGgo=" }]],
  "diagnostics:copy": [[]],
  "window:attended": [[]],
  "snapshot:kept": [[]],
  "chains:compare": [[["direct", "https://proxy.test|direct"]]],
  "data:size": [[]],
  "history:clear": [[]],
  "corrections:read": [[]],
  "corrections:forget": [["f00d"], [null]],
  "findings:read": [[]],
  "finding:fix": [[{ GOPROXY: "direct", GOSUMDB: null }]],
  "module:explain": [["golang.org/x/net@v0.48.0"]],
  "diagnosis:start": [["https://proxy.test"]],
  "diagnosis:read": [[]],
  "diagnosis:cancel": [[]],
  "profile:list": [[]],
  "profile:preview": [[{ draft: DRAFT, replaces: null, module: "" }]],
  "profile:save": [[{ draft: DRAFT, replaces: "work", storeCredentials: false }]],
  "profile:remove": [["work"]],
  "profile:reset": [["global"]],
  "profile:order": [[["work", "global"]], [[]]],
  "profile:import": [[{ text: "{}", replace: false }]],
  "profile:export": [[{ name: null, format: "json" }], [{ name: "work", format: "fish" }]],
};

test.each(CALLS)("lets good arguments of %s through unchanged", (name) => {
  expect(GOOD[name].map((args) => parseCall(name, args))).toEqual(GOOD[name].map((args) => ({ ok: true, args })));
});

test.each(CALLS)("refuses %s with an argument too many", (name) => {
  expect(parseCall(name, [...(GOOD[name][0] ?? []), "more"])).toMatchObject({ ok: false });
});

test.each<readonly [CallName, readonly unknown[]]>([
  ["profile:choose", []],
  ["profile:choose", ["../secret"]],
  ["profile:choose", [{ toString: "office" }]],
  ["auto:set", ["yes"]],
  ["pause:set", [0]],
  ["pause:set", [1.5]],
  ["pause:set", [10_081]],
  ["network:correct", ["captive"]],
  ["network:correct", []],
  ["history:read", [{ since: "now" }]],
  ["history:read", [{ since: 0, sql: "drop" }]],
  ["settings:save", [{ intervalSeconds: 1 }]],
  ["settings:save", [{ auto: true }]],
  ["hotkeys:set", ["work", "A"]],
  ["hotkeys:set", ["../work", "Control+Alt+1"]],
  ["file:save", [{ name: "../report.md", text: "" }]],
  ["corrections:forget", []],
  ["finding:fix", [{ GOPROXY: 1 }]],
  ["module:explain", ["x".repeat(501)]],
  ["diagnosis:start", [null]],
  ["profile:remove", ["../global"]],
  ["profile:order", [["Work"]]],
  ["profile:preview", [{ draft: { ...DRAFT, env: { GOPROXY: 1 } }, replaces: null, module: "" }]],
  ["profile:preview", [{ draft: { ...DRAFT, more: true }, replaces: null, module: "" }]],
  ["profile:import", [{ text: "x".repeat(1_000_001), replace: false }]],
  ["profile:export", [{ name: "work", format: "toml" }]],
  ["settings:save", [{ hotKeys: { office: "1" } }]],
  ["settings:save", [{ hotKeys: { "../office": "Alt+1" } }]],
  ["login:set", [null]],
  ["hotkeys:set", ["office", "Shift+A"]],
  ["hotkeys:set", ["window", undefined]],
  ["clipboard:write", ["x".repeat(200_001)]],
  ["file:save", [{ name: "../x", text: "" }]],
  ["file:save", [{ name: ".bashrc", text: "" }]],
  ["file:save", [{ name: "chart.png", base64: "not base64!" }]],
  ["file:save", [{ name: "chart.png" }]],
  ["file:save", [{ name: "a/b", text: "" }]],
  ["settings:save", [{ __proto__: null, profiles: [] }]],
])("refuses %s with %j and says what is wrong", (name, args) => {
  expect(parseCall(name, args)).toMatchObject({ ok: false, complaint: expect.stringMatching(/\w+: \w+/) });
});

const FILE = "file:///opt/gangway/out/renderer/index.html";
const SERVED = "http://localhost:5173/";

test.each([
  [FILE, FILE, true],
  [`${FILE}#/history`, FILE, true],
  [`${FILE}?x=1`, FILE, true],
  ["file:///opt/gangway/out/renderer/../renderer/index.html", FILE, true],
  ["file:///etc/passwd", FILE, false],
  ["file://server/opt/gangway/out/renderer/index.html", FILE, false],
  ["https://example.test/index.html", FILE, false],
  ["about:blank", FILE, false],
  ["", FILE, false],
  ["http://localhost:5173/index.html#/x", SERVED, true],
  ["http://localhost:5174/", SERVED, false],
  ["https://localhost:5173/", SERVED, false],
  [FILE, SERVED, false],
])("takes %s for our page %s: %s", (url, page, expected) => {
  expect(isOurPage(url, page)).toBe(expected);
});

test.each([
  ["https://go.dev/ref/mod", true],
  ["http://go.dev/", false],
  ["https://user:secret@go.dev/", false],
  ["file:///etc/passwd", false],
  ["javascript:alert(1)", false],
  ["not a link", false],
])("hands %s to the browser: %s", (url, expected) => {
  expect(isSafeLink(url)).toBe(expected);
});
