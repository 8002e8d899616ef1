// `npm run screenshots [-- --check]`: takes the pictures of the window that the tests compare with, anew; with --check it
// only compares. Look at each picture that changed before you keep it.
import path from "node:path";
import { ensureBuilt } from "./bundle.mjs";
import { ensureSystem } from "./debian.mjs";
import { ensureModules } from "./modules.mjs";
import { exitCode, ROOT, run, say } from "./process.mjs";
import { obtainRuntime } from "./runtime.mjs";
import { node } from "./tools.mjs";

/** Some thirty pictures take half a minute, on a busy machine two; in ms. */
const TIMEOUT_MS = 300_000;

async function main(args) {
  await ensureModules();
  const problem = await ensureSystem({ suite: true });
  if (problem) throw new Error(problem);
  await ensureBuilt();
  const electron = process.env.GANGWAY_TEST_ELECTRON ?? (await obtainRuntime()).path;
  const renewing = args.includes("--check") ? "0" : "1";
  const env = { ...process.env, GANGWAY_TEST_ELECTRON: electron, GANGWAY_RENEW_SCREENSHOTS: renewing };
  const test = path.join("test", "e2e", "screenshots.test.ts");
  const command = node("vitest", "run", "--config", "build/vitest.config.ts", "--project", "e2e", test);
  return exitCode(await run(process.execPath, command, { cwd: ROOT, env, timeoutMs: TIMEOUT_MS }));
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  say(error.message);
  process.exitCode = 1;
}
