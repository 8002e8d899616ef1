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
  const { path, chain, variables } = scene;
  const goproxy = variables["GOPROXY"] ?? "";
  const isToolchain = path === TOOLCHAIN && !(goproxy.startsWith("file://") && !/[,|]/.test(goproxy));
  const sumdb = parseSumdb(variables["GOSUMDB"] ?? "");
  const hidden = coveredBy("GONOSUMDB", path, scene);
  if (sumdb.kind === "off") {
    return isToolchain ? { way: "fails", why: say("sumdb-toolchain-off") } : { way: "none", why: say("sumdb-off") };
  }
  if (hidden !== null && !isToolchain) return { way: "none", why: say("sumdb-covered", { ...hidden }) };
  if (sumdb.kind === "invalid") return { way: "fails", why: say("sumdb-refused", { refusal: sumdb.fault }) };
  const { name, url } = sumdb;
  if (url !== null) return { way: "given", why: say("sumdb-given", { name, url: redact(url) }) };
  const first = chain.entries[0];
  if (first?.kind !== "proxy") return { way: "database", why: say("sumdb-database", { name }) };
  return { way: "proxies", why: say("sumdb-proxies", { name, entry: nameOf(first) }) };
}

function verifyOf(
  { path, chain, variables, goVersion, covered }: Scene,
  route: readonly RouteStep[],
): readonly Saying[] {
  const insecure = matchingPattern(variables["GOINSECURE"] ?? "", path, goVersion);
  const isDirect = route.some(({ entry }) => entry === "direct");
  const hasProxy = route.some(({ entry }) => entry !== "direct" && entry !== "off");
  const said: Saying[] = [];
  if (hasProxy) said.push(say("verify-proxies"));
  if (isDirect) said.push(insecure === null ? say("verify-direct") : say("verify-insecure", { pattern: insecure }));
  if (!isDirect && !hasProxy) said.push(say("verify-nothing"));
  const secret =
    covered === null ? chain.entries.find(({ url }) => (urlParts(url)?.userinfo ?? null) !== null) : undefined;
  if (secret !== undefined) said.push(say("auth-url", { entry: nameOf(secret) }));
  if (isDirect || hasProxy) said.push(authOf(variables, goVersion));
  return said;
}

function authOf(variables: Variables, goVersion: string | undefined): Saying {
  const goauth = variables["GOAUTH"] ?? "";
  if (minorOf(goVersion) < FIRST_MINOR_WITH_GOAUTH || goauth === "" || goauth === "netrc") return say("auth-netrc");
  return goauth === "off" ? say("auth-off") : say("auth-goauth", { goauth: redact(goauth) });
}

function warningsOf(scene: Scene, direct: DirectWay | null): readonly Saying[] {
  const { path, chain, variables, covered, goVersion } = scene;
  const found: Saying[] = [];
  if (chain.fault !== null) found.push(say("warning-refused", { refusal: chain.fault }));
  if (/(?:^|\s)--?mod=vendor(?=\s|$)/.test(variables["GOFLAGS"] ?? "")) found.push(say("warning-vendor"));
  const shield = matchingPattern(variables["GOPRIVATE"] ?? "", path, goVersion);
  const asked = chain.entries.find(({ kind }) => kind === "proxy");
  if (shield !== null && covered === null && asked !== undefined) {
    found.push(say("warning-private-asked", { pattern: shield, entry: nameOf(asked) }));
  }
  const hidden = coveredBy("GONOSUMDB", path, scene);
  if (hidden === null && covered !== null && parseSumdb(variables["GOSUMDB"] ?? "").kind === "database") {
    found.push(say("warning-path-told", { pattern: covered.pattern }));
  }
  if (direct?.kind === "impossible") found.push(say("warning-no-repository", { host: direct.host }));
  if (direct?.kind === "static" && !direct.allowed)
    found.push(say("warning-govcs", { vcs: direct.vcs, root: direct.root }));
  if (direct?.kind === "discovery" && !direct.gitAllowed) found.push(say("warning-govcs", { vcs: "git", root: path }));
  const insecure = matchingPattern(variables["GOINSECURE"] ?? "", path, goVersion);
  if (insecure !== null && covered === null && asked !== undefined) {
    found.push(say("warning-insecure-vain", { pattern: insecure }));
  }
  return found;
}
