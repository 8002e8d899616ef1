import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { spawnTypeScript } from "../../support/run-typescript.ts";

const ELECTRON = process.env["GANGWAY_TEST_ELECTRON"] ?? "/nothing";
const WITHOUT_ELECTRON = !existsSync(ELECTRON);
if (WITHOUT_ELECTRON)
  console.warn(`skipped: mutated HTTP under Electron, since GANGWAY_TEST_ELECTRON (${ELECTRON}) is absent`);

/** What the program prints. */
interface Report {
  readonly inputs: number;
  readonly kinds: Readonly<Record<string, number>>;
  readonly faults: readonly string[];
  readonly tookMs: number;
  readonly cpuMs: number;
  readonly slowestMs: number;
  readonly rssMb: number;
}

const SEED = 20_261_125;

describe.each([
  { runtime: "plain Node", execPath: process.execPath, env: {}, inputs: 1_000_000, absent: false },
  {
    runtime: "Electron as Node",
    execPath: ELECTRON,
    env: { ELECTRON_RUN_AS_NODE: "1" },
    inputs: 100_000,
    absent: WITHOUT_ELECTRON,
  },
])("under $runtime", ({ runtime, inputs, absent, execPath, env }) => {
  test.skipIf(absent)(`reads ${inputs} mutated answers without a fault`, { timeout: 200_000 }, async () => {
    const file = join(import.meta.dirname, "programs/fuzz-http1.ts");
    const args = [String(SEED), String(inputs)];
    const program = await spawnTypeScript(file, args, { execPath, env, timeoutMs: 190_000 });
    const { stdout, stderr } = await program.finished;
    expect(stdout, stderr).not.toBe("");
    const report = JSON.parse(stdout) as Report;
    console.info(
      `${inputs} mutated HTTP/1.1 answers under ${runtime}, seed ${SEED}: ${JSON.stringify(report.kinds)}; ` +
        `${(report.tookMs / 1_000).toFixed(1)} s (${(report.cpuMs / 1_000).toFixed(1)} s of CPU), slowest ${report.slowestMs.toFixed(1)} ms, ${report.rssMb} MB`,
    );

    expect(report.faults).toEqual([]);
    expect(report.inputs).toBe(inputs);
    // All but a flood, which takes more bytes than these inputs have.
    expect(Object.keys(report.kinds)).toEqual(
      expect.arrayContaining(["answer", "ended", "HTTP1_STATUS_LINE", "HTTP1_HEADER", "HTTP1_CHUNK", "HTTP1_LENGTH"]),
    );
    // A reader that kept what it saw would hold gigabytes by now; a runtime by itself has about a hundred megabytes.
    expect(report.rssMb).toBeLessThan(400);
  });
});
