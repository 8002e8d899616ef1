import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { spawnTypeScript } from "../../support/run-typescript.ts";

const ELECTRON = process.env["GANGWAY_TEST_ELECTRON"] ?? "/nothing";
const WITHOUT_ELECTRON = !existsSync(ELECTRON);
if (WITHOUT_ELECTRON)
  console.warn(`skipped: mutated answers under Electron, since GANGWAY_TEST_ELECTRON (${ELECTRON}) is absent`);

/** What the program prints. */
interface Report {
  readonly inputs: number;
  readonly kinds: Readonly<Record<string, number>>;
  readonly readable: number;
  readonly faults: readonly string[];
  readonly tookMs: number;
  readonly slowestMs: number;
  readonly rssMb: number;
}

const SEED = 20_260_131;

async function fuzz(
  host: { readonly execPath: string; readonly env: Record<string, string> },
  inputs: number,
): Promise<Report> {
  const file = join(import.meta.dirname, "programs/fuzz.ts");
  const program = await spawnTypeScript(file, [String(SEED), String(inputs)], { ...host, timeoutMs: 120_000 });
  const { stdout, stderr } = await program.finished;
  expect(stdout, stderr).not.toBe("");
  return JSON.parse(stdout) as Report;
}

describe.each([
  { runtime: "plain Node", execPath: process.execPath, env: {}, inputs: 800_000, absent: false },
  {
    runtime: "Electron as Node",
    execPath: ELECTRON,
    env: { ELECTRON_RUN_AS_NODE: "1" },
    inputs: 200_000,
    absent: WITHOUT_ELECTRON,
  },
])("under $runtime", ({ runtime, inputs, absent, ...host }) => {
  test.skipIf(absent)(`reads ${inputs} mutated answers without a fault`, { timeout: 130_000 }, async () => {
    const { kinds, readable, faults, tookMs, slowestMs, rssMb, ...report } = await fuzz(host, inputs);
    console.info(
      `${inputs} mutated answers under ${runtime}, seed ${SEED}: ${JSON.stringify(kinds)}, ${readable} mutated hellos ` +
        `read; ${tookMs} ms, slowest ${slowestMs.toFixed(1)} ms, ${rssMb} MB`,
    );

    expect(faults).toEqual([]);
    expect(report.inputs).toBe(inputs);
    expect(Object.keys(kinds).sort()).toEqual(["alert", "more", "not-tls", "retry-request", "server-hello"]);
    expect(readable).toBeGreaterThan(0);
    // A reader that kept what it saw would hold hundreds of megabytes by now; a runtime by itself has about a hundred.
    expect(rssMb).toBeLessThan(400);
  });
});
