// The real go command as the oracle of tests: it never sees the user's settings, never leaves the machine, and never
// fetches a toolchain. GOENV is always a file of the test's own.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";

/** Whether this machine has a go command to compare with. `npm test` brings one; the fast gate alone does not. */
export const hasGo =
  spawnSync("go", ["version"], { env: { ...process.env, GOTOOLCHAIN: "local" } }).error === undefined;
if (!hasGo)
  console.warn("SKIPPED: what is compared with the go command, since there is none on PATH; npm test brings one");

/** How a go command ended, and what it said. */
export interface GoRun {
  readonly ok: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder of the test's own, and variables for programs that must not leave it. */
export interface GoHome {
  readonly folder: string;
  /** The go env file; its folder exists, the file does not yet. */
  readonly file: string;
  readonly env: Readonly<Record<string, string>>;
  /** Runs go with `extra` variables on top. Throws only when it hangs for 30 s. */
  go(args: readonly string[], extra?: Readonly<Record<string, string>>): GoRun;
  remove(): void;
}

/** A new empty home for the go command at `goPath`; absent: the first on PATH. The caller removes it. */
export function createGoHome(goPath?: string): GoHome {
  const folder = mkdtempSync(join(tmpdir(), "gangway-test-"));
  const file = join(folder, "settings", "env");
  mkdirSync(join(folder, "settings"));
  // Otherwise go leaves a process behind that writes counters while the folder is removed.
  mkdirSync(join(folder, ".config", "go", "telemetry"), { recursive: true });
  writeFileSync(join(folder, ".config", "go", "telemetry", "mode"), "off");
  const env = {
    PATH: [...(goPath === undefined ? [] : [dirname(goPath)]), process.env["PATH"] ?? ""].join(delimiter),
    HOME: folder,
    GOENV: file,
    GOTOOLCHAIN: "local",
    GOPATH: join(folder, "gopath"),
    GOCACHE: join(folder, "cache"),
  };
  return {
    folder,
    file,
    env,
    go: (args, extra = {}) => {
      const run = spawnSync(goPath ?? "go", args, {
        cwd: "/",
        encoding: "utf8",
        env: { ...env, ...extra },
        timeout: 30_000,
      });
      if (run.error !== undefined) throw run.error;
      return { ok: run.status === 0, stdout: run.stdout, stderr: run.stderr };
    },
    // Go makes its module cache read-only; `force` alone does not help against that for a user who is not root.
    remove: () => {
      spawnSync("chmod", ["-R", "u+w", folder]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
