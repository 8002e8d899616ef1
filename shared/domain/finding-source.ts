// Where what a finding is about is set, and what mends it where no change of the go env file does: told beside the finding,
// so that nobody has to search for it.
import { redact } from "./endpoint.ts";
import type { EffectiveEnv, Origin } from "./goenv.ts";
import { readValues } from "./goenv-text.ts";
import type { Finding, Place } from "./lint-finding.ts";
import { shellWord } from "./shell-word.ts";

/** Where a value is set. */
export interface Source {
  readonly origin: Origin;
  /** File and line, `/home/me/.config/go/env:3`; absent where there is none, or it was not found. */
  readonly where?: string;
}

/** A finding with where it comes from, and the command that mends it in the environment where nothing else does. */
export interface FoundFinding extends Finding {
  readonly source?: Source;
  readonly byHand?: string;
  /** What the go env file has now of what a fix changes, redacted; `null` where it has nothing. */
  readonly before?: Readonly<Record<string, string | null>>;
}

/** How the reader's shell sets and unsets a variable. */
export type ShellDialect = "posix" | "fish" | "powershell";

/** Findings on the go env file as a file, whatever value is in force. */
const OF_THE_FILE: ReadonlySet<Finding["code"]> = new Set<Finding["code"]>([
  "byte-order-mark",
  "carriage-return",
  "duplicate-line",
  "ignored-line",
  "no-effect-in-file",
  "refused-value",
]);

/** Findings that say that a variable should not be in the environment at all. */
const UNWANTED: ReadonlySet<Finding["code"]> = new Set<Finding["code"]>([
  "goenv-off",
  "nonexistent-variable",
  "os-shadows-file",
]);

/** What is known of where values are set. */
export interface Grounds {
  readonly env: EffectiveEnv;
  /** The whole go env file; `null` or absent: not read. */
  readonly fileText?: string | null | undefined;
  /** File and line of a shell's start-up file that sets an environment variable; `undefined` when that was not found. */
  readonly startupLine: (variable: string) => string | undefined;
}

/** Where the value is set that a finding is about; `undefined` for one on no variable. */
export function sourceOf({ at, code }: Finding, { env, fileText, startupLine }: Grounds): Source | undefined {
  if (at === undefined) return undefined;
  const { variable } = at;
  // What the go command does not report it knows from the environment, if at all.
  const origin = OF_THE_FILE.has(code) ? "file" : (env.variables[variable]?.origin ?? "os");
  if (origin === "os") return placed(origin, startupLine(variable));
  if (origin !== "file" || env.file === null) return { origin };
  const line = lineOf(fileText ?? "", meantBy(at, code));
  return placed(origin, line === null ? undefined : `${env.file}:${line}`);
}

/** Tells the lines of the file that a finding is about. */
function meantBy({ text, variable }: Place, code: Finding["code"]): (line: string) => boolean {
  // Go passes these over, so that nothing can be told of them but how they are written.
  if (code === "ignored-line" || code === "byte-order-mark") return (line) => line === text;
  return (line) => line.startsWith(`${variable}=`);
}

function placed(origin: Origin, where: string | undefined): Source {
  return where === undefined ? { origin } : { origin, where };
}

/** What the go env file has of what a fix changes; `undefined` without a fix. */
export function beforeOf({ fix }: Finding, fileText: string | null | undefined): FoundFinding["before"] {
  if (fix === undefined) return undefined;
  const values = readValues(fileText ?? "");
  const shown = (name: string): string | null => {
    const value = values.get(name);
    return value === undefined ? null : redact(value);
  };
  return Object.fromEntries(Object.keys(fix.changes).map((name) => [name, shown(name)]));
}

/** Go takes the last of several lines, counted from 1. */
function lineOf(text: string, isMeant: (content: string) => boolean): number | null {
  const lines = text.replace(/^\uFEFF/, "").split("\n");
  const at = lines.findLastIndex((line) => isMeant(line.replace(/\r$/, "")));
  return at < 0 ? null : at + 1;
}

/** The command that mends it in the environment; `undefined` where there is a fix, or none can be named. */
export function byHand(finding: Finding, source: Source | undefined, dialect: ShellDialect): string | undefined {
  const { at, code, fix, osFix } = finding;
  if (fix !== undefined || at === undefined || source?.origin !== "os") return undefined;
  // By reference, since the value may hold a password.
  if (code === "all-proxy-ignored") return FROM_ALL_PROXY[dialect];
  if (UNWANTED.has(code)) return commandFor(dialect, at.variable, null);
  const changes = Object.entries(osFix?.changes ?? {});
  if (changes.length === 0) return undefined;
  return changes.map(([name, value]) => commandFor(dialect, name, value)).join("; ");
}

const FROM_ALL_PROXY: Readonly<Record<ShellDialect, string>> = {
  posix: 'export HTTPS_PROXY="$ALL_PROXY"',
  fish: 'set -gx HTTPS_PROXY "$ALL_PROXY"',
  powershell: "[Environment]::SetEnvironmentVariable('HTTPS_PROXY', $env:ALL_PROXY, 'User')",
};

function commandFor(dialect: ShellDialect, name: string, value: string | null): string {
  if (dialect === "powershell") {
    const said = value === null ? "$null" : `'${value.replaceAll("'", "''")}'`;
    return `[Environment]::SetEnvironmentVariable('${name}', ${said}, 'User')`;
  }
  if (value === null) return dialect === "fish" ? `set -e ${name}` : `unset ${name}`;
  return dialect === "fish" ? `set -gx ${name} ${fishWord(value)}` : `export ${name}=${shellWord(value)}`;
}

/** Between single quotes fish takes everything literally but a backslash and the quote itself. */
function fishWord(value: string): string {
  return /^[\w.,:/@%+=-]+$/.test(value) ? value : `'${value.replace(/[\\']/g, "\\$&")}'`;
}

/** The dialect of a machine, by its platform and the path of the user's shell. */
export function dialectOf(platform: string, shell: string | undefined): ShellDialect {
  if (platform === "win32") return "powershell";
  return /(^|\/)fish$/.test(shell ?? "") ? "fish" : "posix";
}
