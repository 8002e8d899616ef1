// The route that we explain against the one that the real go command takes: which proxies it asks, whether it goes to the
// module's own host, and where it looks for checksums.
import { expect, test } from "vitest";
import { type ChainEntry, parseChain } from "../../../shared/domain/chain.ts";
import { type Explanation, explainModule } from "../../../shared/domain/explain.ts";
import { modulePathFault } from "../../../shared/domain/explain-module-path.ts";
import { minorOf } from "../../../shared/domain/goenv-values.ts";
import { goVersions } from "../../support/go-versions.ts";
import { playScenes } from "./ask-go.ts";
import type { Conduct, Outcome, Scene } from "./go-oracle.ts";

/** Values as people set them; `{A}` and `{B}` are servers. */
interface Case {
  readonly env: Readonly<Record<string, string>>;
  readonly module?: string;
  readonly A?: Conduct;
  readonly B?: Conduct;
}

const PRIVATE = "git.corp.invalid/team/tool";
const HOSTED = "github.com/acme/tool";
const VANITY = "go.vanity.invalid/x";

const LISTS = [
  "{A}",
  "{A},direct",
  "{A}|direct",
  "{A},{B}",
  "{A}|{B},direct",
  "direct",
  "off",
  "{A},off",
  "direct,{A}",
  "{A},{B},off",
];
const CONDUCTS: readonly (readonly [Conduct, Conduct])[] = [
  ["serves-sumdb", "serves"],
  ["misses", "serves-sumdb"],
  ["breaks", "serves-sumdb"],
];

const CASES: readonly Case[] = [
  ...LISTS.flatMap((GOPROXY) => CONDUCTS.map(([A, B]): Case => ({ env: { GOPROXY }, A, B, module: VANITY }))),
  ...LISTS.map((GOPROXY): Case => ({ env: { GOPROXY, GOPRIVATE: "*.corp.invalid" }, module: PRIVATE })),
  ...["none", "corp.invalid", "github.com/acme", "git.corp.invalid/team/", "GIT.corp.invalid"].flatMap((GONOPROXY) =>
    [PRIVATE, HOSTED].map(
      (module): Case => ({ env: { GOPROXY: "{A},direct", GOPRIVATE: "*.corp.invalid", GONOPROXY }, module }),
    ),
  ),
  { env: { GOPROXY: "{A},direct", GOSUMDB: "off" } },
  { env: { GOPROXY: "{A},direct", GONOSUMDB: "*.vanity.invalid" } },
  { env: { GOPROXY: "{A},direct", GONOSUMDB: "other.invalid", GOPRIVATE: "*.vanity.invalid" } },
  { env: { GOPROXY: "{A},direct", GOSUMDB: "sum.golang.org {S}" } },
  { env: { GOPROXY: "{A}", GOSUMDB: "sum.golang.google.cn" } },
  { env: { GOPROXY: "{A}", GOSUMDB: "gosum.io" } },
  { env: { GOPROXY: "{A}", GOSUMDB: "a b c" } },
  { env: { GOPROXY: "{A},bogus" } },
  { env: { GOPROXY: "direct+{A}" } },
  { env: { GOPROXY: "{A}", GOFLAGS: "-mod=vendor" } },
  { env: { GOPROXY: "direct" }, module: HOSTED },
  { env: { GOPROXY: "direct" }, module: "example.invalid/repo.git/sub" },
  { env: { GOPROXY: "direct", GOVCS: "github.com:off" }, module: HOSTED },
  { env: { GOPROXY: "direct", GOVCS: "public:hg" }, module: HOSTED },
  { env: { GOPROXY: "direct", GOVCS: "public:hg", GOPRIVATE: "github.com" }, module: HOSTED },
  { env: { GOPROXY: "direct", GOVCS: "nonsense" }, module: HOSTED },
  { env: { GOPROXY: "direct" }, module: "example.invalid/repo.svn/sub" },
  { env: { GOPROXY: "direct" }, module: "github.com/acme" },
  { env: { GOPROXY: "direct" }, module: "bitbucket.org/acme/tool/sub" },
  { env: { GOPROXY: "direct", GOINSECURE: "*.vanity.invalid" } },
  { env: { GOPROXY: "{A}", GOINSECURE: "*" } },
];

