// Plays scenes with the real go commands of this machine, where no packet can leave (see go-oracle.ts).
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { spawnTypeScript } from "../../support/run-typescript.ts";
import { tempFolder } from "../../support/temp-folder.ts";
import type { Outcome, Scene } from "./go-oracle.ts";

/** All scenes of one test together take at most so long. */
const LIMIT_MS = 240_000;

/** A go command to ask. */
export interface GoCommand {
  readonly version: string;
  readonly path: string;
}

/** Where further releases of Go lie, one folder each: `go1.19.8/bin/go`. Absent on most machines. */
const VERSIONS = process.env["GANGWAY_TEST_GO_VERSIONS"];

/** The go commands of this machine: the one on the PATH first. */
export function goCommands(): readonly GoCommand[] {
  const given = (VERSIONS ?? "").split(":").filter((path) => path !== "");
  return ["go", ...given].flatMap((path): GoCommand[] => {
    const said = spawnSync(path, ["env", "GOVERSION"], {
      encoding: "utf8",
      env: { ...process.env, GOTOOLCHAIN: "local" },
    });
    return said.status === 0 ? [{ version: said.stdout.trim(), path: resolveGo(path) }] : [];
  });
}

function resolveGo(path: string): string {
  if (path.includes("/")) return resolve(path);
  const folder = (process.env["PATH"] ?? "").split(":").find((entry) => existsSync(join(entry, path)));
  return join(folder ?? "", path);
}

/** Plays the scenes one after another and answers what came of each. */
export async function playScenes(scenes: readonly Scene[]): Promise<readonly Outcome[]> {
  const folder = tempFolder();
  const input = join(folder, "scenes.json");
  const output = join(folder, "outcomes.json");
  writeFileSync(input, JSON.stringify(scenes));
  const running = await spawnTypeScript("test/go/patterns/go-oracle.ts", [input, output], { timeoutMs: LIMIT_MS });
  const { code, stderr } = await running.finished;
  if (stderr !== "") console.warn(stderr);
  if (code !== 0) throw new Error(`the oracle failed: ${stderr}`);
  return JSON.parse(readFileSync(output, "utf8")) as readonly Outcome[];
}
