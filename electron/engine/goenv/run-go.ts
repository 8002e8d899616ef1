// Runs other programs as questions: the go command, bounded in time, from a folder that belongs to no module and never
// able to fetch another toolchain; and the user's login shell, apart from ourselves. Nothing here changes a setting.
import { execFile, spawn } from "node:child_process";
import { parse } from "node:path";
import type { Stop } from "../ports.ts";
import { errorCode } from "../store/storage-error.ts";
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
  /** Ends a run before its time; absent: nothing does. */
  readonly signal?: AbortSignal;
}

/**
 * Runs a go command with `args`. In a module that asks for a newer Go even `go env` would download it: GOTOOLCHAIN=local
 * and the root folder keep that from happening.
 */
export function runGo({ path, surroundings, extra, signal }: GoCommand, args: readonly string[]): Promise<GoAnswer> {
  const env = { ...surroundings.env, ...extra, GOTOOLCHAIN: "local" };
  const options = { env, cwd: parse(process.cwd()).root, timeout: LIMIT_MS, killSignal: "SIGKILL" as const, signal };
  return new Promise((settle) => {
    execFile(path, args, { ...options, encoding: "utf8", windowsHide: true }, (error, stdout, stderr) => {
      settle({ ok: error === null, stdout, stderr: stderr === "" ? (error?.message ?? "") : stderr });
    });
  });
}

/** A program that is to be kept apart, and when it has said enough. */
interface ApartProgram {
  readonly path: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether what it has printed so far will do. */
  readonly isEnough: (text: string) => boolean;
  /** Calls `expire` when its time is up; the returned stop says that it is not needed any more. */
  readonly limit: (expire: () => void) => Stop;
}

/** Room for an answer and for what start-up files print before it, in characters. */
const MAX_ANSWER = 1_000_000;

/**
 * What the program printed until it had said enough, ended, could not be started, or its time was up. It runs in a session
 * of its own, so that it can neither take our terminal nor read from it, and is ended with all that it started. Not for
 * Windows, which has no such sessions.
 */
export function runApart({ path, args, env, isEnough, limit }: ApartProgram): Promise<string> {
  return new Promise((resolve) => {
    const child = spawn(path, [...args], { env, stdio: ["ignore", "pipe", "ignore"], cwd: "/", detached: true });
    let text = "";
    let isOver = false;
    const finish = (): void => {
      // Once it has ended its number may be another program's.
      if (isOver) return;
      isOver = true;
      release();
      child.stdout.destroy();
      endGroup(child.pid);
      resolve(text);
    };
    const release = limit(finish);
    child.stdout.setEncoding("utf8").on("data", (part: string) => {
      text = `${text}${part}`.slice(-MAX_ANSWER);
      if (isEnough(text)) finish();
    });
    child.once("error", finish);
    child.once("close", finish);
  });
}

/** Ends all that runs in the group of a session's leader; harmless when that is over. */
function endGroup(leader: number | undefined): void {
  if (leader === undefined) return;
  try {
    process.kill(-leader, "SIGKILL");
  } catch (error) {
    if (errorCode(error) !== "ESRCH" && errorCode(error) !== "EPERM") throw error;
  }
}
