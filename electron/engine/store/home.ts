// Where Gangway keeps its files: one folder for settings, history and lock, so that one variable moves them all, one
// folder is backed up, and one folder is removed. Linux: the configuration folder, because the profiles in it are what a
// user writes and looks for; splitting off the history to XDG_STATE_HOME would make GANGWAY_HOME move half of it.
import { mkdirSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { toStorageError } from "./storage-error.ts";

/** What decides where the home is. */
export interface HomeClues {
  /** The value of `--home`; absent when not given. */
  readonly flag?: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
}

/** Only the owner may look in: the history holds both sides of the go env file, which may hold credentials. */
const PRIVATE_FOLDER = 0o700;

/**
 * The folder in which Gangway keeps its files, as an absolute path: `--home`, else `GANGWAY_HOME`, else the platform's place
 * (`$XDG_CONFIG_HOME/gangway` or `~/.config/gangway`, `~/Library/Application Support/Gangway`, `%APPDATA%\Gangway`). An
 * empty value counts as absent, and so does a relative XDG_CONFIG_HOME, as its specification wants.
 */
export function locateHome({ flag, env, platform }: HomeClues): string {
  const asked = flag || env["GANGWAY_HOME"];
  if (asked) return path.resolve(asked);
  const user = homedir();
  if (platform === "win32") return path.join(env["APPDATA"] || path.join(user, "AppData", "Roaming"), "Gangway");
  if (platform === "darwin") return path.join(user, "Library", "Application Support", "Gangway");
  const configured = env["XDG_CONFIG_HOME"] ?? "";
  return path.join(path.isAbsolute(configured) ? configured : path.join(user, ".config"), "gangway");
}

/** Makes the folder, closed to other users, when it is not there. Throws a StorageError when the machine refuses. */
export function ensureHome(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: PRIVATE_FOLDER });
  } catch (error) {
    throw toStorageError(error, folder);
  }
}
