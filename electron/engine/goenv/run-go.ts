// Runs the go command as a question: bounded in time, from a folder that belongs to no module, and never able to fetch
// another toolchain. Nothing here changes a setting of the user's.
import { execFile } from "node:child_process";
import { parse } from "node:path";
import type { Surroundings } from "./surroundings.ts";

/** Twenty-five times the 0.2 s that a cold `go env` takes on a slow disk; after that it counts as not answering. */
const LIMIT_MS = 5_000;

/** What a run of go said; `ok` is false for any end but a clean one, a run over the time limit included. */
export interface GoAnswer {
  readonly ok: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/** A go command and what it is to see: the surroundings' variables, with `extra` on top of them. */
export interface GoCommand {
  readonly path: string;
  readonly surroundings: Surroundings;
  readonly extra?: Readonly<Record<string, string>>;
}

/**
 * Runs a go command with `args`. In a module that asks for a newer Go even `go env` would download it: GOTOOLCHAIN=local
 * and the root folder keep that from happening.
 */
export function runGo({ path, surroundings, extra }: GoCommand, args: readonly string[]): Promise<GoAnswer> {
  const env = { ...surroundings.env, ...extra, GOTOOLCHAIN: "local" };
  const options = { env, cwd: parse(process.cwd()).root, timeout: LIMIT_MS, killSignal: "SIGKILL" as const };
  return new Promise((settle) => {
    execFile(path, args, { ...options, encoding: "utf8", windowsHide: true }, (error, stdout, stderr) => {
      settle({ ok: error === null, stdout, stderr: stderr === "" ? (error?.message ?? "") : stderr });
    });
  });
}
