// The route that Go will take for one module: who is asked in which order and why, who vouches for its content, what is
// checked on the way. Checked against what the real go command asks. Sources: cmd/go/internal/modfetch/{proxy,repo,sumdb}.go.
import { type Chain, type ChainEntry, parseChain } from "./chain.ts";
import { parseSumdb } from "./chain-sumdb.ts";
import { endpointName, redact } from "./endpoint.ts";
import { type DirectWay, directWay } from "./explain-direct.ts";
import { minorOf } from "./goenv-values.ts";
import { urlParts } from "./lint-hosts.ts";
import { matchingPattern } from "./module-pattern.ts";

/** A sentence as data: `lint:explain.<code>` with `values`. No value holds credentials. */
export interface Saying {
  readonly code: string;
  readonly values: Readonly<Record<string, string | number>>;
}

/** One entry that Go asks, in order. */
export interface RouteStep {
  /** The proxy's name without credentials, `direct` or `off`. */
  readonly entry: string;
  readonly why: Saying;
}

/** Which value makes a module private, and by which of its patterns. */
export interface CoveredBy {
  readonly variable: string;
  readonly pattern: string;
}

/** Who vouches for the content: nobody, the database by way of a proxy or itself, a database at an address of its own. */
export interface SumdbRoute {
  readonly way: "none" | "proxies" | "database" | "given" | "fails";
  readonly why: Saying;
}

/** Everything about one module. */
export interface Explanation {
  readonly module: string;
  /** Of GONOPROXY; `null` when proxies may be asked. */
  readonly private: CoveredBy | null;
  readonly route: readonly RouteStep[];
  /** How `direct` gets at it; `null` when the route never comes to `direct`. */
  readonly direct: DirectWay | null;
  readonly sumdb: SumdbRoute;
  /** Whether certificates are checked, and with which credentials Go asks. */
  readonly verify: readonly Saying[];
  readonly warnings: readonly Saying[];
}

/** The values in force by name; absent and empty are the same. */
export type Variables = Readonly<Record<string, string>>;

/** The path of Go toolchains, which Go always has vouched for. */
const TOOLCHAIN = "golang.org/toolchain";
/** GOAUTH came with Go 1.24; before, there was .netrc alone. */
const FIRST_MINOR_WITH_GOAUTH = 24;

function say(code: string, values: Saying["values"] = {}): Saying {
  return { code, values };
}

/** The value of a variable; empty when it is not set. */
function valueOf({ variables }: Pick<Scene, "variables">, name: string): string {
  return variables[name] ?? "";
}

interface Scene {
  readonly path: string;
  readonly variables: Variables;
  readonly goVersion: string | undefined;
  readonly chain: Chain;
  readonly covered: CoveredBy | null;
}

/** Explains the route for the module at `path`, which has to be a valid one (see modulePathFault). */
export function explainModule(path: string, variables: Variables, goVersion?: string): Explanation {
  const release = goVersion?.replace(/^go/, "");
  const chain = parseChain(variables["GOPROXY"] ?? "", release === undefined ? {} : { goVersion: release });
  const covered = coveredBy("GONOPROXY", path, { variables, goVersion });
  const scene: Scene = { path, variables, goVersion, chain, covered };
  const route = routeOf(scene);
  const isDirect = route.some(({ entry }) => entry === "direct");
  const direct = isDirect ? directWay(path, directEnv(scene)) : null;
  const sumdb = sumdbOf(scene);
  return {
    module: path,
    private: covered,
    route,
    direct,
    sumdb,
    verify: verifyOf(scene, route),
    warnings: warningsOf(scene, direct),
  };
}

function directEnv({ variables, goVersion }: Scene): Parameters<typeof directWay>[1] {
  const known = { govcs: variables["GOVCS"] ?? "", goprivate: variables["GOPRIVATE"] ?? "" };
  return goVersion === undefined ? known : { ...known, goVersion };
}

/** Which pattern covers the path; a variable that is not set has GOPRIVATE's patterns. */
function coveredBy(
  name: "GONOPROXY" | "GONOSUMDB",
  path: string,
  { variables, goVersion }: Pick<Scene, "variables" | "goVersion">,
): CoveredBy | null {
  const own = variables[name] ?? "";
  const shield = variables["GOPRIVATE"] ?? "";
  const isOwn = own !== "" && own !== shield;
  const pattern = matchingPattern(own === "" ? shield : own, path, goVersion);
  return pattern === null ? null : { variable: isOwn ? name : "GOPRIVATE", pattern };
}

function routeOf({ chain, covered }: Scene): readonly RouteStep[] {
  if (chain.fault !== null) return [];
  if (covered !== null) return [{ entry: "direct", why: say("route-private", { ...covered }) }];
  return chain.entries.map((entry, at) => ({ entry: nameOf(entry), why: whyAsked(entry, chain.entries[at - 1]) }));
}

function nameOf({ kind, url }: ChainEntry): string {
  return kind === "proxy" ? endpointName(url) : kind;
}

