// The built command line in a world of a test's own: temporary files for everything, profiles on loopback alone, and no
// variable of the user's that could lead elsewhere.
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { onTestFinished } from "vitest";
import { BUILTIN_PROFILES } from "../../shared/domain/builtin-profiles.ts";
import type { Profile } from "../../shared/domain/profile.ts";
import TEXTS from "../../shared/locales/en/cli.json" with { type: "json" };
import { tempFolder } from "../support/temp-folder.ts";

/** The entry that `package.json` names as `bin.gangway`. */
const CLI = path.resolve("out/main/cli.js");

/** How the lines begin that tell of progress. */
const PROGRESS = [TEXTS.probe.progress, TEXTS.probe.lights, TEXTS.env["asking-shell"], TEXTS.watch.starting].map(
  (text) => text.replace(/\{\{.*/, ""),
);

/** No command of a test takes longer; one that does hangs. */
const LIMIT_MS = 60_000;

/** One line of `watch`, `demo` or `history`. */
export type Line = { readonly type: string } & Readonly<Record<string, unknown>>;

/** How a run ended, and what it said. */
interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The one JSON value on stdout. */
  json(): unknown;
  /** The JSON lines on stdout. */
  lines(): readonly Line[];
}

/** What may differ from run to run. */
interface RunOptions {
  /** Variables on top of the world's; `undefined` takes one away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** A program with arguments that starts the command line, for example one that takes the network away. */
  readonly under?: readonly string[];
  readonly input?: string;
}

/** A world for the command line. */
export interface Gangway {
  readonly folder: string;
  /** GANGWAY_HOME. */
  readonly home: string;
  /** GOENV; the file is not there unless `goEnvText` was given. */
  readonly goEnv: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  run(args: readonly string[], options?: RunOptions): Promise<Ran>;
  /** Starts a command that goes on until it is ended; it is ended with the test at the latest. */
  start(args: readonly string[], options?: RunOptions): ChildProcess;
  /** The go env file as it is now; `null` without one. */
  goEnvText(): string | null;
}

/** How a world begins. */
export interface GangwayOptions {
  /** The user's own profiles. The built-in ones are there too only if this is absent: they name public hosts. */
  readonly profiles?: readonly Profile[];
  readonly goEnvText?: string;
}

/** A new world, removed with the running test. */
export function createGangway({ profiles, goEnvText }: GangwayOptions = {}): Gangway {
  if (!existsSync(CLI)) throw new Error(`${CLI} is missing: run "npm run build" first`);
  const folder = tempFolder();
  const home = path.join(folder, "gangway");
  const goEnv = path.join(folder, "go", "env");
  mkdirSync(home, { mode: 0o700 });
  mkdirSync(path.dirname(goEnv));
  // Otherwise go leaves a process behind that writes counters while the folder is removed.
  mkdirSync(path.join(folder, ".config", "go", "telemetry"), { recursive: true });
  writeFileSync(path.join(folder, ".config", "go", "telemetry", "mode"), "off");
  if (goEnvText !== undefined) writeFileSync(goEnv, goEnvText);
  if (profiles !== undefined) {
    const settings = { profiles, removedProfiles: BUILTIN_PROFILES.map((profile) => profile.name) };
    writeFileSync(path.join(home, "settings.json"), JSON.stringify(settings));
  }
  const env = {
    PATH: process.env["PATH"],
    HOME: folder,
    GANGWAY_HOME: home,
    GOENV: goEnv,
    GOTOOLCHAIN: "local",
    LANG: "C",
    TZ: "UTC",
  };
  return {
    folder,
    home,
    goEnv,
    env,
    run: (args, options = {}) => run(args, { ...options, env: { ...env, ...options.env } }),
    start: (args, options = {}) => start(args, { ...options, env: { ...env, ...options.env } }),
    goEnvText: () => (existsSync(goEnv) ? readFileSync(goEnv, "utf8") : null),
  };
}

/** A profile whose GOPROXY is `value`. */
export function profileOf(name: string, value: string, more: Partial<Profile> = {}): Profile {
  return { name, env: { GOPROXY: value }, kinds: [], fingerprints: [], ...more };
}

function commandFor(args: readonly string[], { under = [] }: RunOptions): readonly [string, readonly string[]] {
  const [program = process.execPath, ...rest] = [...under, process.execPath, CLI, ...args];
  return [program, rest];
}

function defined(env: RunOptions["env"] = {}): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined));
}

function run(args: readonly string[], options: RunOptions): Promise<Ran> {
  const [program, rest] = commandFor(args, options);
  return new Promise((resolve, reject) => {
    const settings = { env: defined(options.env), timeout: LIMIT_MS, maxBuffer: 64_000_000, cwd: "/" };
    const child = execFile(program, [...rest], settings, (error, stdout, stderr) => {
      if (error !== null && typeof error.code !== "number") {
        reject(new Error(`gangway ${args.join(" ")} did not end by itself: ${error.message}\n${stderr}`));
        return;
      }
      resolve({
        code: child.exitCode,
        stdout,
        stderr,
        json: () => JSON.parse(stdout) as unknown,
        lines: () => linesIn(stdout),
      });
    });
    // A child that ends before it has read its input tells why by its exit code and on stderr.
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(options.input ?? "");
  });
}

/** What was said on stderr beside progress, which the command tells once it has taken a second, on however busy a machine. */
export function withoutProgress({ stderr }: Pick<Ran, "stderr">): string {
  const isProgress = (line: string): boolean => PROGRESS.some((words) => line.startsWith(words));
  return stderr
    .split("\n")
    .filter((line) => !isProgress(line))
    .join("\n");
}

/** The JSON values in a text with one on each line. */
export function linesIn(text: string): readonly Line[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Line);
}

function start(args: readonly string[], options: RunOptions): ChildProcess {
  const [program, rest] = commandFor(args, options);
  const child = spawn(program, [...rest], { env: defined(options.env), stdio: ["ignore", "pipe", "pipe"], cwd: "/" });
  onTestFinished(() => {
    if (child.exitCode === null) child.kill("SIGKILL");
  });
  return child;
}

/** Whether this process may make namespaces and take on other users. */
export const IS_ROOT = process.getuid?.() === 0;

/** Says aloud why a test is not run. */
export function explainSkip(isSkipped: boolean, why: string): boolean {
  if (isSkipped) console.warn(`SKIPPED: ${why}`);
  return isSkipped;
}
