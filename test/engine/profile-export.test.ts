// What is exported is read back by the shells and the go command that it is meant for. What is not on every machine
// (PowerShell, Docker, GitHub) is held to its rules in test/shared/domain/profile-export.test.ts.
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type ExportFormat, exportProfile } from "../../shared/domain/profile-export.ts";
import { createGoHome } from "../support/go-command.ts";
import { anyEnv, type Env, HARD_ENVS, profileWith } from "../support/hard-values.ts";
import { tempFolder } from "../support/temp-folder.ts";

/** For formats that are read by a program, many environments in one run of it. */
const MANY = [...HARD_ENVS, ...fc.sample(anyEnv, { numRuns: 150, seed: 7 })];

const NAMES = ["GOPROXY", "GOSUMDB", "GOFLAGS", "GOPRIVATE", "GOTOOLCHAIN"] as const;

/** What each variable is once the profile holds; one that it leaves alone is as before. `empty` stands for unset. */
function expected(wanted: Env, before: string, empty: string | null): readonly (string | null)[] {
  return NAMES.map((name) => (Object.hasOwn(wanted, name) ? (wanted[name] ?? empty) : before));
}

/** Runs each environment's export in a shell of its own that starts from `before`, and reads the variables back by `env -0`. */
function inShell(shell: string, format: ExportFormat): readonly (readonly (string | null)[])[] {
  const folder = tempFolder();
  const before = Object.fromEntries(NAMES.map((name) => [name, "before"]));
  return MANY.map((wanted, number) => {
    const file = path.join(folder, `${number}`);
    writeFileSync(file, `${exportProfile(profileWith(wanted), format)}\n/usr/bin/env -0\n`);
    const out = execFileSync(shell, [file], {
      env: { ...before, PATH: "/usr/bin:/bin", HOME: folder, LC_ALL: "C.UTF-8" },
    });
    const seen = new Map(
      out
        .toString("utf8")
        .split("\0")
        .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
    );
    return NAMES.map((name) => seen.get(name) ?? null);
  });
}

test.each(["sh", "bash"])("%s takes every value of a shell export as it is", { timeout: 60_000 }, (shell) => {
  expect(inShell(shell, "shell")).toEqual(MANY.map((wanted) => expected(wanted, "before", null)));
});

const hasFish = spawnSync("fish", ["--version"]).status === 0;
if (!hasFish) console.warn("SKIPPED: fish is not installed, so its export is only checked by its rules");

test.skipIf(!hasFish)("fish takes every value of a fish export as it is", { timeout: 120_000 }, () => {
  expect(inShell("fish", "fish")).toEqual(MANY.map((wanted) => expected(wanted, "before", null)));
});

test("a step that writes GITHUB_ENV leaves name=value lines, and holds no expression", () => {
  const folder = tempFolder();
  const file = path.join(folder, "github-env");
  const scripts = MANY.map((wanted) => exportProfile(profileWith(wanted), "github-env"));
  writeFileSync(path.join(folder, "step"), scripts.join("\n"));
  execFileSync("sh", [path.join(folder, "step")], { env: { PATH: "/usr/bin:/bin", GITHUB_ENV: file } });
  const lines = MANY.flatMap((wanted) => Object.entries(wanted).map(([name, text]) => `${name}=${text ?? ""}\n`));
  expect(readFileSync(file, "utf8")).toBe(lines.join(""));
  expect(scripts.filter((script) => script.includes("${{"))).toEqual([]);
});

test("the go command takes every value of a go env line as it is", { timeout: 60_000 }, () => {
  const home = createGoHome();
  try {
    for (const wanted of HARD_ENVS) {
      writeFileSync(home.file, "GOSUMDB=off\n");
      const line = exportProfile(profileWith(wanted), "go-env");
      const run = spawnSync("sh", ["-c", line], { cwd: "/", env: home.env, encoding: "utf8", timeout: 30_000 });
      // Go refuses control characters in none but line ends; what it took is in its file.
      expect([line, run.stderr]).toEqual([line, ""]);
      const file = readFileSync(home.file, "utf8");
      expect(file).toBe(`GOFLAGS=${wanted["GOFLAGS"] ?? ""}\nGOPROXY=direct\n`);
    }
  } finally {
    home.remove();
  }
});
