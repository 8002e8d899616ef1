// A thousand endpoints, each every ten seconds: nobody may queue.
import { expect, test } from "vitest";
import type { Failure } from "../../shared/domain/failure.ts";
import type { Profile } from "../../shared/domain/profile.ts";
import { MINUTE, SECOND } from "../../shared/domain/time.ts";
import { Scenario } from "../support/scenario.ts";

const ENDPOINTS = 1_000;
const INTERVAL_SECONDS = 10;
const SILENT: Failure = { stage: "handshake", kind: "silent", raw: "" };

const name = (n: number): string => `https://e${n}.test`;

/** Fifty profiles of twenty proxies each. */
const PROFILES: readonly Profile[] = Array.from({ length: 50 }, (_, p) => {
  const names = Array.from({ length: ENDPOINTS / 50 }, (_entry, n) => name(p * (ENDPOINTS / 50) + n));
  return { name: `p${p}`, env: { GOPROXY: names.join("|") }, kinds: [], fingerprints: [] };
});

/** Numbers from 0 to 1 without a pattern that matters here. */
function chances(): () => number {
  let at = 0;
  return () => {
    at = (at + 0.6180339887) % 1;
    return at;
  };
}

function world(silent: number): Scenario {
  const scenario = new Scenario(PROFILES, { active: "p0", intervalSeconds: INTERVAL_SECONDS });
  scenario.chance = chances();
  for (let n = 0; n < ENDPOINTS; n++) {
    const isSilent = n % 33 === 1 && n < 33 * silent;
    const behaviour = isSilent ? { afterMs: 6_000, failure: SILENT } : { afterMs: 150, failure: null };
    scenario.plan({ at: 0, type: "behave", endpoint: name(n), behaviour });
  }
  scenario.join(0, "home");
  return scenario;
}

/** Times between the ends of looks and the beginnings of the next, of all that took 150 ms, from `from` on. */
function waits(looks: Scenario["looks"], from: number): readonly number[] {
  const last = new Map<string, number>();
  return looks.flatMap(({ endpoint, at }) => {
    const before = last.get(endpoint);
    last.set(endpoint, at);
    return before === undefined || before < from ? [] : [at - before - 150];
  });
}

test("no look at a healthy endpoint is late, while thirty others are silent", () => {
  const scenario = world(30).run(MINUTE);
  const healthy = scenario.looks.filter(({ endpoint }) => Number(/\d+/.exec(endpoint)?.[0]) % 33 !== 1);
  const settled = waits(healthy, 25 * SECOND);
  const [least, most] = [Math.min(...settled), Math.max(...settled)];

  console.info(`${scenario.looks.length} looks in a minute; waits of ${Math.round(least)} to ${Math.round(most)} ms`);
  expect(new Set(scenario.looks.map((look) => look.endpoint)).size).toBe(ENDPOINTS);
  // The interval spread by a fifth, and what the gap between two beginnings may cost.
  expect(most).toBeLessThanOrEqual(1.2 * INTERVAL_SECONDS * SECOND + SECOND / 2);
  expect(least).toBeGreaterThanOrEqual(0.8 * INTERVAL_SECONDS * SECOND);
  expect(settled.length).toBeGreaterThan(1_800);
}, 300_000);
