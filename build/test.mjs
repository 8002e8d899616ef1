// `npm test [-- --only STEP]`: brings what the tests need, runs every step, and ends with one line that adds up.
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { readTestArguments } from "./arguments.mjs";
import { ensureBuilt } from "./bundle.mjs";
import { ensureSystem, pathWithGo } from "./debian.mjs";
import { goOnPath, OLDEST_OWN, obtainGoVersions } from "./go-versions.mjs";
import { ensureModules } from "./modules.mjs";
import { exitCode, ROOT, run, say } from "./process.mjs";
import { obtainRuntime } from "./runtime.mjs";
import { addUp, countStep, lastLine } from "./tally.mjs";

/** The projects of build/vitest.config.ts that need a build; `check` runs the others. In order of cost. */
const PROJECTS = ["simulation", "engine", "lab", "cli", "demo", "go", "e2e", "packaged"];

/** Projects that launch Electron. `engine` and `go` run their sockets inside it. */
const WITH_ELECTRON = new Set(["engine", "go", "e2e", "packaged"]);

const STEPS = ["check", "build", ...PROJECTS];

/** When the whole run must be over, in ms after its start. About a quarter of an hour on two idle cores; a busy machine may need three times that. */
const TOTAL_MS = 4_200_000;

/** Least time a step is given, in ms, so that the last one fails with its own words and not at once. */
const LEAST_MS = 5_000;

const startedAt = Date.now();
const results = mkdtempSync(path.join(os.tmpdir(), "gangway-test-"));
let interrupted = false;
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => {
    interrupted = true;
  });
}

function remaining() {
  return Math.max(LEAST_MS, startedAt + TOTAL_MS - Date.now());
}

async function runSteps(args) {
  const { only, rest } = readTestArguments(args, STEPS);
  const wanted = STEPS.filter((step) => only.length === 0 || only.includes(step));
  await ensureModules();
  const counts = [];
  const projects = PROJECTS.filter((project) => wanted.includes(project));
  // First of all: the unit tests, too, ask the go command.
  const scene = await guarded("prepare", () => prepareScene(wanted, projects));
  if (scene.failed > 0) return [scene];
  if (wanted.includes("check")) counts.push(await checkStep(scene.value));
  const built = await guarded("build", ensureBuilt);
  if (built.failed > 0) return [...counts, built];
  for (const project of projects) counts.push(await projectStep(project, { rest, env: scene.value }));
  return counts;
}

// A step that has nothing to count when all is well, and counts as one failed when it throws.
async function guarded(name, act) {
  try {
    return { ...countStep({ name, code: 0 }), value: await act() };
  } catch (error) {
    say(error.message);
    return countStep({ name, code: 1, why: error.message.split("\n")[0] });
  }
}

// Brings system packages, and Electron for those projects that want it; answers the environment of the tests. A
// display, a bus and a panel are brought by the tests themselves.
async function prepareScene(wanted, projects) {
  if (projects.length === 0 && !wanted.includes("check")) return process.env;
  const problem = await ensureSystem({ suite: true });
  if (problem) throw new Error(problem);
  const env = await environmentWithGo(projects.includes("go"));
  if (!projects.some((project) => WITH_ELECTRON.has(project))) return env;
  return { ...env, GANGWAY_TEST_ELECTRON: (await obtainRuntime()).path };
}

// The machine's go command is the one that most tests ask. Where there is none, or one from before toolchains and go.env
// (1.21), the newest that was brought takes its place.
async function environmentWithGo(wantsAll) {
  const env = { ...process.env, PATH: pathWithGo() };
  const own = await goOnPath(env);
  if (own !== undefined && !wantsAll) return env;
  const newest = (await obtainGoVersions(env)).at(-1);
  if (newest === undefined || own !== undefined) return env;
  say(`There is no go command of ${OLDEST_OWN} or later here: the tests use Go ${newest.version}`);
  return { ...env, PATH: [path.dirname(newest.path), env.PATH].join(path.delimiter) };
}

async function checkStep(scene) {
  title("check");
  const env = { ...scene, GANGWAY_TEST_RESULTS: results };
  const outcome = await run("npm", ["run", "--silent", "check"], { env, timeoutMs: remaining() });
  return countOutcome("check", outcome, "unit.json");
}

async function projectStep(project, { rest, env }) {
  title(project);
  const file = `${project}.json`;
  const outcome = await run(
    process.execPath,
    [
      path.join(ROOT, "node_modules", "vitest", "vitest.mjs"),
      "run",
      "--config",
      path.join(ROOT, "build", "vitest.config.ts"),
      "--project",
      project,
      "--reporter=default",
      `--reporter=${path.join(ROOT, "build", "vitest-results.mjs")}`,
      ...rest,
    ],
    { env: { ...env, GANGWAY_TEST_RESULTS_FILE: path.join(results, file) }, timeoutMs: remaining() },
  );
  return countOutcome(project, outcome, file);
}

function countOutcome(name, outcome, file) {
  const report = readReport(path.join(results, file));
  const code = exitCode(outcome);
  const early = report ? undefined : `ended (${code}) before it counted its tests`;
  const why = outcome.timedOut ? "took too long and was ended" : early;
  return countStep({ name, code: report ? code : code || 1, report, why });
}

function readReport(file) {
  if (!existsSync(file)) return undefined;
  return JSON.parse(readFileSync(file, "utf8"));
}

function title(name) {
  if (interrupted) throw new Error("Interrupted");
  process.stdout.write(`\n== ${name}\n`);
}

function report(counts) {
  const total = addUp(counts);
  process.stdout.write("\n");
  for (const { name, ...count } of counts) process.stdout.write(`${name.padEnd(10)}${lastLine(count)}\n`);
  for (const { name, reason } of total.skipped) process.stdout.write(`skipped: ${name} (${reason})\n`);
  for (const failure of total.failures) process.stdout.write(`failed: ${failure}\n`);
  process.stdout.write(`${lastLine(total)}\n`);
  return total.failed === 0 && total.passed > 0 ? 0 : 1;
}

async function main() {
  try {
    return report(await runSteps(process.argv.slice(2)));
  } catch (error) {
    say(error.message);
    return report([countStep({ name: "test", code: 1, why: error.message.split("\n")[0] })]);
  } finally {
    rmSync(results, { recursive: true, force: true });
  }
}

process.exitCode = await main();
