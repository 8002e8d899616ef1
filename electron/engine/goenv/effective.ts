// What the go command would use, worked out without running it: OS environment, then the go env file, then
// $GOROOT/go.env, then what is built in. Checked against the real `go env` by the tests.
import type { EffectiveEnv, Origin, Variable } from "../../../shared/domain/goenv.ts";
import { readValues } from "../../../shared/domain/goenv-text.ts";
import { minorOf } from "../../../shared/domain/goenv-values.ts";
import { DEFAULT_GOPROXY } from "../../../shared/domain/profile.ts";
import { osValue, type Surroundings } from "./surroundings.ts";

/** Variables that decide where Go fetches from and what it checks; shown always. */
export const SHOWN_VARIABLES: readonly string[] = [
  "GOPROXY",
  "GOSUMDB",
  "GOPRIVATE",
  "GONOPROXY",
  "GONOSUMDB",
  "GOINSECURE",
  "GOVCS",
  "GOFLAGS",
  "GOTOOLCHAIN",
  "GOAUTH",
  "GO111MODULE",
  "GOENV",
];

const PROXY_DEFAULTS = [
  ["GOPROXY", DEFAULT_GOPROXY],
  ["GOSUMDB", "sum.golang.org"],
] as const;
/** The go.env that every Go from 1.21 comes with, for a machine without Go. */
const ASSUMED: ReadonlyMap<string, string> = new Map([...PROXY_DEFAULTS, ["GOTOOLCHAIN", "auto"]]);

/** What the effective values are worked out from. */
export interface EnvSources {
  readonly surroundings: Surroundings;
  readonly file: string | null;
  /** Whole text of the file; empty when there is none or it cannot be read, which Go ignores without a word. */
  readonly fileText: string;
  readonly go: EffectiveEnv["go"];
  /** Whole text of `$GOROOT/go.env`, empty without such a file; `null` when no GOROOT is known: then the usual one counts. */
  readonly rootText: string | null;
  /** Further names to answer for. */
  readonly names: readonly string[];
}

/**
 * Every shown variable, every further name, and every value the file has. An empty OS variable counts as not set; an
 * empty value in the file is a value, and hides go.env. Without a go command the defaults of Go 1.21 and later hold.
 */
export function effectiveEnv(sources: EnvSources): EffectiveEnv {
  const { surroundings, file, go } = sources;
  const inFile = readValues(sources.fileText);
  const inRoot = sources.rootText === null ? ASSUMED : readValues(sources.rootText);
  const rootOrigin: Origin = inRoot === ASSUMED ? "default" : "goroot";
  const defaults = builtIn(minorOf(go?.version));
  const names = new Set([...SHOWN_VARIABLES, ...sources.names, ...inFile.keys()]);
  const variables: Record<string, Variable> = {};
  const look = (name: string): Variable => {
    const os = osValue(surroundings, name);
    const own = inFile.get(name);
    if (os !== undefined) return { value: os, origin: "os", ...(own === undefined ? {} : { shadows: own }) };
    const origin: Origin = own !== undefined ? "file" : inRoot.has(name) ? rootOrigin : "default";
    const value = own ?? inRoot.get(name) ?? "";
    // Go puts its built-in default in the place of an empty value, wherever that came from (cfg.EnvOrAndChanged).
    return value === "" ? withDefault(origin, defaults.get(name) ?? "") : { value, origin };
  };
  for (const name of names) variables[name] = look(name);
  const shielded = look("GOPRIVATE").value;
  for (const name of ["GONOPROXY", "GONOSUMDB"]) {
    if (look(name).value === "" && shielded !== "") variables[name] = { value: shielded, origin: "default" };
  }
  variables["GOENV"] = locationOf(surroundings, file);
  return { file, go, variables };
}

function withDefault(origin: Origin, value: string): Variable {
  return value === "" ? { value, origin } : { value, origin: "default" };
}

/** GOENV cannot stand in the file: it is the OS's, or the place that follows from the folder for settings. */
function locationOf(surroundings: Surroundings, file: string | null): Variable {
  const os = osValue(surroundings, "GOENV");
  return os === undefined ? { value: file ?? "", origin: "default" } : { value: os, origin: "os" };
}

/** What Go has compiled in. Up to 1.20 that holds the proxy and the database; since 1.21 they stand in go.env alone. */
function builtIn(minor: number): ReadonlyMap<string, string> {
  return new Map([
    ...(minor <= 20 ? PROXY_DEFAULTS : []),
    // Before 1.24 there was netrc too, but no variable for it.
    ...(minor >= 24 ? [["GOAUTH", "netrc"] as const] : []),
  ]);
}
