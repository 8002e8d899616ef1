// What the user's login shell exports and this process does not have. A program that a desktop starts sees no variable of
// a shell's start-up file, while the go command in a terminal does, and there it beats the go env file.
//
// Nothing but the wanted names is taken from what the shell prints. How it is kept apart and ended is in run-go.ts.
import { userInfo } from "node:os";
import { redact } from "../../../shared/domain/endpoint.ts";
import type { ShellExport, Warning } from "../../../shared/domain/goenv.ts";
import type { Clock } from "../ports.ts";
import { errorCode } from "../store/storage-error.ts";
import { runApart } from "./run-go.ts";
import { startupFolders, whereSet } from "./startup-files.ts";
import { osValue, type Surroundings } from "./surroundings.ts";

/** A shell with many plug-ins takes two seconds; after five it counts as not answering. */
const SHELL_LIMIT_MS = 5_000;

/** What the shell is to be asked. */
export interface ShellQuestion {
  readonly surroundings: Surroundings;
  readonly names: readonly string[];
  readonly clock: Clock;
  /** The shell to ask; absent: the user's own. */
  readonly shell?: string | undefined;
  /** Ends the question early: the answer is then as good as none. */
  readonly signal?: AbortSignal | undefined;
}

const MARK = "_GANGWAY_SHELL_EXPORTS_";

/** The user's login shell by SHELL, which the user may have set, else by the user database; `null` for none. */
export function loginShell(surroundings: Surroundings): string | null {
  if (surroundings.platform === "win32") return null;
  return osValue(surroundings, "SHELL") ?? shellInDatabase();
}

function shellInDatabase(): string | null {
  try {
    return userInfo().shell;
  } catch (error) {
    // A user without an entry, as in many containers.
    if (errorCode(error) === "") throw error;
    return null;
  }
}

/**
 * The wanted variables that the login shell exports with another value than this process has, in the order of `names`.
 * `null` when the shell did not answer in time, or there is none; on Windows always, where every process sees what the
 * user set. Never rejects.
 */
export async function askShell(question: ShellQuestion): Promise<readonly ShellExport[] | null> {
  const { surroundings } = question;
  // What is no name to a shell cannot be exported by one.
  const names = question.names.filter((name) => /^[A-Za-z_]\w*$/.test(name));
  const shell = question.shell ?? loginShell(surroundings);
  if (shell === null || surroundings.platform === "win32" || names.length === 0) return null;
  const values = parseAnswer(await answerOf(shell, { ...question, names }));
  if (values === null) return null;
  const folders = startupFolders(surroundings);
  return names.flatMap((name): readonly ShellExport[] => {
    const value = values.get(name) ?? "";
    if (value === "" || value === osValue(surroundings, name)) return [];
    const where = whereSet({ name, value }, { shell, folders });
    return [{ name, value, ...(where === null ? {} : { where }) }];
  });
}

/** One warning for each, but for those that set just what is wanted. */
export function shellWarnings(
  exported: readonly ShellExport[],
  wanted: Readonly<Record<string, string | null>>,
): readonly Warning[] {
  return exported
    .filter(({ name, value }) => name in wanted && wanted[name] !== value)
    .map(({ value, ...rest }): Warning => ({ code: "shadowed-by-shell", ...rest, value: redact(value) }));
}

/**
 * What the shell prints up to the second mark; less when it ends or is ended before. The work is done by a plain `sh` that
 * the shell starts: it sees what is exported, and nothing of it depends on the syntax of the user's own shell.
 */
function answerOf(shell: string, { surroundings, names, clock, signal }: ShellQuestion): Promise<string> {
  const print = names.map((name) => `printf "%s\\0" "${name}=$${name}"`).join("; ");
  const command = `sh -c 'printf ${MARK}; ${print}; printf ${MARK}'`;
  return runApart({
    path: shell,
    args: ["-l", "-i", "-c", command],
    env: { ...surroundings.env, ...QUIET },
    isEnough: (text) => text.split(MARK).length > 2,
    limit: (expire) => {
      signal?.addEventListener("abort", expire);
      const cancel = clock.after(SHELL_LIMIT_MS, expire);
      return () => {
        signal?.removeEventListener("abort", expire);
        cancel();
      };
    },
  });
}

/** Keeps Oh My Zsh from asking whether to update itself, and from starting tmux. */
const QUIET = {
  DISABLE_AUTO_UPDATE: "true",
  ZSH_TMUX_AUTOSTARTED: "true",
  ZSH_TMUX_AUTOSTART: "false",
};

function parseAnswer(text: string): ReadonlyMap<string, string> | null {
  const [, answer, end] = text.split(MARK);
  if (answer === undefined || end === undefined) return null;
  const entries = answer.split("\0").filter((entry) => entry.includes("="));
  return new Map(entries.map((entry) => [entry.slice(0, entry.indexOf("=")), entry.slice(entry.indexOf("=") + 1)]));
}
