import { expect, test } from "vitest";
import { createEngine } from "../../electron/engine/engine.ts";
import { TEMPLATE_HOST } from "../../shared/domain/profile.ts";
import { World } from "../support/doors.ts";
import { ScenarioClock } from "../support/scenario-clock.ts";

const A = "https://a.test";
const TEMPLATE = `https://${TEMPLATE_HOST}`;

test("a template is never looked at and never chosen by itself, and a choice by hand is refused", async () => {
  const clock = new ScenarioClock();
  const profiles = [
    { name: "a", env: { GOPROXY: A }, kinds: [], fingerprints: [] },
    {
      name: "corporate",
      env: { GOPROXY: TEMPLATE },
      kinds: ["corporate", "unknown", "home"] as const,
      fingerprints: ["home"],
    },
  ];
  const world = new World(clock, profiles, { auto: true });
  world.values = { GOPROXY: A };
  world.answers.set(A, { failure: { stage: "handshake", kind: "reset", raw: "ECONNRESET" }, tls: null });
  const engine = createEngine(world.doors());
  await engine.start();
  await clock.pass(120_000);
  const chosen = await engine.call("profile:choose", "corporate");
  await clock.pass(1_000);
  const { profiles: views, active } = engine.snapshot();
  await engine.stop();
  expect(world.probed).not.toContain(TEMPLATE);
  expect(new Set(world.probed)).toEqual(new Set([A]));
  expect(chosen).toMatchObject({ outcome: "refused", reason: "template", detail: TEMPLATE });
  expect([world.switches, active, views.map((view) => view.template)]).toEqual([[], "a", [undefined, true]]);
});
