// Runs other programs for the scripts in this folder: bounded in time, ended with their children, never by name.
import { spawn } from "node:child_process";
import { constants } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The folder that holds package.json. */
export const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** Signals that end us and must reach what we started. */
const ENDING = ["SIGINT", "SIGTERM", "SIGHUP"];

/** Time between asking a program to end and ending it, in ms: Electron needs about 2 s to write its files. */
const GRACE_MS = 5_000;

/** Says one calm line about progress. On stderr, so that stdout stays for answers. */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/** The exit code a shell gives for an ended child: its own code, or 128 and the number of the signal. */
export function exitCode({ code, signal }) {
  return code ?? 128 + (constants.signals[signal] ?? 1);
}

/**
 * Runs a program to its end and answers {code, signal, stdout, stderr, timedOut}. A program that cannot be started
 * answers code 127. `output`: "inherit" shows it, "capture" keeps it. The program gets a process group of its own on
 * POSIX: our end, or `timeoutMs`, ends the whole group. `foreground` keeps it in ours, for programs that use the terminal.
 */
export function run(command, args, options = {}) {
  const { cwd = ROOT, env = process.env, timeoutMs, output = "inherit", foreground = false } = options;
  const grouped = !foreground && process.platform !== "win32";
  const stdio =
    output === "capture" ? ["ignore", "pipe", "pipe"] : [foreground ? "inherit" : "ignore", "inherit", "inherit"];
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, stdio, detached: grouped, shell: needsShell(command) });
    const texts = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"]) {
      child[name]?.setEncoding("utf8").on("data", (text) => {
        texts[name] += text;
      });
    }
    let timedOut = false;
    const stop = (signal) => endTree(child, { signal, grouped });
    const deadline =
      timeoutMs &&
      setTimeout(() => {
        timedOut = true;
        stop("SIGTERM");
      }, timeoutMs);
    for (const signal of ENDING) process.on(signal, stop);
    const finish = (code, signal) => {
      clearTimeout(deadline);
      for (const name of ENDING) process.off(name, stop);
      resolve({ code, signal, timedOut, ...texts });
    };
    child.once("error", (error) => {
      texts.stderr += error.message;
      finish(127, null);
    });
    child.once("close", finish);
  });
}

// npm is npm.cmd on Windows, which only a shell can start.
function needsShell(command) {
  return process.platform === "win32" && command === "npm";
}

function endTree(child, { signal, grouped }) {
  const send = (name) => {
    try {
      process.kill(grouped ? -child.pid : child.pid, name);
    } catch (error) {
      if (error.code !== "ESRCH") throw error; // It has ended by itself meanwhile.
    }
  };
  if (child.pid === undefined) return;
  send(signal);
  setTimeout(() => child.exitCode === null && child.signalCode === null && send("SIGKILL"), GRACE_MS).unref();
}
