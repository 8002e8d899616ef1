// The canary of the import rules: a checker that sees nothing would pass, so it must first see a tree where every rule
// is broken (test/fixtures/architecture: one file for each rule, bearing its name).
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { cruise, type ICruiseResult, type IForbiddenRuleType } from "dependency-cruiser";
import extractTSConfig from "dependency-cruiser/config-utl/extract-ts-config";
import { expect, test } from "vitest";
import vitestConfig from "../build/vitest.config.ts";

const TOP = path.resolve(import.meta.dirname, "..");
const FIXTURE = path.join(TOP, "test/fixtures/architecture");
const { forbidden, options } = createRequire(import.meta.url)("../build/dependency-cruiser.cjs");
const RULES: readonly string[] = forbidden.map((rule: IForbiddenRuleType) => rule.name);

/** The breaches that a file cannot bear the name of, because the rule is about that very file. */
const BREACH: Readonly<Record<string, string>> = {
  "shell-shares-only-the-home": "electron/shell/launch.ts",
  "preload-is-tiny": "electron/preload.ts",
};

async function check(baseDir: string, folders: readonly string[]): Promise<ICruiseResult> {
  const tsConfig = extractTSConfig(path.join(TOP, "tsconfig.json"));
  const { output } = await cruise(
    [...folders],
    { ...options, baseDir, ruleSet: { forbidden }, validate: true },
    undefined,
    { tsConfig },
  );
  if (typeof output === "string") throw new TypeError("expected a result, not a report");
  return output;
}

const breaches = await check(FIXTURE, ["electron", "renderer", "shared", "build", "test"]);

function filesReportedFor(rule: string): readonly string[] {
  return breaches.summary.violations.filter((violation) => violation.rule.name === rule).map(({ from }) => from);
}

test.each(RULES)("reports the breach of %s", (rule) => {
  const breach = BREACH[rule] ?? rule;
  expect(filesReportedFor(rule).some((file) => file.includes(breach))).toBe(true);
});

test("lets pass what the rules allow", () => {
  const blamed = breaches.summary.violations.map(({ from }) => from);
  expect(blamed).not.toContain("electron/engine/probe/stages.ts");
  expect(blamed).not.toContain("renderer/allowed.ts");
});

test("says for every rule what to do about a violation", () => {
  expect(forbidden.filter((rule: IForbiddenRuleType) => (rule.comment ?? "").length < 40)).toEqual([]);
});

test("finds our own tree in order", async () => {
  const { modules, summary } = await check(TOP, ["electron", "renderer", "shared", "test", "build"]);
  const ours = modules.filter(({ source }) => /^(electron|renderer|shared)\/.*\.tsx?$/.test(source));
  expect(summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`)).toEqual([]);
  expect(ours.length).toBeGreaterThan(40);
});

test("names the built engine in one file only", () => {
  const files = readdirSync(path.join(TOP, "electron"), { recursive: true, encoding: "utf8" });
  const naming = files
    .filter((file) => file.endsWith(".ts"))
    .filter((file) => /["'/]engine\.js["']/.test(readFileSync(path.join(TOP, "electron", file), "utf8")));
  expect(naming.map((file) => file.replaceAll(path.sep, "/"))).toEqual(["shell/engine-host.ts"]);
});

test("runs each test file in one project", () => {
  const folders = JSON.stringify(vitestConfig.test?.projects)
    .match(/(?<="test\/)(?:\{[^}]+\}|\w+)(?=\/)/g)
    ?.flatMap((folder) => folder.replace(/[{}]/g, "").split(","));
  const files = readdirSync(path.join(TOP, "test"), { recursive: true, encoding: "utf8" });
  const nested = files.filter((file) => /\.test\.tsx?$/.test(file) && path.dirname(file) !== ".");
  const isTaken = (file: string) => folders?.filter((folder) => file.split(path.sep)[0] === folder).length === 1;
  expect(nested.length).toBeGreaterThan(20);
  expect(nested.filter((file) => !isTaken(file))).toEqual([]);
});
