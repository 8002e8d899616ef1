// The runtimes that hellos are replayed under, and one program run in them.
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { HelloOutcome } from "../../../electron/engine/hello/first-answer.ts";
import { spawnTypeScript } from "../../support/run-typescript.ts";
import type { Replay } from "./programs/replay.ts";

/** A runtime on this machine. */
export interface Runtime {
  readonly name: string;
  readonly execPath: string;
  readonly env: Readonly<Record<string, string>>;
}

const ELECTRON = process.env["GANGWAY_TEST_ELECTRON"] ?? "/nothing";
const hasElectron = existsSync(ELECTRON);
if (!hasElectron)
  console.warn(`skipped: hellos replayed under Electron, since GANGWAY_TEST_ELECTRON (${ELECTRON}) is absent`);

/** Every runtime that is here. */
export const RUNTIMES: readonly Runtime[] = [
  { name: "Node", execPath: process.execPath, env: {} },
  ...(hasElectron ? [{ name: "Electron", execPath: ELECTRON, env: { ELECTRON_RUN_AS_NODE: "1" } }] : []),
];

/** Says the hellos under a runtime, in order, and answers what came back. */
export async function replayUnder(runtime: Runtime, replays: readonly Replay[]): Promise<readonly HelloOutcome[]> {
  const file = join(import.meta.dirname, "programs/replay.ts");
  const { execPath, env } = runtime;
  const program = await spawnTypeScript(file, [JSON.stringify(replays)], { execPath, env, timeoutMs: 60_000 });
  const { stdout, stderr } = await program.finished;
  if (stdout === "") throw new Error(stderr);
  return JSON.parse(stdout) as readonly HelloOutcome[];
}
