import { matchingPattern, patternsIn } from "./module-pattern.ts";
import type { Profile } from "./profile.ts";
import { type Reason, reason } from "./reason.ts";

// A switch by itself may never trade safety for reachability. These rules say which profiles only a person may choose.

/**
 * Modules that everybody may see, one for each of the hosts that most are on, and one that stands for all the rest. Where
 * Go would look up none of their checksums, it checks less than it did.
 */
const PUBLIC_MODULES = [
  "github.com/owner/repository",
  "gitlab.com/owner/repository",
  "bitbucket.org/owner/repository",
  "golang.org/x/net",
  "google.golang.org/grpc",
  "gopkg.in/yaml.v3",
  "go.uber.org/zap",
  "k8s.io/api",
  "modules.public.example/module",
] as const;

type Values = Readonly<Record<string, string>>;

/** Variables that say where Go fetches from and what it checks; all others change how it builds. */
const ROUTING: readonly string[] = [
  "GOPROXY",
  "GOSUMDB",
  "GOPRIVATE",
  "GONOPROXY",
  "GONOSUMDB",
  "GOINSECURE",
  "GOVCS",
  "GOAUTH",
];

/**
 * A variable by which falling back to this profile would change how Go builds, not only where it fetches from. A profile
 * that is meant for some network may do so there; one that is meant for none is a person's choice.
 */
function buildChange({ env, kinds, fingerprints }: Profile, now: Readonly<Record<string, string>>): string | undefined {
  if (kinds.length > 0 || fingerprints.length > 0) return undefined;
  return Object.keys(env).find((name) => {
    const wanted = env[name] ?? null;
    // To unset one is to go back to what Go does by itself.
    return !ROUTING.includes(name) && wanted !== null && wanted !== (now[name] ?? "");
  });
}

/** The values that would be in force under the profile. */
function under({ env }: Profile, now: Values): Values {
  const changes = Object.entries(env).map(([name, value]) => [name, value ?? ""] as const);
  return { ...now, ...Object.fromEntries(changes) };
}

/** GONOPROXY and GONOSUMDB are what GOPRIVATE is, unless they are set themselves (cmd/go/internal/cfg). */
function listOf(name: "GONOPROXY" | "GONOSUMDB", values: Values): string {
  const own = values[name] ?? "";
  return own === "" ? (values["GOPRIVATE"] ?? "") : own;
}

/** Where the list comes from, for the reader. */
function sourceOf(name: "GONOPROXY" | "GONOSUMDB", values: Values): string {
  return (values[name] ?? "") === "" ? "GOPRIVATE" : name;
}

/** Whether every module that the pattern covers is covered by the list too. A glob only when it stands there as it is. */
function isCovered(pattern: string, list: string): boolean {
  if (patternsIn(list).includes(pattern)) return true;
  return !/[*?[\\]/.test(pattern) && matchingPattern(list, pattern) !== null;
}

/** A variable by which a private path that stays at home now would be told to somebody. */
function leak(now: Values, then: Values): string | undefined {
  const name = (["GONOPROXY", "GONOSUMDB"] as const).find((each) => {
    const list = listOf(each, then);
    return patternsIn(listOf(each, now)).some((pattern) => !isCovered(pattern, list));
  });
  if (name === undefined) return undefined;
  return then["GOPRIVATE"] === now["GOPRIVATE"] ? name : sourceOf(name, then);
}

/** A variable by which checksums of modules that everybody may see would no longer be looked up. */
function unchecked(now: Values, then: Values): string | undefined {
  const [before, after] = [listOf("GONOSUMDB", now), listOf("GONOSUMDB", then)];
  const isLost = PUBLIC_MODULES.some(
    (path) => matchingPattern(after, path) !== null && matchingPattern(before, path) === null,
  );
  return isLost ? sourceOf("GONOSUMDB", then) : undefined;
}

/**
 * Why Gangway must not choose this profile by itself, or `null` when it may: it would switch checksums off, widen GOINSECURE
 * or GONOSUMDB, tell private paths to a proxy or database, or change how Go builds. `env` are the values in force, without
 * what Go works out from others.
 */
export function autoUnsafe(profile: Profile, env: Values): Reason | null {
  const known = judged.get(profile);
  if (known?.env === env) return known.unsafe;
  const unsafe = judge(profile, env);
  judged.set(profile, { env, unsafe });
  return unsafe;
}

/** The last judgement of each profile: it is asked for with every event, and the values hardly ever change. */
const judged = new WeakMap<Profile, { readonly env: Values; readonly unsafe: Reason | null }>();

function judge(profile: Profile, env: Values): Reason | null {
  const then = under(profile, env);
  const added = (name: string): boolean =>
    patternsIn(then[name] ?? "").some((pattern) => !isCovered(pattern, env[name] ?? ""));
  const variable =
    (profile.env["GOSUMDB"] === "off" ? "GOSUMDB" : undefined) ??
    (/(^|\s)--?insecure(\s|=|$)/.test(profile.env["GOFLAGS"] ?? "") ? "GOFLAGS" : undefined) ??
    buildChange(profile, env) ??
    (["GOINSECURE", "GONOSUMDB"] as const).find((name) => profile.env[name] !== undefined && added(name)) ??
    unchecked(env, then) ??
    leak(env, then);
  return variable === undefined ? null : reason("decision-unsafe", { profile: profile.name, variable });
}
