// `npm run bench:probe [-- --only SECTION[,SECTION]] [-- --quick]`: measures our probe beside its peers, in one run, and
// says how ours compares. docs/benchmarks.md tells how to read it. Everything happens on 127.0.0.1, as root in a network
// of its own, where there is nothing else.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { readBenchArguments } from "../arguments.mjs";
import { ensureBuilt } from "../bundle.mjs";
import { ensureSystem } from "../debian.mjs";
import { ensureModules } from "../modules.mjs";
import { exitCode, run, say } from "../process.mjs";
import { obtainRuntime } from "../runtime.mjs";
import { canIsolate, inNamespace } from "./namespace.mjs";

/** When the measuring is over at the latest, in ms: a quick run takes half of it on a machine that is not busy. */
const TOTAL_MS = { full: 700_000, quick: 240_000 };

async function prepare({ sections, quick, folder }) {
  const { ensurePeers } = await import("./packages.mjs");
  const { buildGoProgram, buildOurProgram } = await import("./programs.mjs");
  const problem = await ensurePeers();
  if (problem) say(problem);
  const goProgram = await buildGoProgram();
  const bundles = [...new Set(sections.flatMap((section) => section.bundles))];
  const programs = {};
  for (const name of bundles) programs[name] = await buildOurProgram(name);
  const electron = await electronOrNone();
  const versions = [`Node ${process.versions.node}`, ...(electron ? [`Electron ${electron.version}`] : [])];
  if (electron && sections.some(({ built }) => built)) await ensureBuilt();
  const names = sections.map(({ name }) => name);
  return { folder, quick, sections: names, goProgram, programs, electron: electron?.path, versions };
}

// Without it plain Node stands in where it can, and the sections that need the app are skipped.
async function electronOrNone() {
  try {
    const runtime = await obtainRuntime();
    const problem = await ensureSystem({ electron: runtime.path });
    if (!problem) return runtime;
    say(problem);
  } catch (error) {
    say(error.message);
  }
  return undefined;
}

async function measure(scene) {
  const isolated = await canIsolate();
  const timeoutMs = scene.quick ? TOTAL_MS.quick : TOTAL_MS.full;
  const file = path.join(scene.folder, "scene.json");
  writeFileSync(file, JSON.stringify({ ...scene, isolated, endsAt: Date.now() + timeoutMs }));
  const command = [process.execPath, path.join(import.meta.dirname, "inside.mjs"), file];
  const [program, ...args] = isolated ? inNamespace(command) : command;
  const outcome = await run(program, args, { timeoutMs });
  if (outcome.timedOut) say(`It was not over after ${timeoutMs / 1000} s and was ended`);
  return exitCode(outcome) === 0 ? 0 : 1;
}

async function main() {
  if (process.platform !== "linux")
    throw new Error("The benchmark needs Linux: its peers and its relay run there alone.");
  await ensureModules();
  const { SECTIONS } = await import("./sections.mjs");
  const { only, quick } = readBenchArguments(
    process.argv.slice(2),
    SECTIONS.map(({ name }) => name),
  );
  const sections = SECTIONS.filter(({ name }) => only.length === 0 || only.includes(name));
  const folder = mkdtempSync(path.join(os.tmpdir(), "gangway-bench-"));
  try {
    return await measure(await prepare({ sections, quick, folder }));
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
