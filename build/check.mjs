// `npm run check`: everything that can be said about the source without a build or a network. Nothing stops early, so
// that one run tells all there is to repair. With GANGWAY_TEST_RESULTS naming a folder, the tests' results go there too.
import path from "node:path";
import { ROOT, run } from "./process.mjs";
import { node } from "./tools.mjs";

/** Steps at a time: the smallest machine we check on has two cores. */
const AT_ONCE = 2;

/** A step that takes longer, in ms, is stuck: the slowest (lint without its cache) takes half a minute. */
const STEP_MS = 480_000;

const CACHE = path.join(ROOT, "node_modules", ".cache");
const RUNTIMES = ["shared", "engine", "shell", "renderer", "test"];

function types(runtime) {
  const state = path.join(CACHE, "tsc", `${runtime}.tsbuildinfo`);
  const args = ["-p", `tsconfig.${runtime}.json`, "--incremental", "--tsBuildInfoFile", state, "--pretty", "false"];
  return { name: `types: ${runtime}`, command: node("tsc", ...args) };
}

function tests() {
  const args = ["run", "--config", "build/vitest.config.ts", "--project", "unit", "--project", "renderer"];
  const results = process.env.GANGWAY_TEST_RESULTS;
  if (!results) return { name: "tests: unit, renderer", command: node("vitest", ...args) };
  return {
    name: "tests: unit, renderer",
    command: node("vitest", ...args, "--reporter=default", "--reporter=./build/vitest-results.mjs"),
    env: { ...process.env, GANGWAY_TEST_RESULTS_FILE: path.join(results, "unit.json") },
  };
}

/** The longest first, so that none is left alone at the end. */
const STEPS = [
  { name: "lint", command: node("eslint", "--max-warnings", "0") },
  tests(),
  ...RUNTIMES.map(types),
  { name: "imports", command: node("depcruise", "electron", "shared", "renderer", "test", "build") },
  { name: "dead code", command: node("knip") },
  { name: "dead code: production", command: node("knip", "--production") },
  { name: "format", command: node("biome", "check", ".") },
];

async function perform({ name, command, env = process.env }) {
  const startedAt = performance.now();
  const { code, timedOut, stdout, stderr } = await run(process.execPath, command, {
    env: { ...env, NO_COLOR: "1" },
    output: "capture",
    timeoutMs: STEP_MS,
  });
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1).padStart(5);
  const passed = code === 0;
  const verdict = passed ? "ok    " : "FAILED";
  console.log(`${verdict} ${seconds} s  ${name}${timedOut ? ` (ended after ${STEP_MS / 1000} s)` : ""}`);
  if (!passed) console.log(`${stdout}${stderr}`.trimEnd());
  return passed;
}

async function performAll(steps) {
  const waiting = [...steps];
  const failed = [];
  const work = async () => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
      if (!(await perform(step))) failed.push(step.name);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return failed;
}

const startedAt = performance.now();
const failed = await performAll(STEPS);
const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
console.log(failed.length === 0 ? `check: all well, ${seconds} s` : `check: ${failed.join(", ")} failed, ${seconds} s`);
process.exitCode = failed.length === 0 ? 0 : 1;
