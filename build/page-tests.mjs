// Runs the tests of one project that work on the built page, with all that they need brought before.
import { ensureBuilt } from "./bundle.mjs";
import { ensureSystem } from "./debian.mjs";
import { ensureModules } from "./modules.mjs";
import { exitCode, run } from "./process.mjs";
import { obtainRuntime } from "./runtime.mjs";
import { node } from "./tools.mjs";

/** Some thirty pictures take half a minute, on a busy machine two; in ms. */
const TIMEOUT_MS = 300_000;

/** Runs `files` of `project`; the exit code. `env`: variables for the tests. */
export async function runPageTests({ project, files = [], env = {} }) {
  await ensureModules();
  const problem = await ensureSystem({ suite: true });
  if (problem) throw new Error(problem);
  await ensureBuilt();
  const electron = process.env.GANGWAY_TEST_ELECTRON ?? (await obtainRuntime()).path;
  const command = node("vitest", "run", "--config", "build/vitest.config.ts", "--project", project, ...files);
  const all = { ...process.env, ...env, GANGWAY_TEST_ELECTRON: electron };
  return exitCode(await run(process.execPath, command, { env: all, timeoutMs: TIMEOUT_MS }));
}
