// Plays scenes with a real go command, where no packet can leave (see go-oracle.ts).
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { spawnTypeScript } from "../../support/run-typescript.ts";
import { tempFolder } from "../../support/temp-folder.ts";
import type { Outcome, Scene } from "./go-oracle.ts";

/** All scenes of one test together take at most so long. */
const LIMIT_MS = 240_000;

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
