import fc from "fast-check";
import { expect, test } from "vitest";
import type { Failure } from "../../../shared/domain/failure.ts";
import { DEFAULT_POLICY } from "../../../shared/domain/policy.ts";
import type { Profile } from "../../../shared/domain/profile.ts";
import { Scenario } from "../../support/scenario.ts";

const PROFILES: readonly Profile[] = ["a", "b", "c"].map((name) => {
  return { name, env: { GOPROXY: `https://${name}.test` }, kinds: name === "a" ? ["home"] : [], fingerprints: [] };
});

const failures: readonly (Failure | null)[] = [
  null,
  { stage: "handshake", kind: "reset", raw: "" },
  { stage: "handshake", kind: "silent", raw: "" },
  { stage: "handshake", kind: "certificate-untrusted", raw: "" },
  { stage: "http", kind: "portal", raw: "" },
  { stage: "connect", kind: "local", raw: "" },
];

/** Behaviours of the three proxies over an hour, and when another network is joined. */
const world = fc.record({
  changes: fc.array(
    fc.record({
      at: fc.nat(3_600_000),
      proxy: fc.nat(2),
      failure: fc.constantFrom(...failures),
      afterMs: fc.integer({ min: 1, max: 6_000 }),
    }),
    { maxLength: 40 },
  ),
  joins: fc.array(fc.nat(3_600_000), { maxLength: 3 }),
});

function run({
  changes,
  joins,
}: {
  changes: readonly { at: number; proxy: number; failure: Failure | null; afterMs: number }[];
  joins: readonly number[];
}): Scenario {
  const scenario = new Scenario(PROFILES, { auto: true, active: "a" });
  for (const name of ["a", "b", "c"]) {
    scenario.plan({
      at: 0,
      type: "behave",
      endpoint: `https://${name}.test`,
      behaviour: { afterMs: 40, failure: null },
    });
  }
  scenario.join(0, "n0");
  joins.forEach((at, index) => {
    scenario.join(at, `n${String(index + 1)}`);
  });
  for (const { at, proxy, failure, afterMs } of changes) {
    const endpoint = `https://${"abc"[proxy] ?? "a"}.test`;
    scenario.plan({ at, type: "behave", endpoint, behaviour: { afterMs, failure } });
  }
  return scenario.run(3_600_000);
}

function timesOf(lines: readonly string[], what: string): readonly number[] {
  return lines.filter((line) => line.includes(` ${what} `)).map((line) => Number.parseFloat(line) * 1000);
}

test("never switches twice within the rest on one network, whatever the endpoints do", () => {
  fc.assert(
    fc.property(world, (given) => {
      const times = timesOf(run(given).lines, "switched");
      for (const [index, at] of times.entries()) {
        const before = times[index - 1];
        if (before === undefined) continue;
        const isOtherNetwork = given.joins.some((join) => join > before - 100 && join <= at + 100);
        expect(isOtherNetwork || at - before >= DEFAULT_POLICY.restMs - 100).toBe(true);
      }
    }),
    { numRuns: 60 },
  );
}, 60_000);

test("asks no endpoint more than thirty times a minute, whatever it answers", () => {
  fc.assert(
    fc.property(world, (given) => {
      const { samples } = run({ ...given, joins: [] });
      for (const name of ["a", "b", "c"]) {
        const times = samples.filter((s) => s.endpoint === `https://${name}.test`).map((s) => s.at);
        times.forEach((at, index) => {
          expect((times[index + 30] ?? Number.POSITIVE_INFINITY) - at).toBeGreaterThan(60_000);
        });
      }
    }),
    { numRuns: 30 },
  );
}, 60_000);