/** The scene of a case: a database that nobody answers for, unless the case says otherwise. */
function sceneOf(go: string, { env, module = VANITY, A = "serves-sumdb", B = "serves" }: Case): Scene {
  const values = { GOSUMDB: "sum.golang.org", ...env };
  return { go, env: values, servers: { A, B, S: "misses" }, modules: [`${module}@v1.0.0`] };
}

// Up to Go 1.17 or so bitbucket.org is asked by way of api.bitbucket.org first; that counts as the host here.

/** What can be seen of a route from outside. */
interface Seen {
  readonly proxies: readonly string[];
  readonly ownHost: boolean;
  readonly sumdb: "proxy" | "database" | "given" | "alias" | "none";
}

function seenBy({ asked, reached }: Outcome, module: string): Seen {
  const isAsked = (name: string): boolean => (asked[name] ?? []).some((path) => path.includes("/@v/"));
  const isThrough = ["A", "B"].some((name) => (asked[name] ?? []).some((path) => path.includes("/lookup/")));
  const host = module.split("/")[0] ?? "";
  const sumdb = isThrough
    ? "proxy"
    : (asked["S"] ?? []).length > 0
      ? "given"
      : reached.includes("sum.golang.org:443")
        ? "database"
        : reached.includes("sum.golang.google.cn:443")
          ? "alias"
          : "none";
  return { proxies: ["A", "B"].filter(isAsked), ownHost: reached.some((at) => at.endsWith(`${host}:443`)), sumdb };
}

function conductsOf({ A = "serves-sumdb", B = "serves" }: Case): Readonly<Record<string, Conduct>> {
  return { A, B };
}

/** What our explanation comes to when the servers behave as they do. */
function foretold(explained: Explanation, entries: readonly ChainEntry[], one: Case): Seen {
  const conduct = conductsOf(one);
  const proxies: string[] = [];
  let wasServed = false;
  let ownHost = false;
  for (const { entry } of explained.route) {
    if (entry === "off") break;
    if (entry === "direct") {
      ownHost = isAllowed(explained);
      break;
    }
    const name = serverOf(entry);
    proxies.push(name);
    const served = conduct[name]?.startsWith("serves") === true;
    wasServed ||= served;
    const separator = entries.find(({ url }) => serverOf(url) === name)?.separator;
    if (isLast({ served, isVouched: explained.sumdb.way !== "none", broke: conduct[name] === "breaks", separator }))
      break;
  }
  return { proxies, ownHost, sumdb: wasServed ? sumdbSeen(explained, entries, conduct, one) : "none" };
}

interface Asked {
  readonly served: boolean;
  readonly isVouched: boolean;
  readonly broke: boolean;
  readonly separator: ChainEntry["separator"] | undefined;
}

/** The database here knows no module, and says so while Go still goes through the list: `|` leads on after that too. */
function isLast({ served, isVouched, broke, separator }: Asked): boolean {
  if (served && !isVouched) return true;
  return (served || broke) && separator !== "|";
}

/** Go reaches for the host unless GOVCS forbids the system, the system is not installed here, or the path cannot be one. */
function isAllowed({ direct }: Explanation): boolean {
  if (direct?.kind === "static") return direct.allowed && direct.vcs === "git";
  return direct?.kind === "discovery";
}

function serverOf(url: string): string {
  return /^http:\/\/(\w)\.invalid/.exec(url)?.[1]?.toUpperCase() ?? url;
}

