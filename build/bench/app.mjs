// `npm run bench:app [-- --quick]`: what the whole app with its window costs beside a bare Electron window with a tray icon, in
// one run: time to the first useful paint, memory, CPU at rest, and how soon a switch is seen. docs/benchmarks.md tells how
// to read it. Linux, as root: everything happens in a network of its own.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { ensureBuilt } from "../bundle.mjs";
import { ensureSystem } from "../debian.mjs";
import { ensureModules } from "../modules.mjs";
import { exitCode, run, say } from "../process.mjs";
import { obtainRuntime } from "../runtime.mjs";
import { canIsolate, inNamespace } from "./namespace.mjs";

/** When the measuring is over at the latest, in ms: a full run takes four minutes on a machine that is not busy. */
const TOTAL_MS = { full: 600_000, quick: 180_000 };

async function main() {
  await ensureModules();
  const problem = await ensureSystem({ suite: true });
  if (problem) throw new Error(problem);
  await ensureBuilt();
  if (!(await canIsolate())) throw new Error("This needs Linux and root: the app is measured in a network of its own.");
  const electron = process.env.GANGWAY_TEST_ELECTRON ?? (await obtainRuntime()).path;
  const quick = process.argv.includes("--quick");
  const folder = mkdtempSync(path.join(os.tmpdir(), "gangway-bench-"));
  try {
    const file = path.join(folder, "scene.json");
    const versions = `versions: Node ${process.versions.node}, ${path.basename(path.dirname(electron))}`;
    writeFileSync(file, JSON.stringify({ folder, quick, electron, versions }));
    const command = [process.execPath, path.join(import.meta.dirname, "app/inside.mjs"), file];
    const [program, ...args] = inNamespace(command);
    const outcome = await run(program, args, { timeoutMs: quick ? TOTAL_MS.quick : TOTAL_MS.full });
    if (outcome.timedOut) say("It was not over in time and was ended");
    return exitCode(outcome) === 0 ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  say(error.message);
  process.exitCode = 1;
}
