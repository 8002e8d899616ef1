// The files that a login shell reads when it starts, and which of them sets a variable. Files only: what a file draws in
// from elsewhere is not followed, and no shell is run here.
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { type ExportedVariable, type StartupDialect, settingLine } from "../../../shared/domain/goenv-exports.ts";
import { errorCode } from "../store/storage-error.ts";
import { osValue, type Surroundings } from "./surroundings.ts";

/** Folders that the files are looked for in; tests have their own. */
export interface StartupFolders {
  readonly home: string | undefined;
  /** `/etc`. */
  readonly system: string;
}

interface StartupFile {
  readonly path: string;
  readonly dialect: StartupDialect;
}

/** A start-up file has some kilobytes; a million characters is none. */
const MAX_CHARACTERS = 1_000_000;

/** Where the files of these surroundings are. */
export function startupFolders(surroundings: Surroundings): StartupFolders {
  return { home: osValue(surroundings, "HOME"), system: "/etc" };
}

/**
 * `file:line` that sets the variable for `shell`, or `null`. The file that is read last wins, and a line with the very
 * value in it over one without; with `onlyValue` no other line counts.
 */
export function whereSet(
  variable: ExportedVariable,
  {
    shell,
    folders,
    onlyValue = false,
  }: { readonly shell: string; readonly folders: StartupFolders; readonly onlyValue?: boolean },
): string | null {
  const found = filesOf(shell, folders).flatMap(({ path, dialect }) => {
    const setting = settingLine(textOf(path), variable, dialect);
    return setting === null ? [] : [{ at: `${path}:${setting.line}`, hasValue: setting.hasValue }];
  });
  const exact = found.findLast(({ hasValue }) => hasValue);
  return (exact ?? (onlyValue ? undefined : found.at(-1)))?.at ?? null;
}

/** In the order of reading, as the manuals of bash, zsh and fish have it; PAM reads /etc/environment before any shell. */
function filesOf(shell: string, { home, system }: StartupFolders): readonly StartupFile[] {
  const of = (dialect: StartupDialect, folder: string | undefined, names: readonly string[]): readonly StartupFile[] =>
    folder === undefined ? [] : names.map((name) => ({ path: join(folder, name), dialect }));
  const profiles = scriptsIn(join(system, "profile.d"), ".sh");
  const common = [
    ...of("plain", system, ["environment"]),
    ...of("bourne", system, ["profile"]),
    ...of("bourne", join(system, "profile.d"), profiles),
  ];
  const fish = [
    ...of("fish", join(system, "fish"), ["config.fish"]),
    ...(home === undefined ? [] : fishFilesIn(join(home, ".config", "fish"))),
  ];
  const zsh = [
    ...of("bourne", join(system, "zsh"), ["zshenv", "zprofile", "zshrc"]),
    ...of("bourne", system, ["zshenv", "zprofile", "zshrc"]),
    ...of("bourne", home, [".zshenv", ".zprofile", ".zshrc", ".zlogin"]),
  ];
  const bash = [
    ...of("bourne", system, ["bash.bashrc"]),
    // Of the first three bash reads only the first that is there; ~/.bashrc is drawn in by that one as a rule.
    ...of("bourne", home, [".profile", ".bash_login", ".bash_profile", ".bashrc"]),
  ];
  switch (basename(shell)) {
    case "fish":
      return [...common, ...bash, ...zsh, ...fish];
    case "zsh":
      return [...common, ...fish, ...bash, ...zsh];
    default:
      return [...common, ...fish, ...zsh, ...bash];
  }
}

function fishFilesIn(folder: string): readonly StartupFile[] {
  const scripts = scriptsIn(join(folder, "conf.d"), ".fish").map((name) => join("conf.d", name));
  return [...scripts, "config.fish"].map((name) => ({ path: join(folder, name), dialect: "fish" }));
}

function scriptsIn(folder: string, ending: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith(ending))
      .sort();
  } catch (error) {
    // No such folder, or not for us to see: nothing to point to there.
    if (errorCode(error) === "") throw error;
    return [];
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8").slice(0, MAX_CHARACTERS);
  } catch (error) {
    if (errorCode(error) === "") throw error;
    return "";
  }
}