/** Only a module that a proxy served comes to the database here: nothing else has content to be checked. */
function sumdbSeen(
  { sumdb }: Explanation,
  entries: readonly ChainEntry[],
  conduct: Readonly<Record<string, Conduct>>,
  { env }: Case,
): Seen["sumdb"] {
  if (sumdb.way === "none" || sumdb.way === "fails") return "none";
  if (sumdb.way === "given") return env["GOSUMDB"] === "sum.golang.google.cn" ? "alias" : "given";
  for (const { kind, url, separator } of entries) {
    if (kind !== "proxy") break;
    if (conduct[serverOf(url)] === "serves-sumdb") return "proxy";
    if (conduct[serverOf(url)] === "breaks" && separator !== "|") return "none";
  }
  return "database";
}

/** The explanation knows servers by name instead of by port. */
function explain(one: Case, version: string): Explanation {
  const named = Object.entries(one.env).map(([name, value]): [string, string] => [name, withNames(value)]);
  return explainModule(one.module ?? VANITY, { GOSUMDB: "sum.golang.org", ...Object.fromEntries(named) }, version);
}

function withNames(value: string): string {
  return value.replace(/\{([A-Z])\}/g, (_, name: string) => `http://${name.toLowerCase()}.invalid`);
}

for (const { version, path } of await goVersions()) {
  test(`the route is explained as Go ${version} takes it`, { timeout: 300_000 }, async () => {
    const outcomes = await playScenes(CASES.map((one) => sceneOf(path, one)));
    const differing = CASES.flatMap((one, index) => {
      const outcome = outcomes[index];
      if (outcome === undefined) throw new Error("a scene was not played");
      const seen = seenBy(outcome, one.module ?? VANITY);
      const entries = parseChain(withNames(one.env["GOPROXY"] ?? "")).entries;
      const said = foretold(explain(one, version), entries, one);
      const same = JSON.stringify(seen) === JSON.stringify(said);
      return same ? [] : [{ one, seen, said, stdout: outcome.stdout, stderr: outcome.stderr }];
    });
    console.info(`Go ${version}: ${CASES.length} routes explained, ${differing.length} differ`);
    expect(differing).toEqual([]);
  });

  test(`module paths are refused in the words of Go ${version}`, { timeout: 60_000 }, async () => {
    const modules = [
      ...[
        "example.invalid/x",
        "golang/x",
        "Example.invalid/x",
        "example.invalid/a b",
        "example.invalid/x/",
        "example.invalid//x",
      ],
      ...[
        "example.invalid/.x",
        "example.invalid/x.",
        "example.invalid/con",
        "example.invalid/x~1",
        "example.invalid/v1",
        "gopkg.in/x",
      ],
      ...["gopkg.in/x.v0", "example.invalid/v2.0", "example.invalid/x/v02", "example.invalid/ü", "example.invalid/a+b"],
    ];
    const env = { GOPROXY: "{A}", GOSUMDB: "off" };
    // Up to Go 1.15 these two were taken; we judge by the rules since.
    if (minorOf(version) < 16)
      console.info(
        `Go ${version} still takes ${modules
          .splice(modules.indexOf("example.invalid/x~1"), 1)
          .concat(modules.splice(modules.indexOf("example.invalid/a+b"), 1))
          .join(" and ")}: not compared`,
      );
    const scenes = modules.map(
      (module): Scene => ({ go: path, env, servers: { A: "misses" }, modules: [`${module}@v1.0.0`] }),
    );
    const outcomes = await playScenes(scenes);
    const seen = modules.map((module, index) => {
      const said = /malformed module path .*?: [^\n]*/.exec(
        outcomes[index]?.stdout.replace(/\\"/g, '"').replace(/",?\n/g, "\n") ?? "",
      );
      return [module, said?.[0] ?? null];
    });
    console.info(`Go ${version}: ${modules.length} module paths judged`);
    expect(modules.map((module) => [module, modulePathFault(module)])).toEqual(seen);
  });
}