function whyAsked(entry: ChainEntry, before: ChainEntry | undefined): Saying {
  const values = { entry: nameOf(entry), before: before === undefined ? "" : nameOf(before) };
  if (entry.kind === "off") return say(before === undefined ? "route-off" : "route-off-end", values);
  if (before === undefined) return say(entry.kind === "direct" ? "route-direct-first" : "route-first", values);
  return say(before.separator === "|" ? "route-after-any" : "route-after-missing", values);
}

function sumdbOf(scene: Scene): SumdbRoute {
  const sumdb = parseSumdb(valueOf(scene, "GOSUMDB"));
  const hidden = coveredBy("GONOSUMDB", scene.path, scene);
  const isForced = isToolchain(scene);
  if (sumdb.kind === "off") {
    return isForced ? { way: "fails", why: say("sumdb-toolchain-off") } : { way: "none", why: say("sumdb-off") };
  }
  if (hidden !== null && !isForced) return { way: "none", why: say("sumdb-covered", { ...hidden }) };
  if (sumdb.kind === "invalid") return { way: "fails", why: say("sumdb-refused", { refusal: sumdb.fault }) };
  const { name, url } = sumdb;
  if (url !== null) return { way: "given", why: say("sumdb-given", { name, url: redact(url) }) };
  const [first] = scene.chain.entries;
  if (first?.kind !== "proxy") return { way: "database", why: say("sumdb-database", { name }) };
  return { way: "proxies", why: say("sumdb-proxies", { name, entry: nameOf(first) }) };
}

/** Whether this is a Go toolchain, which has to be vouched for unless it comes from a folder (useSumDB). */
function isToolchain(scene: Scene): boolean {
  const goproxy = valueOf(scene, "GOPROXY");
  return scene.path === TOOLCHAIN && !(goproxy.startsWith("file://") && !/[,|]/.test(goproxy));
}

function verifyOf(scene: Scene, route: readonly RouteStep[]): readonly Saying[] {
  const { path, chain, goVersion, covered } = scene;
  const insecure = matchingPattern(valueOf(scene, "GOINSECURE"), path, goVersion);
  const isDirect = route.some(({ entry }) => entry === "direct");
  const hasProxy = route.some(({ entry }) => entry !== "direct" && entry !== "off");
  if (!isDirect && !hasProxy) return [say("verify-nothing")];
  const atHost = insecure === null ? say("verify-direct") : say("verify-insecure", { pattern: insecure });
  const secret = chain.entries.find(({ url }) => (urlParts(url)?.userinfo ?? null) !== null);
  return [
    ...(hasProxy ? [say("verify-proxies")] : []),
    ...(isDirect ? [atHost] : []),
    ...(secret !== undefined && covered === null ? [say("auth-url", { entry: nameOf(secret) })] : []),
    authOf(scene.variables, goVersion),
  ];
}

function authOf(variables: Variables, goVersion: string | undefined): Saying {
  const goauth = variables["GOAUTH"] ?? "";
  if (minorOf(goVersion) < FIRST_MINOR_WITH_GOAUTH || goauth === "" || goauth === "netrc") return say("auth-netrc");
  return goauth === "off" ? say("auth-off") : say("auth-goauth", { goauth: redact(goauth) });
}

function warningsOf(scene: Scene, direct: DirectWay | null): readonly Saying[] {
  const { chain } = scene;
  const isVendored = /(?:^|\s)--?mod=vendor(?=\s|$)/.test(valueOf(scene, "GOFLAGS"));
  return [
    ...(chain.fault === null ? [] : [say("warning-refused", { refusal: chain.fault })]),
    ...(isVendored ? [say("warning-vendor")] : []),
    ...privacyWarnings(scene),
    ...(direct === null ? [] : directWarnings(scene.path, direct)),
  ];
}

/** What the path's privacy is worth: who learns of it all the same. */
function privacyWarnings(scene: Scene): readonly Saying[] {
  const { path, chain, covered, goVersion } = scene;
  if (covered !== null) {
    const isAsked = parseSumdb(valueOf(scene, "GOSUMDB")).kind === "database";
    const isTold = isAsked && coveredBy("GONOSUMDB", path, scene) === null;
    return isTold ? [say("warning-path-told", { pattern: covered.pattern })] : [];
  }
  const asked = chain.entries.find(({ kind }) => kind === "proxy");
  if (asked === undefined) return [];
  const shield = matchingPattern(valueOf(scene, "GOPRIVATE"), path, goVersion);
  const insecure = matchingPattern(valueOf(scene, "GOINSECURE"), path, goVersion);
  return [
    ...(shield === null ? [] : [say("warning-private-asked", { pattern: shield, entry: nameOf(asked) })]),
    ...(insecure === null ? [] : [say("warning-insecure-vain", { pattern: insecure })]),
  ];
}

function directWarnings(path: string, direct: DirectWay): readonly Saying[] {
  switch (direct.kind) {
    case "impossible":
      return [say("warning-no-repository", { host: direct.host })];
    case "static":
      return direct.allowed ? [] : [say("warning-govcs", { vcs: direct.vcs, root: direct.root })];
    case "discovery":
      return direct.gitAllowed ? [] : [say("warning-govcs", { vcs: "git", root: path })];
  }
}
