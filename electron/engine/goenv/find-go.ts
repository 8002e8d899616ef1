// Finds the go command and its version. A program started from a desktop often has a shorter PATH than a shell, so the
// usual places are looked at as well. The version is read from GOROOT/VERSION; go is run only where there is no such file.
import { accessSync, constants, readFileSync, realpathSync, statSync } from "node:fs";
import { delimiter, dirname, isAbsolute, join } from "node:path";
import { runGo } from "./run-go.ts";
import { osValue, type Surroundings } from "./surroundings.ts";

/** A go command on this machine. */
export interface GoInstallation {
  readonly path: string;
  /** Without `go` in front, for example `1.26.8`. */
  readonly version: string;
  /** The folder the go command belongs to, for `go.env`; `null` when it go does not tell. */
  readonly root: string | null;
}

/** Where installers put Go: go.dev's archive and package, Homebrew on either processor, distributions, snap, Windows. */
const UNIX_PLACES = [
  "/usr/local/go/bin",
  "/opt/homebrew/bin",
  "/usr/local/bin",
  "/usr/bin",
  "/usr/lib/go/bin",
  "/snap/bin",
];
const WINDOWS_PLACES = ["C:\\Program Files\\Go\\bin", "C:\\Go\\bin"];

/** The go command that a shell would most likely run, or `null` when there is none that answers. */
export async function findGo(surroundings: Surroundings): Promise<GoInstallation | null> {
  for (const folder of foldersToSearch(surroundings)) {
    const path = join(folder, surroundings.platform === "win32" ? "go.exe" : "go");
    if (!isProgram(path)) continue;
    const root = rootOf(path);
    const version = root === null ? null : versionFile(root);
    const found = version === null ? await ask(path, surroundings) : { path, version, root };
    if (found !== null) return found;
  }
  return null;
}

function foldersToSearch(surroundings: Surroundings): ReadonlySet<string> {
  const searched = (osValue(surroundings, "PATH") ?? "").split(delimiter);
  const home = osValue(surroundings, surroundings.platform === "win32" ? "USERPROFILE" : "HOME");
  const root = osValue(surroundings, "GOROOT");
  const own = home === undefined ? [] : [join(home, "go", "bin"), join(home, ".local", "go", "bin")];
  const usual = surroundings.platform === "win32" ? WINDOWS_PLACES : UNIX_PLACES;
  const rooted = root === undefined ? [] : [join(root, "bin")];
  // A relative entry of PATH means another program in each folder; we never run such a one.
  return new Set([...searched, ...rooted, ...usual, ...own].filter((folder) => isAbsolute(folder)));
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    // Not there, or not for us to run: either way no go command.
    return false;
  }
}

/** GOROOT as the go command would find it from its own path: bin/go or bin/GOOS_GOARCH/go, links followed if need be. */
function rootOf(path: string): string | null {
  const real = realpathSync(path);
  const folders = [path, real].flatMap((p) => [dirname(dirname(p)), dirname(dirname(dirname(p)))]);
  return folders.find((folder) => versionFile(folder) !== null) ?? null;
}

/** The version in GOROOT/VERSION, whose first line is `go1.26.8`; `null` without such a file. */
function versionFile(root: string): string | null {
  try {
    return /^go(\d\S*)/.exec(readFileSync(join(root, "VERSION"), "utf8"))?.[1] ?? null;
  } catch {
    // No VERSION file, so this is no GOROOT.
    return null;
  }
}

/** Asks a go command that is a shim or a wrapper. A development version has no number and counts as the newest. */
async function ask(path: string, surroundings: Surroundings): Promise<GoInstallation | null> {
  const said = await runGo({ path, surroundings }, ["version"]);
  const version = said.ok ? /^go version (?:go)?(\S+)/.exec(said.stdout)?.[1] : undefined;
  if (version === undefined) return null;
  const { ok, stdout } = await runGo({ path, surroundings }, ["env", "GOROOT"]);
  const root = stdout.trim();
  return { path, version, root: ok && isAbsolute(root) ? root : null };
}
