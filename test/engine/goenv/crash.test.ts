// The writer is killed at every step it takes, and at random moments; what is left must always be one whole file.
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createGoEnv } from "../../../electron/engine/goenv/goenv.ts";
import { setKeys } from "../../../shared/domain/goenv-text.ts";
import { spawnTypeScript } from "../../support/run-typescript.ts";
import { createUnderTest, request, type UnderTest } from "./go-env-under-test.ts";
import type { Order } from "./writer-program.ts";

/** Kills in all: several at each step, and more at random moments; GANGWAY_CRASH_RUNS asks for another number. */
const RUNS = Number(process.env["GANGWAY_CRASH_RUNS"] ?? 200);
/** Programs at a time: as many as a small machine has processors. */
const AT_A_TIME = 2;
const PROGRAM = join(import.meta.dirname, "writer-program.ts");
const OLD = "# kept\nGOSUMDB=off\nGOPROXY=a";
const CHANGES = { GOPROXY: "https://127.0.0.1:9|direct", GOSUMDB: null };
const NEW = setKeys(OLD, CHANGES);

let home: UnderTest;
let steps = 0;
let leftovers = 0;

function fresh(): UnderTest {
  const made = createUnderTest();
  writeFileSync(made.file, OLD, { mode: 0o640 });
  return made;
}

function order(made: UnderTest, killBefore?: number): Order {
  const folder = join(made.folder, "gangway");
  return { folder, env: made.env, changes: CHANGES, ...(killBefore === undefined ? {} : { killBefore }) };
}

beforeAll(async () => {
  home = fresh();
  const program = await spawnTypeScript(PROGRAM, [JSON.stringify(order(home))]);
  const { stdout, stderr } = await program.finished;
  expect(stderr).toBe("");
  steps = (JSON.parse(stdout) as { calls: number }).calls;
});
afterAll(() => {
  home.remove();
});

test("takes the steps that the other tests kill it at", () => {
  expect([readFileSync(home.file, "utf8"), steps > 15]).toEqual([NEW, true]);
});

/** Kills one writer, and answers what it left; a next start and a next write then have to clear it up. */
async function killOne(run: number): Promise<string> {
  const made = fresh();
  try {
    const atStep = run <= steps || run % 2 === 0;
    const program = await spawnTypeScript(PROGRAM, [
      JSON.stringify(order(made, atStep ? 1 + ((run - 1) % steps) : undefined)),
    ]);
    // A start takes 60 to 150 ms on the machines at hand, and the write the last few of them.
    const timer = atStep ? null : setTimeout(() => program.process.kill("SIGKILL"), 40 + Math.random() * 120);
    const { signal, stderr } = await program.finished;
    if (timer !== null) clearTimeout(timer);
    if (atStep && signal !== "SIGKILL") throw new Error(`not killed: ${stderr}`);
    return await clearUp(made);
  } finally {
    made.remove();
  }
}

async function clearUp(made: UnderTest): Promise<string> {
  const left = readFileSync(made.file, "utf8");
  const mode = statSync(made.file).mode & 0o777;
  leftovers += readdirSync(dirname(made.file)).length - 1;
  const goEnv = createGoEnv(made.parts);
  const intents = made.history.switches({}).filter((s) => s.outcome === "intended").length;
  const notices = goEnv.resolveInterrupted(2).map((n) => n.values["outcome"]);
  const settled = made.history.switches({}).map((s) => s.outcome);
  const state = left === NEW ? "new" : left === OLD ? "old" : `torn: ${left}`;
  const truth = state === "new" ? "written" : "interrupted";
  await goEnv.apply(request({ GOVCS: "*:git" }));
  expect({
    mode,
    notices,
    settled: settled.filter((outcome) => outcome !== truth),
    beside: readdirSync(dirname(made.file)),
  }).toEqual({
    mode: 0o640,
    notices: intents === 0 ? [] : [truth],
    settled: [],
    beside: ["env"],
  });
  expect(readFileSync(made.file, "utf8")).toBe(setKeys(left, { GOVCS: "*:git" }));
  return state;
}

test(`leaves the old or the new file after each of ${RUNS} kills, and the next write clears up`, {
  timeout: 180_000,
}, async () => {
  const states: string[] = [];
  let next = 1;
  const work = async (): Promise<void> => {
    for (let run = next++; run <= RUNS; run = next++) states.push(await killOne(run));
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, work));
  const count = (state: string): number => states.filter((s) => s === state).length;
  console.log(`${count("old")} times old, ${count("new")} times new, ${steps} steps, ${leftovers} leftovers cleared`);
  expect(leftovers).toBeGreaterThan(0);
  expect(new Set(states)).toEqual(new Set(["old", "new"]));
});
