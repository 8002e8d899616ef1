// What the go command would use, worked out without running it: OS environment, then the go env file, then
// $GOROOT/go.env, then what is built in. Checked against the real `go env` by the tests.
import type { EffectiveEnv, Variable } from "../../../shared/domain/goenv.ts";
import { readValues } from "../../../shared/domain/goenv-text.ts";
import { countsInFile, knownVariables } from "../../../shared/domain/goenv-values.ts";
import { PROXY_DEFAULTS } from "./go-defaults.ts";
import { osValue, type Surroundings } from "./surroundings.ts";
import { type ValueSources, VariableLook } from "./variable-look.ts";

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
 * Every shown variable, every further name, every value the file has, and every variable of Go's that the OS sets. An
 * empty OS variable counts as not set; an empty value in the file is a value, and hides go.env. Without a go command the
 * defaults of Go 1.21 and later hold.
 */
export function effectiveEnv(sources: EnvSources): EffectiveEnv {
  const { surroundings, file, go } = sources;
  const inFile = readValues(sources.fileText);
  const inRoot = rootOf(sources.rootText);
  const look = new VariableLook({ surroundings, goVersion: go?.version, inFile, inRoot });
  const ofTheOs = knownVariables(go?.version).filter((name) => osValue(surroundings, name) !== undefined);
  const names = new Set([...SHOWN_VARIABLES, ...sources.names, ...inFile.keys(), ...ofTheOs]);
  const variables: Record<string, Variable> = {};
  for (const name of names) variables[name] = look.at(name);
  variables["GOENV"] = locationOf(surroundings, file);
  const unheeded = [...inFile.keys()].filter((name) => !countsInFile(name, go?.version));
  return { file, go, variables, ...(unheeded.length === 0 ? {} : { unheeded }) };
}

/** $GOROOT/go.env; where no GOROOT is known the usual one is assumed, and what stands in it counts as a default. */
function rootOf(rootText: string | null): ValueSources["inRoot"] {
  return rootText === null
    ? { values: ASSUMED, origin: "default" }
    : { values: readValues(rootText), origin: "goroot" };
}

/** GOENV cannot stand in the file: it is the OS's, or the place that follows from the folder for settings. */
function locationOf(surroundings: Surroundings, file: string | null): Variable {
  const os = osValue(surroundings, "GOENV");
  return os === undefined ? { value: file ?? "", origin: "default" } : { value: os, origin: "os" };
}
