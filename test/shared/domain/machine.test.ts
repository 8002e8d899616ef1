import { expect, test } from "vitest";
import type { Profile } from "../../../shared/domain/profile.ts";
import { Scenario } from "../../support/scenario.ts";

const PROFILES: readonly Profile[] = ["a", "b"].map((name) => {
  return { name, env: { GOPROXY: `https://${name}.test` }, kinds: [], fingerprints: [] };
});

test("a network just joined is unknown for lack of evidence, whatever the one before was", () => {
  const scenario = new Scenario(PROFILES, { active: "a" });
  for (const name of ["a", "b"]) {
    const failure = { stage: "handshake", kind: "certificate-untrusted", raw: "" } as const;
    scenario.plan({ at: 0, type: "behave", endpoint: `https://${name}.test`, behaviour: { afterMs: 40, failure } });
  }
  scenario.join(0, "office");
  scenario.run(10_000);
  expect(scenario.state.network.because.code).toBe("network-intercepted");
  scenario.join(10_000, "cafe");
  scenario.run(10_000);
  const { kind, confidence, because } = scenario.state.network;
  expect([kind, confidence, because.code]).toEqual(["unknown", 0, "network-thin"]);
});

test("the decision behind a switch stands until the machine has answered", () => {
  const scenario = new Scenario(PROFILES, { active: "a", auto: true });
  const behave = (at: number, name: string, failure: "reset" | null): void => {
    const what = failure === null ? null : ({ stage: "handshake", kind: failure, raw: "" } as const);
    scenario.plan({ at, type: "behave", endpoint: `https://${name}.test`, behaviour: { afterMs: 40, failure: what } });
  };
  behave(0, "a", "reset");
  behave(0, "b", null);
  // Something else happens all the time, also between the decision and the machine's answer.
  for (let at = 0; at < 5_000; at += 2) scenario.plan({ at, type: "event", event: { type: "tick", at } });
  scenario.join(0, "home");
  scenario.run(60_000);
  expect(scenario.lines.filter((line) => line.includes("resting"))).toEqual([]);
  expect(scenario.state.active).toBe("b");
});
