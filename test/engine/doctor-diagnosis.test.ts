// A diagnosis as the window asks for it, from the call to the verdict, of real endpoints on loopback: those of the demo.
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Composed, compose } from "../../electron/engine/compose.ts";
import { createDemoWorld, type DemoWorld } from "../../electron/engine/demo/world.ts";
import { systemClock } from "../../electron/engine/system-clock.ts";
import type { Diagnosis } from "../../shared/domain/diagnosis.ts";
import { summarise } from "../../shared/domain/diagnosis-summary.ts";
import { endpointsOf } from "../../shared/domain/profile.ts";
import type { DiagnosisState } from "../../shared/ipc/doctor-calls.ts";

let world: DemoWorld;
let composed: Composed;

beforeEach(async () => {
  world = await createDemoWorld({ clock: systemClock, version: "0.0.0", env: process.env });
  const { home, env, caFile, network, prober, diagnosis } = world;
  // Not started: nothing else speaks to the endpoints.
  composed = compose({ home, env, version: "0.0.0", demo: true, caFile, network, prober, diagnosis });
});

afterEach(async () => {
  await composed.close();
  await world.stop();
});

function urlOf(proxy: "global" | "mirror" | "corp"): string {
  const found = endpointsOf(world.profiles).find(({ url }) => url.endsWith(`/${proxy}`));
  if (found === undefined) throw new Error(`the world has a proxy ${proxy}`);
  return found.url;
}

/** What the call answers once `isThere` holds; the test's own limit ends a wait in vain. */
async function once(isThere: (state: DiagnosisState) => boolean): Promise<DiagnosisState> {
  for (;;) {
    const state = await composed.engine.call("diagnosis:read");
    if (state !== null && isThere(state)) return state;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function diagnosisOf(url: string): Promise<Diagnosis> {
  expect(await composed.engine.call("diagnosis:start", url)).toEqual({ ok: true });
  const end = await once(({ state }) => state !== "running");
  if (end.state !== "done") throw new Error(`it ended as ${JSON.stringify(end)}`);
  return end.diagnosis;
}

test.each([
  ["home", "global", "fine"],
  ["campus", "mirror", "tls12-only"],
  ["corporate", "global", "interception"],
] as const)("in the scene %s the diagnosis of %s says %s", async (scene, proxy, verdict) => {
  if (scene !== "home") world.enter(scene);
  const diagnosis = await diagnosisOf(urlOf(proxy));
  expect(summarise(diagnosis).verdict).toBe(verdict);
  expect(diagnosis.addresses).toEqual([]);
});

test("tells its first cells while it goes on, and ends at once when it is cancelled", async () => {
  world.enter("campus");
  const { engine } = composed;
  expect(await engine.call("diagnosis:start", urlOf("corp"))).toEqual({ ok: true });
  const running = await once((state) => state.state !== "running" || state.cells.length >= 3);
  expect(running).toMatchObject({ state: "running", endpoint: urlOf("corp"), total: 13 });
  await engine.call("diagnosis:cancel");
  expect(await once(({ state }) => state !== "running")).toEqual({ state: "cancelled", endpoint: urlOf("corp") });
});

test("asks nobody outside of the simulated world", async () => {
  const answer = await composed.engine.call("diagnosis:start", "https://outside.test");
  expect(answer).toEqual({ ok: false, why: "demo" });
  expect(await composed.engine.call("diagnosis:read")).toBeNull();
});
