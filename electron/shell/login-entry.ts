// Start at login on Linux: an entry of our own in the autostart folder, as the XDG autostart specification wants it. What
// it says is read again each time, because the desktop's own settings change it too.
import { accessSync, constants, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { LoginObstacle, LoginState } from "../../shared/ipc/shell-calls.ts";

/** Name of the entry: the same as that of the app's menu entry. */
const ENTRY_NAME = "gangway.desktop";

/** What decides about the entry. */
export interface EntryClues {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The user's home folder. */
  readonly user: string;
  /** What starts Gangway: a program as an absolute path, and its arguments. */
  readonly command: readonly [string, ...string[]];
}

/**
 * The file of the entry. A relative XDG_CONFIG_HOME counts as absent, as its specification wants.
 *
 * @internal
 */
export function entryFile({ env, user }: Pick<EntryClues, "env" | "user">): string {
  const configured = env["XDG_CONFIG_HOME"] ?? "";
  return path.join(path.isAbsolute(configured) ? configured : path.join(user, ".config"), "autostart", ENTRY_NAME);
}

/** What the entry says now. */
export function readEntry(clues: EntryClues): LoginState {
  const text = readText(entryFile(clues));
  if (text === null) return { supported: true, enabled: false, effective: "off" };
  const why = obstacleIn(entryValues(text), clues.env);
  if (why === null) return { supported: true, enabled: true, effective: "on" };
  return { supported: true, enabled: true, effective: "blocked", why };
}

/** Writes the entry anew, whatever somebody made of it, or removes it. Throws what the file system says. */
export function writeEntry(clues: EntryClues, on: boolean): void {
  const file = entryFile(clues);
  if (!on) {
    rmSync(file, { force: true });
    return;
  }
  mkdirSync(path.dirname(file), { recursive: true });
  const half = `${file}.${String(process.pid)}.tmp`;
  writeFileSync(half, entryText(clues.command));
  renameSync(half, file);
}

/**
 * The entry's text. Started hidden: nobody who logs in has asked for a window.
 *
 * @internal
 */
export function entryText(command: EntryClues["command"]): string {
  const [program] = command;
  return `[Desktop Entry]
Type=Application
Version=1.0
Name=Gangway
Comment=Keeps go env right for the network you are on
Comment[zh_CN]=让 go env 始终适合当前网络
Exec=${[...command, "--hidden"].map(execWord).join(" ")}
TryExec=${escaped(program)}
Icon=gangway
Terminal=false
X-GNOME-Autostart-enabled=true
`;
}

/** A string value: a backslash begins an escape (Desktop Entry Specification, "Possible value types"). */
function escaped(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
}

/** A word of Exec: quoted, and `%` doubled; the quoting is undone after the escapes of a string are. */
function execWord(word: string): string {
  const percent = word.replaceAll("%", "%%");
  if (/^[\w./%=+:@-]+$/.test(percent)) return percent;
  return escaped(`"${percent.replace(/["`$\\]/g, "\\$&")}"`);
}

/** The first group's keys, without translations. */
function entryValues(text: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  let group = "";
  for (const line of text.split("\n")) {
    group = /^\[(.*)\]\s*$/.exec(line)?.[1] ?? group;
    const pair = /^([A-Za-z0-9-]+)\s*=\s*(.*?)\s*$/.exec(line);
    if (group === "Desktop Entry" && pair !== null) values.set(pair[1] ?? "", pair[2] ?? "");
  }
  return values;
}

function obstacleIn(values: ReadonlyMap<string, string>, env: EntryClues["env"]): LoginObstacle | null {
  if (values.get("Hidden") === "true") return "hidden";
  if (values.get("X-GNOME-Autostart-enabled") === "false") return "other-desktop";
  if (isLeftOut(values, env["XDG_CURRENT_DESKTOP"] ?? "")) return "other-desktop";
  const program = values.get("TryExec") ?? programOf(values.get("Exec") ?? "");
  return isProgram(unescaped(program), env["PATH"] ?? "") ? null : "program-missing";
}

function isLeftOut(values: ReadonlyMap<string, string>, current: string): boolean {
  const here = current.split(":").filter((name) => name !== "");
  const list = (key: string): readonly string[] | undefined => values.get(key)?.split(";");
  const only = list("OnlyShowIn");
  if (only !== undefined && !here.some((name) => only.includes(name))) return true;
  return here.some((name) => list("NotShowIn")?.includes(name) === true);
}

/** The first word of Exec. */
function programOf(exec: string): string {
  const unquoted = /^[^\s"]+/.exec(exec)?.[0];
  return unquoted ?? /^"((?:[^"\\]|\\.)*)"/.exec(exec)?.[1] ?? "";
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/g, "$1");
}

function isProgram(program: string, searched: string): boolean {
  if (program === "") return false;
  if (path.isAbsolute(program)) return canRun(program);
  return searched.split(":").some((folder) => folder !== "" && canRun(path.join(folder, program)));
}

function canRun(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}
