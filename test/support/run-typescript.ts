// Runs a TypeScript program in a process of its own, so that tests can kill it, race it against another one, or run it
// under a different Node. Vite bundles the program once per test process; `libsql` stays outside the bundle because it
// loads a native addon, and `electron` becomes an empty module, as in the product's own builds.
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { build } from "vite";

/** How a program is run. */
export interface RunOptions {
  /** The Node to run it with, for example an Electron beside `ELECTRON_RUN_AS_NODE=1` in `env`. This Node by default. */
  readonly execPath?: string;
  /** Variables on top of our own; `undefined` removes one. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  /** Milliseconds after which the program is killed, so that no test waits for ever. 20 000 by default. */
  readonly timeoutMs?: number;
}

/** How a program ended, and all that it said. */
export interface Finished {
  /** `null` when a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A program that was started. */
export interface RunningProgram {
  readonly process: ChildProcessWithoutNullStreams;
  /** Resolves when the program has ended and its output was read to the end. Rejects only when it could not be started. */
  readonly finished: Promise<Finished>;
  /** Resolves with the standard output so far once it contains `text`; rejects when the program ends before that. */
  says(text: string): Promise<string>;
}

const DEFAULT_TIMEOUT_MS = 20_000;
// Inside node_modules, so that the bundle finds `libsql` the way the product does.
const CACHE = resolve(import.meta.dirname, "../../node_modules/.cache");
const built = new Map<string, Promise<string>>();
let folder: string | null = null;

function isRunning(id: number): boolean {
  try {
    return process.kill(id, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

// The test runner may end its workers without an exit event, so each folder bears its owner's process id and the next
// owner removes those left behind.
function outputFolder(): string {
  if (folder !== null) return folder;
  mkdirSync(CACHE, { recursive: true });
  for (const name of readdirSync(CACHE)) {
    const owner = /^run-typescript-(\d+)-/.exec(name)?.[1];
    if (owner !== undefined && !isRunning(Number(owner))) rmSync(join(CACHE, name), { recursive: true, force: true });
  }
  folder = mkdtempSync(join(CACHE, `run-typescript-${process.pid}-`));
  writeFileSync(join(folder, "electron.js"), "export default {};\n");
  return folder;
}

async function bundle(file: string, number: number): Promise<string> {
  const root = outputFolder();
  const outDir = join(root, String(number));
  const name = `${basename(file, ".ts")}.mjs`;
  await build({
    configFile: false,
    logLevel: "error",
    resolve: { alias: { electron: join(root, "electron.js") } },
    ssr: { noExternal: true, external: ["libsql"] },
    build: { ssr: file, outDir, minify: false, rolldownOptions: { output: { entryFileNames: name } } },
  });
  return join(outDir, name);
}

/** The path of an ES module built from the TypeScript program `file`. Built once per test process. */
export function buildTypeScript(file: string): Promise<string> {
  const path = resolve(file);
  const known = built.get(path);
  if (known !== undefined) return known;
  const output = bundle(path, built.size);
  built.set(path, output);
  return output;
}

/** Builds and starts the TypeScript program `file` with `args`. The caller waits for its end, or kills it. */
export async function spawnTypeScript(
  file: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<RunningProgram> {
  const program = await buildTypeScript(file);
  const child = spawn(options.execPath ?? process.execPath, ["--enable-source-maps", program, ...args], {
    env: { ...process.env, ...options.env },
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
  });
  return attend(child, options.timeoutMs ?? DEFAULT_TIMEOUT_MS);
}

function attend(child: ChildProcessWithoutNullStreams, timeoutMs: number): RunningProgram {
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const timer = setTimeout(() => child.kill("SIGKILL"), timeoutMs);
  const finished = new Promise<Finished>((settle, fail) => {
    child.once("error", fail);
    child.once("close", (code, signal) => {
      clearTimeout(timer);
      settle({ code, signal, stdout, stderr });
    });
  });
  const says = (text: string): Promise<string> =>
    new Promise((settle, fail) => {
      const look = (): void => {
        if (stdout.includes(text)) settle(stdout);
      };
      child.stdout.on("data", look);
      finished.then(() => {
        look();
        fail(new Error(`the program ended without saying ${text}: ${stdout}${stderr}`));
      }, fail);
      look();
    });
  return { process: child, finished, says };
}
