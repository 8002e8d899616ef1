import { expect, test } from "vitest";
import {
  beforeOf,
  byHand,
  dialectOf,
  type ShellDialect,
  type Source,
  sourceOf,
} from "../../../shared/domain/finding-source.ts";
import type { EffectiveEnv } from "../../../shared/domain/goenv.ts";
import { lintEnv } from "../../../shared/domain/lint.ts";
import { type Finding, shownFinding } from "../../../shared/domain/lint-finding.ts";

const FILE = "/home/me/.config/go/env";
const GO = { path: "/usr/bin/go", version: "go1.26.0" };

function envOf(variables: EffectiveEnv["variables"]): EffectiveEnv {
  return { file: FILE, go: GO, variables };
}

function findingOf(code: Finding["code"], env: EffectiveEnv, fileText: string, environment = {}): Finding {
  const found = lintEnv(env, { fileText, environment, platform: "linux" }).find((finding) => finding.code === code);
  if (found === undefined) throw new Error(`the linter finds ${code}`);
  return found;
}

const OFF = envOf({ GOPROXY: { value: "off,https://a.test", origin: "file" } });
const SHADOWED = envOf({ GOPROXY: { value: "direct,https://a.test", origin: "os", shadows: "https://b.test" } });

test.each([
  ["off-first", OFF, "GOSUMDB=off\nGOPROXY=direct\nGOPROXY=off,https://a.test\n", `${FILE}:3`],
  ["duplicate-line", OFF, "GOPROXY=direct\nGOPROXY=off,https://a.test\n", `${FILE}:2`],
  ["ignored-line", OFF, "GOPROXY=off,https://a.test\n\nexport GOPROXY=direct\r\n", `${FILE}:3`],
  ["byte-order-mark", OFF, "\uFEFFGOPROXY=direct\nGOPROXY=off,https://a.test\n", `${FILE}:1`],
  ["carriage-return", OFF, "GOFLAGS=-v\nGOPROXY=off,https://a.test\r\n", `${FILE}:2`],
] as const)("finds the line of %s in the go env file", (code, env, fileText, where) => {
  const source = sourceOf(findingOf(code, env, fileText), { env, fileText, startupLine: () => "/wrong:1" });
  expect(source).toEqual({ origin: "file", where });
});

test("a value of the environment is where a start-up file sets it, as far as that is known", () => {
  const finding = findingOf("os-shadows-file", SHADOWED, "GOPROXY=https://b.test\n");
  const known = { env: SHADOWED, fileText: "", startupLine: (name: string) => `/home/me/.profile of ${name}` };
  expect(sourceOf(finding, known)).toEqual({ origin: "os", where: "/home/me/.profile of GOPROXY" });
  expect(sourceOf(finding, { ...known, startupLine: () => undefined })).toEqual({ origin: "os" });
});

test("what Go itself sets has no line, and neither has a file that was not read", () => {
  const env = envOf({ GOPROXY: { value: "off,https://a.test", origin: "goroot" } });
  const finding = findingOf("off-first", env, "");
  expect(sourceOf(finding, { env, startupLine: () => undefined })).toEqual({ origin: "goroot" });
  expect(sourceOf(finding, { env: OFF, startupLine: () => undefined })).toEqual({ origin: "file" });
});

const OS: Source = { origin: "os" };

test.each<[ShellDialect, string]>([
  ["posix", "unset GOPROXY"],
  ["fish", "set -e GOPROXY"],
  ["powershell", "[Environment]::SetEnvironmentVariable('GOPROXY', $null, 'User')"],
])("says in %s how to take a variable out of the environment", (dialect, command) => {
  expect(byHand(findingOf("os-shadows-file", SHADOWED, ""), OS, dialect)).toBe(command);
});

test.each<[ShellDialect, string]>([
  ["posix", "export GOPROXY='https://a.test|direct'"],
  ["fish", "set -gx GOPROXY 'https://a.test|direct'"],
  ["powershell", "[Environment]::SetEnvironmentVariable('GOPROXY', 'https://a.test|direct', 'User')"],
])("says in %s how to set what the environment should have", (dialect, command) => {
  const finding: Finding = {
    code: "off-first",
    severity: "error",
    at: { variable: "GOPROXY" },
    values: {},
    osFix: { changes: { GOPROXY: "https://a.test|direct" } },
  };
  expect(byHand(finding, OS, dialect)).toBe(command);
});

test("a value that the environment hides is mended there, and never by the go env file", () => {
  const finding = findingOf("never-reached", SHADOWED, "");
  expect(finding.fix).toBeUndefined();
  expect(byHand(finding, OS, "posix")).toMatch(/^export GOPROXY=/);
});

test("a quote in a value ends no word", () => {
  const finding: Finding = { ...findingOf("never-reached", SHADOWED, ""), osFix: { changes: { GOPROXY: "a'; b" } } };
  expect(byHand(finding, OS, "posix")).toBe("export GOPROXY='a'\\''; b'");
  expect(byHand(finding, OS, "fish")).toBe("set -gx GOPROXY 'a\\'; b'");
  expect(byHand(finding, OS, "powershell")).toContain("'a''; b'");
});

test("a password is neither shown nor asked to be typed", () => {
  const env = envOf({ GOPROXY: { value: "direct,https://ann:pa55@a.test", origin: "os" } });
  const shown = lintEnv(env, { environment: {}, platform: "linux" }).map(shownFinding);
  expect(shown.length).toBeGreaterThan(0);
  expect(JSON.stringify(shown.map((finding) => [finding, byHand(finding, OS, "posix")]))).not.toContain("pa55");
  const socks = findingOf("all-proxy-ignored", env, "", { ALL_PROXY: "socks5://ann:pa55@a.test:1080" });
  expect(byHand(socks, OS, "posix")).toBe('export HTTPS_PROXY="$ALL_PROXY"');
});

test("nothing is to be done by hand where the go env file can be changed", () => {
  const finding = findingOf("off-first", OFF, "GOPROXY=off,https://a.test\n");
  expect(byHand(finding, { origin: "file" }, "posix")).toBeUndefined();
});

test.each([
  ["linux", "/usr/bin/fish", "fish"],
  ["darwin", "/bin/zsh", "posix"],
  ["linux", undefined, "posix"],
  ["win32", "/usr/bin/fish", "powershell"],
])("on %s with %s commands are for %s", (platform, shell, dialect) => {
  expect(dialectOf(platform, shell)).toBe(dialect);
});

test("what a fix changes is told as the go env file has it, without credentials", () => {
  const fix = { changes: { GOPROXY: "direct", GOSUMDB: null } };
  const finding: Finding = { code: "off-first", severity: "error", values: {}, fix };
  const text = "GOPROXY=https://ann:pa55@a.test,direct\n";
  const before = beforeOf(finding, text);
  expect(before).toEqual({ GOPROXY: expect.not.stringContaining("pa55") as string, GOSUMDB: null });
  expect(before?.["GOPROXY"]).toContain("a.test,direct");
  expect(beforeOf(finding, null)).toEqual({ GOPROXY: null, GOSUMDB: null });
});
