// The loopback lab: every box is named for what it is, under plain Node and under Electron.
import { existsSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Cell } from "../../../shared/domain/diagnosis.ts";
import { BOXES, type Box } from "../../lab/boxes.ts";
import { type Lab, openLab } from "../../lab/lab.ts";
import { type RunOptions, spawnTypeScript } from "../../support/run-typescript.ts";
import type { Found, Job } from "./lab-runner.ts";

/** An Electron binary for development; the test that needs it is skipped, and says so, where there is none. */
const ELECTRON = process.env["GANGWAY_TEST_ELECTRON"] ?? "/nothing";
const WITHOUT_ELECTRON = !existsSync(ELECTRON);
if (WITHOUT_ELECTRON)
  console.warn(`skipped: the lab under Electron, since GANGWAY_TEST_ELECTRON (${ELECTRON}) is absent`);

const RUNNER = "test/engine/diagnose/lab-runner.ts";
const NAMES = [...Object.keys(BOXES), "refused"];
const NOBODY: Box = { open: () => Promise.reject(new Error("not there")), verdict: "endpoint-down" };

let lab: Lab;

beforeAll(async () => {
  lab = await openLab();
});

afterAll(() => lab.close());

async function findAll(host: RunOptions, goVersion: string): Promise<ReadonlyMap<string, Found>> {
  const job: Job = { caFile: lab.caFile, goVersion, ways: NAMES.map((name) => lab.way(name)) };
  const program = await spawnTypeScript(RUNNER, [], { ...host, timeoutMs: 60_000 });
  program.process.stdin.end(JSON.stringify(job));
  const { stdout, stderr, code } = await program.finished;
  if (code !== 0) throw new Error(`the runner ended with ${String(code)}: ${stderr}`);
  const found = JSON.parse(stdout) as readonly Found[];
  return new Map(NAMES.map((name, index) => [name, found[index]!]));
}

function inOneLine({ id, outcome, failure, skipped, answer, answerMs }: Cell): string {
  return [id, outcome, failure?.stage, failure?.kind, skipped, answer?.kind, answerMs].join(" ");
}

/** What the box must be called, and what else must be said of it, beside what was said. */
function surprise(box: Box, { summary, diagnosis }: Found): unknown {
  const expected = {
    verdict: box.verdict,
    retryRequest: box.retryRequest ?? false,
    ...(box.tls13 === undefined ? {} : { tls13: box.tls13 }),
    ...(box.largeHello === undefined ? {} : { largeHello: box.largeHello }),
    ...box.interception,
  };
  const { verdict, retryRequest, tls13, largeHello, interception, because } = summary;
  const seen: Record<string, unknown> = { verdict, retryRequest, tls13, largeHello, ...interception };
  const wrong = Object.entries(expected).filter(([key, value]) => seen[key] !== value);
  const missing = (box.because ?? []).filter((code) => !because.some((each) => each.code === code));
  if (wrong.length === 0 && missing.length === 0) return null;
  return { wrong, missing, seen, because, matrix: diagnosis.matrix.map(inOneLine) };
}

function table(found: ReadonlyMap<string, Found>): string {
  const width = Math.max(...NAMES.map((name) => name.length));
  return [...found].map(([name, { summary }]) => `${name.padEnd(width)}  ${summary.verdict}`).join("\n");
}

describe.each([
  { runtime: "plain Node", host: {}, absent: false },
  {
    runtime: "Electron as Node",
    host: { execPath: ELECTRON, env: { ELECTRON_RUN_AS_NODE: "1" } },
    absent: WITHOUT_ELECTRON,
  },
])("under $runtime", ({ host, runtime, absent }) => {
  test.skipIf(absent)(
    "names every box of the lab",
    async () => {
      const found = await findAll(host, "1.27.0");
      console.info(`${runtime}:\n${table(found)}`);

      const surprises = [...found].flatMap(([name, each]) => {
        const wrong = surprise(BOXES[name] ?? NOBODY, each);
        return wrong === null ? [] : [{ name, wrong }];
      });
      expect(surprises).toEqual([]);
    },
    90_000,
  );
});
