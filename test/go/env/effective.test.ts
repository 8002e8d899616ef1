// The environment that Gangway works out without the go command, against `go env -json` of every release at hand, and
// against `go env -changed -json` of those that have it (1.23 and later).
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { effectiveEnv } from "../../../electron/engine/goenv/effective.ts";
import { createGoEnv } from "../../../electron/engine/goenv/goenv.ts";
import type { EffectiveEnv } from "../../../shared/domain/goenv.ts";
import { knownVariables, minorOf } from "../../../shared/domain/goenv-values.ts";
import { createUnderTest, type UnderTest } from "../../engine/goenv/go-env-under-test.ts";
import { AT_A_TIME, CHECKED_RELEASES, callGo, inLanes, namesOf, type Release, shares } from "./releases.ts";

/** Cases in all, GANGWAY_GOENV_CASES asks for more; and at least so many for each release. */
const CASES = Number(process.env["GANGWAY_GOENV_CASES"] ?? 500);
const CASES_EACH = 60;

/** Variables whose default Gangway knows; the rest have defaults that a release was built with. */
const NAMES = [
  ...["GOPROXY", "GOSUMDB", "GOPRIVATE", "GONOPROXY", "GONOSUMDB", "GOINSECURE", "GOVCS", "GOAUTH", "GO111MODULE"],
  ...["GOENV", "GOFLAGS", "GOTOOLCHAIN", "GOPATH", "GOMODCACHE", "GOCACHE", "GOBIN", "GOTMPDIR", "GOFIPS140"],
  ...["GOCACHEPROG", "GOEXPERIMENT"],
];
/** Without a go command the newest release is assumed. */
const NEWEST = minorOf(undefined);
/** Go 1.23 was the first to say which values are not the default ones. */
const FIRST_WITH_CHANGED = 23;

interface Case {
  readonly release: Release;
  /** Variables of the OS; `null` takes one away that the home has. */
  readonly os: Readonly<Record<string, string | null>>;
  readonly lines: readonly string[];
}

const value = fc.constantFrom("", "off", "direct", "a.example/*", "https://127.0.0.1:1|direct", " x ", "x=y", "模块");
const path = fc.constantFrom("", "/a/b", "/a/b:/c", "/a//b/");
const flags = fc.constantFrom("", "-mod=mod", "-mod=mod -modcacherw");
const setting = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.tuple(
      fc.constantFrom("GOPROXY", "GOSUMDB", "GOPRIVATE", "GONOPROXY", "GONOSUMDB", "GOINSECURE", "GOVCS", "GOAUTH"),
      value,
    ),
  },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom("GOPATH", "GOMODCACHE", "GOCACHE", "GOBIN", "GOTMPDIR"), path) },
  { weight: 1, arbitrary: fc.tuple(fc.constant("GOCACHE"), fc.constantFrom("off", "rel/cache", "/c")) },
  { weight: 1, arbitrary: fc.tuple(fc.constant("GOFLAGS"), flags) },
  { weight: 1, arbitrary: fc.tuple(fc.constant("GO111MODULE"), fc.constantFrom("", "on", "auto", "off")) },
  { weight: 1, arbitrary: fc.tuple(fc.constant("GOCACHEPROG"), fc.constantFrom("", "prog")) },
  { weight: 1, arbitrary: fc.tuple(fc.constant("GOFIPS140"), fc.constantFrom("", "off")) },
);
const place = fc.constantFrom<Readonly<Record<string, string | null>>>(
  {},
  {},
  { GOENV: null },
  { GOENV: "" },
  { GOENV: "off" },
  { GOENV: null, XDG_CONFIG_HOME: "" },
  { XDG_CACHE_HOME: "rel" },
  { XDG_CACHE_HOME: "/x/cache" },
  { GOENV: null, HOME: null },
);
const os = fc.tuple(fc.array(setting, { maxLength: 4 }), place).map(([pairs, where]) => ({
  GOPATH: null,
  GOCACHE: null,
  ...Object.fromEntries(pairs),
  ...where,
}));
const line = fc.oneof(
  { weight: 6, arbitrary: setting.map(([name, text]) => `${name}=${text}`) },
  {
    weight: 1,
    arbitrary: fc.constantFrom("# GOPROXY=x", " GOPROXY=x", "export GOSUMDB=x", "", "GOPROXY", "GOPROXY =x"),
  },
  { weight: 1, arbitrary: fc.constantFrom("GOSUMDB=off\r", "\u{FEFF}GOVCS=x", "GODEBUG=x=1", "GOENV=/x", "JUNK=1") },
);
const cases = fc.record({ os, lines: fc.array(line, { maxLength: 6 }) });

const homes = Array.from({ length: AT_A_TIME }, () => createUnderTest());
afterAll(() => {
  for (const home of homes) home.remove();
});

/** The case's variables on top of the home's, without those that it takes away. */
function environment({ os, release }: Case, home: UnderTest): Readonly<Record<string, string>> {
  const path = `${dirname(release.path)}:${home.env["PATH"] ?? ""}`;
  const merged: Readonly<Record<string, string | null>> = { ...home.env, ...os, PATH: path };
  return Object.fromEntries(Object.entries(merged).filter((entry): entry is [string, string] => entry[1] !== null));
}

/** Puts the file where this case looks for it, so that what is read is what was written. */
function writeCase({ lines, os }: Case, home: UnderTest): void {
  const usual = join(home.folder, ".config", "go", "env");
  mkdirSync(dirname(usual), { recursive: true });
  for (const file of [home.file, usual]) rmSync(file, { force: true });
  writeFileSync(os["GOENV"] === undefined ? home.file : usual, lines.join("\n"));
}

