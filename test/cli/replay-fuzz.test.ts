// Nonsense for `replay`, in this process: always an exit code of the contract, never a fault.
import { writeFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { runCommandLine } from "../../electron/cli/run.ts";
import { systemClock } from "../../electron/engine/system-clock.ts";
import { RECORD_TYPES } from "../../shared/domain/replay-record.ts";
import { NOON, PROFILES } from "../support/replay-records.ts";
import { tempFolder } from "../support/temp-folder.ts";

const RUNS = 400;

const nonsense = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom(null, -1, 0, 0.5, 1e15, 1e308, "", "NaN", "2026-01-31T12:00:00Z", [], {}, true),
  fc.integer({ min: NOON, max: NOON + 600_000 }),
);

/** A record that is mostly right. */
const record = fc.record(
  {
    type: fc.constantFrom(...RECORD_TYPES),
    at: fc.integer({ min: NOON, max: NOON + 600_000 }),
    endpoint: fc.constantFrom("https://a.test", "https://b.test", "https://c.test"),
    totalMs: fc.integer({ min: 0, max: 10_000 }),
    failure: fc.constantFrom(null, { stage: "handshake", kind: "reset" }, { stage: "connect", kind: "silent" }),
    profiles: fc.constant(PROFILES),
    active: fc.constantFrom("global", "mirror"),
    profile: fc.constantFrom("global", "mirror"),
    kind: fc.constantFrom("home", "campus", "offline", "captive", "unknown"),
    battery: fc.boolean(),
    until: fc.constantFrom(null, NOON + 300_000),
    policy: fc.constantFrom({}, { restMs: 0, returnMs: 0 }, { sureFailures: 1, goodEnough: 0 }),
  },
  { requiredKeys: ["type", "at"] },
);

const spoiled = fc
  .tuple(
    record,
    fc.constantFrom("at", "endpoint", "totalMs", "failure", "kind", "profiles", "policy", "stages"),
    nonsense,
  )
  .map(([right, key, value]) => ({ ...right, [key]: value }));

const line = fc.oneof(
  { weight: 12, arbitrary: record.map((value) => JSON.stringify(value)) },
  { weight: 2, arbitrary: spoiled.map((value) => JSON.stringify(value)) },
  { weight: 1, arbitrary: fc.string() },
  { weight: 1, arbitrary: fc.jsonValue().map((value) => JSON.stringify(value)) },
);

/** In order of time more often than not. */
const file = fc.tuple(fc.array(line, { maxLength: 40 }), fc.boolean()).map(([lines, isSorted]) => {
  const at = (text: string): number => Number(/"at":(\d+)/.exec(text)?.[1] ?? 0);
  return (isSorted ? [...lines].sort((a, b) => at(a) - at(b)) : lines).join("\n");
});

test("answers every file with a code of the contract, and no wrong one with a result", async () => {
  const folder = tempFolder();
  const input = path.join(folder, "records");
  const counts = new Map<number, number>();
  await fc.assert(
    fc.asyncProperty(file, async (text) => {
      writeFileSync(input, text);
      let stdout = "";
      let stderr = "";
      const world = {
        environment: { GANGWAY_HOME: path.join(folder, "home"), GOENV: path.join(folder, "env"), HOME: folder },
        stdout: { write: (said: string) => (stdout += said) },
        stderr: { write: (said: string) => (stderr += said) },
        clock: systemClock,
      };
      const code = await runCommandLine({ args: ["replay", input, "--json"], world, version: "0.0.0" });
      counts.set(code, (counts.get(code) ?? 0) + 1);
      expect(stderr).not.toContain("    at ");
      expect(stdout.includes('"summary"')).toBe(code === 0);
      expect(stdout.includes('"error"')).toBe(code === 2);
      expect([0, 2]).toContain(code);
    }),
    { numRuns: RUNS },
  );

  console.info(`files by exit code: ${JSON.stringify([...counts])}`);
  // Both ways are met.
  expect(counts.size).toBe(2);
});
