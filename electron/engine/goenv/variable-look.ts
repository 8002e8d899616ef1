// One variable as the go command sees it: from the OS, else from the go env file, else from $GOROOT/go.env, else built in.
// Source: cmd/go/internal/cfg/cfg.go (Getenv, CanGetenv, EnvOrAndChanged).
import { posix, win32 } from "node:path";
import type { Origin, Variable } from "../../../shared/domain/goenv.ts";
import { countsInFile, minorOf } from "../../../shared/domain/goenv-values.ts";
import { GoDefaults } from "./go-defaults.ts";
import { osValue, type Surroundings } from "./surroundings.ts";

/** Variables that count in the OS environment alone, whatever the file says. */
const OS_ALONE: ReadonlySet<string> = new Set(["GODEBUG", "GOENV"]);

/** Where values are looked for. */
export interface ValueSources {
  readonly surroundings: Surroundings;
  /** Version of Go; absent: the newest that Gangway knows. */
  readonly goVersion: string | undefined;
  readonly inFile: ReadonlyMap<string, string>;
  readonly inRoot: { readonly values: ReadonlyMap<string, string>; readonly origin: Origin };
}

/** Answers for any variable. */
export class VariableLook {
  readonly #sources: ValueSources;
  readonly #defaults: GoDefaults;

  constructor(sources: ValueSources) {
    this.#sources = sources;
    this.#defaults = new GoDefaults(sources.surroundings, minorOf(sources.goVersion));
  }

  /** The value of `name` and where it comes from; never missing, because a variable that is set nowhere is empty. */
  at(name: string): Variable {
    const own = this.#fromFile(name);
    const os = this.#isToCome(name) && own === undefined ? undefined : osValue(this.#sources.surroundings, name);
    if (os === undefined) return this.#below(name, own);
    return { value: this.#seen(name, os), origin: "os", ...(own === undefined ? {} : { shadows: own }) };
  }

  /** What holds when the OS sets nothing; `own` is what the file says. */
  #below(name: string, own: string | undefined): Variable {
    const { values, origin: rootOrigin } = this.#sources.inRoot;
    const elsewhere = values.has(name) ? rootOrigin : "default";
    const origin = own === undefined ? elsewhere : "file";
    const value = own ?? values.get(name) ?? "";
    if (value !== "") return { value: this.#seen(name, value), origin };
    // Go puts its built-in default in the place of an empty value, wherever that came from.
    const fallback = this.#defaults.of(name, (other) => this.at(other).value);
    return fallback === "" ? { value, origin } : { value: fallback, origin: "default" };
  }

  /** Go 1.21 and later take any name from the file, earlier ones only those they know. */
  #fromFile(name: string): string | undefined {
    const { inFile, goVersion } = this.#sources;
    const isRead = !OS_ALONE.has(name) && (minorOf(goVersion) >= 21 || countsInFile(name, goVersion));
    return isRead ? inFile.get(name) : undefined;
  }

  /** Whether only a later release knows the name; this one then does not look for it at all. */
  #isToCome(name: string): boolean {
    return countsInFile(name) && !countsInFile(name, this.#sources.goVersion);
  }

  /** What Go makes of a value that is set: a build cache at a relative path is none. */
  #seen(name: string, value: string): string {
    if (name !== "GOCACHE") return value;
    const rules = this.#sources.surroundings.platform === "win32" ? win32 : posix;
    return rules.isAbsolute(value) ? value : "off";
  }
}