async function askGo(one: Case, home: UnderTest, args: readonly string[]): Promise<Readonly<Record<string, string>>> {
  const env = environment(one, home);
  const run = await callGo({ go: one.release.path, home: { ...home, env }, args: ["env", "-json", ...args] });
  if (!run.ok) throw new Error(`Go ${one.release.version}: ${run.stderr} ${JSON.stringify(one)}`);
  return JSON.parse(run.stdout) as Record<string, string>;
}

type Values = Readonly<Record<string, string | undefined>>;

/** The values; with GOENV=off, Go says nothing where Gangway says why. */
function pick({ variables }: EffectiveEnv, names: readonly string[]): Values {
  const shown = (name: string): string | undefined => {
    const value = variables[name]?.value;
    return name === "GOENV" && value === "off" ? "" : value;
  };
  return Object.fromEntries(names.map((name) => [name, shown(name)]));
}

/** Ours beside what would be ours if nothing were set. */
type Both = Record<"ours" | "unset", EffectiveEnv>;

/** Whether a variable is set somewhere to something else than Go would assume, as Go counts it. */
function isChanged(name: string, { release }: Case, both: Both): boolean {
  const variable = both.ours.variables[name];
  const isKnown = name === "GOENV" || knownVariables(release.version).includes(name);
  if (!isKnown || variable === undefined || variable.value === "") return false;
  if (!["os", "file"].includes(variable.origin)) return false;
  // Go 1.23 does not list this one at all, and a GOPATH of the OS was there before Go looked.
  if (name === "GOCACHEPROG" && minorOf(release.version) < 24) return false;
  if (name === "GOPATH" && variable.origin === "os") return false;
  return variable.value !== assumed(name, both);
}

/** What Go compares a value with. */
function assumed(name: string, { ours, unset }: Both): string | undefined {
  switch (name) {
    case "GO111MODULE":
      return "on";
    case "GOENV":
      return "off";
    case "GONOPROXY":
    case "GONOSUMDB":
      return ours.variables["GOPRIVATE"]?.value;
    default:
      return unset.variables[name]?.value;
  }
}

function drawCases(): readonly Case[] {
  const counts = shares(CHECKED_RELEASES, CASES, CASES_EACH);
  return CHECKED_RELEASES.flatMap((release, index) =>
    fc.sample(cases, counts[index] ?? 0).map((drawn): Case => ({ release, ...drawn })),
  );
}

const drawn = drawCases();
const differing: unknown[] = [];

test("is what go env -json says, and without Go what the newest Go says", { timeout: 300_000 }, async () => {
  let withoutGo = 0;
  await inLanes(drawn, async (one, lane) => {
    const home = homes[lane] as UnderTest;
    writeCase(one, home);
    const env = environment(one, home);
    const theirs = await askGo(one, home, NAMES);
    const ours = await createGoEnv({ ...home.parts, env, names: () => NAMES }).read();
    if (!same(pick(ours, NAMES), theirs)) differing.push([one, difference(pick(ours, NAMES), theirs)]);
    if (minorOf(one.release.version) < NEWEST) return;
    const surroundings = { env, platform: process.platform };
    const fileText = ours.file !== null && existsSync(ours.file) ? readFileSync(ours.file, "utf8") : "";
    const bare = effectiveEnv({ surroundings, file: ours.file, fileText, go: null, rootText: null, names: NAMES });
    withoutGo += 1;
    if (!same(pick(bare, NAMES), theirs)) differing.push(["without Go", one, difference(pick(bare, NAMES), theirs)]);
  });
  console.log(
    `go env -json: ${drawn.length} cases of ${NAMES.length} variables, ${withoutGo} of them also without Go, ` +
      `${differing.length} differ; Go ${namesOf(CHECKED_RELEASES)}`,
  );
  expect(differing).toEqual([]);
  expect(drawn.length).toBeGreaterThanOrEqual(300);
});

function same(ours: Values, theirs: Values): boolean {
  return difference(ours, theirs).length === 0;
}

/** Names with both values, where they differ. */
function difference(ours: Values, theirs: Values): readonly unknown[] {
  const names = [...new Set([...Object.keys(ours), ...Object.keys(theirs)])];
  return names.filter((name) => ours[name] !== theirs[name]).map((name) => [name, ours[name], theirs[name]]);
}

test("says of the same variables as go env -changed that they are not as Go would have them", {
  timeout: 300_000,
}, async () => {
  const able = drawn.filter(({ release }) => minorOf(release.version) >= FIRST_WITH_CHANGED);
  const wrong: unknown[] = [];
  await inLanes(able, async (one, lane) => {
    const home = homes[lane] as UnderTest;
    writeCase(one, home);
    const env = environment(one, home);
    const ours = await createGoEnv({ ...home.parts, env, names: () => NAMES }).read();
    const kept = Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith("GO")));
    const unset = await createGoEnv({
      ...home.parts,
      env: { ...kept, GOENV: "/no/such/file" },
      names: () => NAMES,
    }).read();
    // Where even the default is no cache, Go compares the words that were given and not what they mean.
    const names = NAMES.filter((name) => name !== "GOCACHE" || unset.variables[name]?.value !== "off");
    const theirs = await askGo(one, home, ["-changed", ...names]);
    const mine = pick(
      ours,
      names.filter((name) => isChanged(name, one, { ours, unset })),
    );
    if (!same(mine, theirs)) wrong.push([one, difference(mine, theirs)]);
  });
  const releases = [...new Set(able.map(({ release }) => release))];
  console.log(`go env -changed -json: ${able.length} cases, ${wrong.length} differ; Go ${namesOf(releases)}`);
  expect(wrong).toEqual([]);
});
