// What the go command puts in the place of a variable that is set nowhere, or set to nothing. Source:
// cmd/go/internal/cfg/cfg.go (EnvOrAndChanged, gopath, gopathDir) and cache/default.go (DefaultDir).
// Not here: the defaults that a release was built with, for example GOAMD64 and CC; only the go command knows them.
import { posix, win32 } from "node:path";
import { DEFAULT_GOPROXY } from "../../../shared/domain/profile.ts";
import { LAST_WITH_RELATIVE_FOLDERS } from "./locate.ts";
import { osValue, type Surroundings } from "./surroundings.ts";

/** Where the proxy and the checksum database come from when nobody says otherwise. */
export const PROXY_DEFAULTS = [
  ["GOPROXY", DEFAULT_GOPROXY],
  ["GOSUMDB", "sum.golang.org"],
] as const;

/** The value of another variable, as Go sees it. */
type Look = (name: string) => string;

/** What Go of one minor release assumes on a machine. */
export class GoDefaults {
  readonly #surroundings: Surroundings;
  readonly #minor: number;
  readonly #fixed: ReadonlyMap<string, string>;

  constructor(surroundings: Surroundings, minor: number) {
    this.#surroundings = surroundings;
    this.#minor = minor;
    this.#fixed = new Map([
      // Since 1.21 they stand in $GOROOT/go.env alone.
      ...(minor <= 20 ? PROXY_DEFAULTS : []),
      // Before 1.24 there was netrc too, but no variable for it.
      ...(minor >= 24 ? [["GOAUTH", "netrc"] as const, ["GOFIPS140", "off"] as const] : []),
    ]);
  }

  /** The default of `name`; empty for none. */
  of(name: string, look: Look): string {
    switch (name) {
      case "GONOPROXY":
      case "GONOSUMDB":
        return look("GOPRIVATE");
      case "GOPATH":
        return this.#goPath();
      case "GOMODCACHE":
        return this.#inGoPath(look("GOPATH"), "pkg", "mod");
      case "GOBIN":
        // Go 1.27 began to say what was always so.
        return this.#minor >= 27 ? this.#inGoPath(look("GOPATH"), "bin") : "";
      case "GOCACHE":
        return this.#cache();
      default:
        return this.#fixed.get(name) ?? "";
    }
  }

  get #rules(): typeof posix {
    return this.#surroundings.platform === "win32" ? win32 : posix;
  }

  #goPath(): string {
    const home = osValue(this.#surroundings, this.#surroundings.platform === "win32" ? "USERPROFILE" : "HOME");
    return home === undefined ? "" : this.#rules.join(home, "go");
  }

  #inGoPath(goPath: string, ...below: readonly string[]): string {
    const [first = ""] = goPath.split(this.#rules.delimiter);
    return first === "" ? "" : this.#rules.join(first, ...below);
  }

  #cache(): string {
    const folder = this.#cacheFolder();
    return folder === undefined ? "off" : this.#rules.join(folder, "go-build");
  }

  /** Go's os.UserCacheDir. */
  #cacheFolder(): string | undefined {
    const home = osValue(this.#surroundings, "HOME");
    switch (this.#surroundings.platform) {
      case "win32":
        return osValue(this.#surroundings, "LocalAppData");
      case "darwin":
        return home === undefined ? undefined : `${home}/Library/Caches`;
      default: {
        const given = osValue(this.#surroundings, "XDG_CACHE_HOME");
        const isLenient = this.#minor <= LAST_WITH_RELATIVE_FOLDERS;
        if (given !== undefined) return given.startsWith("/") || isLenient ? given : undefined;
        return home === undefined ? undefined : `${home}/.cache`;
      }
    }
  }
}
