// Which file the go command reads its settings from, by the rules of cmd/go/internal/cfg/cfg.go (EnvFile) and
// os/file.go (UserConfigDir). Finding the go command itself is in find-go.ts.
import { posix, resolve, win32 } from "node:path";
import { osValue, type Surroundings } from "./surroundings.ts";

/** The go env file, or why there is none: switched off, or no folder for settings is known. `detail` is in Go's words. */
export type FileLocation =
  | { readonly kind: "file"; readonly file: string }
  | { readonly kind: "none"; readonly why: "goenv-off" | "no-config-dir"; readonly detail: string };

/** Go 1.23 was the last to take a relative XDG_CONFIG_HOME or XDG_CACHE_HOME, counted from where it happens to run. */
export const LAST_WITH_RELATIVE_FOLDERS = 23;

/**
 * Where the go command of minor release `minor` looks for its settings; the file need not exist. A relative `GOENV` is
 * counted from our own working folder. `GOENV=off` means none, although `GOENV=off go env -w` itself would write the
 * default file all the same; we do not follow it there.
 */
export function locateFile(surroundings: Surroundings, minor: number): FileLocation {
  const given = osValue(surroundings, "GOENV");
  if (given === "off") return { kind: "none", why: "goenv-off", detail: "GOENV=off" };
  if (given !== undefined) return { kind: "file", file: resolve(given) };
  const folder = configFolder(surroundings, minor);
  if (typeof folder !== "string") return { kind: "none", why: "no-config-dir", detail: folder.missing };
  const rules = surroundings.platform === "win32" ? win32 : posix;
  return { kind: "file", file: rules.join(folder, "go", "env") };
}

function configFolder(surroundings: Surroundings, minor: number): string | { readonly missing: string } {
  const home = osValue(surroundings, "HOME");
  if (surroundings.platform === "win32") {
    return osValue(surroundings, "AppData") ?? { missing: "%AppData% is not defined" };
  }
  if (surroundings.platform === "darwin") {
    return home === undefined ? { missing: "$HOME is not defined" } : `${home}/Library/Application Support`;
  }
  const config = osValue(surroundings, "XDG_CONFIG_HOME");
  if (config === undefined) {
    return home === undefined ? { missing: "neither $XDG_CONFIG_HOME nor $HOME are defined" } : `${home}/.config`;
  }
  if (config.startsWith("/")) return config;
  return minor <= LAST_WITH_RELATIVE_FOLDERS ? resolve(config) : { missing: "path in $XDG_CONFIG_HOME is relative" };
}
