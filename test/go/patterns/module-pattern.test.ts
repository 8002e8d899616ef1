// Which module paths a list of patterns covers: our answer against what the real go command asks the proxy (GONOPROXY)
// and the checksum database (GONOSUMDB) for.
import { expect, test } from "vitest";
import { matchingPattern } from "../../../shared/domain/module-pattern.ts";
import { goVersions } from "../../support/go-versions.ts";
import { playScenes } from "./ask-go.ts";
import type { Scene } from "./go-oracle.ts";

const PATHS: readonly string[] = [
  "corp.invalid",
  "corp.invalid/x",
  "corp.invalid/x/y/z",
  "git.corp.invalid/team/tool",
  "a.b.corp.invalid/x",
  "gitcorp.invalid/x",
  "example.invalid/Foo/bar",
  "example.invalid/foo/Bar/v2",
  "example.invalid/a-b_c~d/e.f",
  "host-1.invalid/x2",
  "github.com/acme/tool",
  "github.com/Acme/tool",
  "github.com/acme-labs/tool/sub",
];

/** Lists that people write, and such as try the edges of the rules. */
const BY_HAND: readonly string[] = [
  "corp.invalid",
  "corp.invalid/",
  "corp.invalid//",
  "corp.invalid/x",
  "corp.invalid/*",
  "*.corp.invalid",
  "*corp.invalid",
  "**.corp.invalid",
  "*.*.corp.invalid",
  "*",
  "*/*",
  "*/*/*",
  "?*",
  "",
  ",",
  ",,corp.invalid,,",
  "corp.invalid, example.invalid",
  " corp.invalid",
  "corp.invalid ,github.com/acme",
  "corp.invalid\tx,github.com/acme",
  "Corp.invalid,GITHUB.com/acme",
  "github.com/acme",
  "github.com/Acme",
  "github.com/[aA]cme",
  "github.com/[A-Z]cme",
  "github.com/[^A]cme",
  "github.com/acm?",
  "github.com/acme*",
  "github.com/acme/...",
  "github.com/acme/*",
  "https://github.com/acme",
  "github.com;corp.invalid",
  "github.com|corp.invalid",
  "[",
  "[a",
  "[]a]",
  "[a-]*",
  "[-a]*",
  "corp.invali[",
  "corp.invalid/[x",
  "corp.invalid\\",
  "corp\\.invalid",
  "\\corp.invalid",
  "corp.invalid[/]x",
  "corp[.]invalid",
  "corp[^a]invalid",
  "corp.[h-j]nvalid",
  "corp.[j-h]nvalid",
  "[[]*",
  "[*]",
  "[a*",
  "a*[",
  "*[^/]invalid",
  "example.invalid/*oo",
  "example.invalid/?oo/*",
  "example.invalid/[!f]oo",
  "example.invalid/a-b_c~d",
  "example.invalid/a[-]b*",
  "example.invalid/a[\\-]b*",
  "*.invalid/*/*/v2",
  ".corp.invalid",
  "none",
  "ÿ*,corp.invalid",
  "*é",
];

/** The same list of made-up patterns on every run: paths cut, then changed in one or two places. */
function madeUp(count: number): readonly string[] {
  let seed = 20_261_122;
  // The constants of Numerical Recipes' generator; any would do.
  const below = (limit: number): number => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((seed / 2 ** 32) * limit);
  };
  const pick = (from: readonly string[]): string => from[below(from.length)] ?? "";
  const change = (text: string): string => {
    const at = below(text.length);
    const character = text[at] ?? "";
    const inPlace = [
      "?",
      "*",
      `[${character}]`,
      `[^${character}]`,
      `\\${character}`,
      character.toUpperCase(),
      "[a-m]",
      "",
    ];
    return text.slice(0, at) + pick([...inPlace, "[", "]", "/", " "]) + text.slice(at + 1);
  };
  const pattern = (): string => {
    const elements = pick(PATHS).split("/");
    let text = elements.slice(0, 1 + below(elements.length)).join("/");
    for (let changes = below(4); changes > 0; changes -= 1) text = change(text);
    return text;
  };
  return Array.from({ length: count }, () => Array.from({ length: 1 + below(3) }, pattern).join(","));
}

const LISTS = [...BY_HAND, ...madeUp(40)];
const MODULES = PATHS.map((path) => `${path}@${path.endsWith("/v2") ? "v2.0.0" : "v1.0.0"}`);

/** The module paths in requests below `prefix`. */
function pathsIn(requests: readonly string[], shape: RegExp): ReadonlySet<string> {
  const found = requests.flatMap((request) => shape.exec(request)?.[1] ?? []);
  return new Set(found.map((path) => path.replace(/!([a-z])/g, (_, letter: string) => letter.toUpperCase())));
}

const COMMANDS = await goVersions();
const SCENES = {
  GONOPROXY: { GONOSUMDB: "*", servers: { A: "misses", S: "misses" } },
  GONOSUMDB: { GONOPROXY: "none", servers: { A: "serves", S: "misses" } },
} as const;

for (const { version, path } of COMMANDS) {
  test(`GONOPROXY keeps the same paths from the proxy as Go ${version} does`, { timeout: 300_000 }, async () => {
    const scenes = LISTS.map((list): Scene => {
      const env = { GOPROXY: "{A}", GOSUMDB: "off", GONOPROXY: list, GONOSUMDB: SCENES.GONOPROXY.GONOSUMDB };
      return { go: path, env, servers: SCENES.GONOPROXY.servers, modules: MODULES };
    });
    const outcomes = await playScenes(scenes);
    const differing = outcomes.flatMap(({ asked }, index) => {
      const seen = pathsIn(asked["A"] ?? [], /^\/(.+)\/@v\//);
      return differences(LISTS[index] ?? "", seen, version);
    });
    console.info(`Go ${version}: GONOPROXY, ${LISTS.length} lists x ${PATHS.length} paths, ${differing.length} differ`);
    expect(differing).toEqual([]);
  });

  test(`GONOSUMDB keeps the same paths from the database as Go ${version} does`, { timeout: 300_000 }, async () => {
    const scenes = LISTS.map((list): Scene => {
      const env = { GOPROXY: "{A}", GOSUMDB: "sum.golang.org {S}", GONOPROXY: "none", GONOSUMDB: list };
      return { go: path, env, servers: SCENES.GONOSUMDB.servers, modules: MODULES };
    });
    const outcomes = await playScenes(scenes);
    const differing = outcomes.flatMap(({ asked }, index) => {
      const seen = pathsIn(asked["S"] ?? [], /^\/lookup\/(.+)@/);
      return differences(LISTS[index] ?? "", seen, version);
    });
    console.info(`Go ${version}: GONOSUMDB, ${LISTS.length} lists x ${PATHS.length} paths, ${differing.length} differ`);
    expect(differing).toEqual([]);
  });
}

function differences(list: string, asked: ReadonlySet<string>, version: string): readonly object[] {
  return PATHS.flatMap((path) => {
    const covers = matchingPattern(list, path, version) !== null;
    return covers === !asked.has(path) ? [] : [{ list, path, covers, asked: asked.has(path) }];
  });
}
