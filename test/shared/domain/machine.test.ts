import { expect, test } from "vitest";
import { advance } from "../../../shared/domain/machine.ts";
import type { Attachment, KnownNetwork } from "../../../shared/domain/network.ts";
import type { Profile } from "../../../shared/domain/profile.ts";
import type { Effect } from "../../../shared/domain/state.ts";
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

const UNTRUSTED = { stage: "handshake", kind: "certificate-untrusted", raw: "" } as const;

/** A scenario on a network whose samples speak for a company. */
function atOffice(): Scenario {
  const scenario = new Scenario(PROFILES, { active: "a" });
  for (const name of ["a", "b"]) {
    const behaviour = { afterMs: 40, failure: UNTRUSTED } as const;
    scenario.plan({ at: 0, type: "behave", endpoint: `https://${name}.test`, behaviour });
  }
  return scenario;
}

function attach(scenario: Scenario, attachment: Attachment, known?: KnownNetwork | null): readonly Effect[] {
  const at = scenario.now;
  const event = { type: "attached", at, attachment, ...(known === undefined ? {} : { known }) } as const;
  const { state, effects } = advance(scenario.state, event, at);
  scenario.state = state;
  return effects;
}

const SAID: KnownNetwork = { kind: "home", confidence: 1, corrected: true };

test("more that becomes known of the same place leaves everything as it is but the fingerprint", () => {
  const scenario = atOffice();
  scenario.join(0, "early");
  scenario.plan({ at: 1_000, type: "choose", profile: "b" });
  scenario.run(10_000);
  const before = scenario.state;
  expect([before.network.kind, before.hold]).toEqual(["corporate", "manual"]);

  const effects = attach(scenario, { fingerprint: "later", refines: "early", online: true });

  const { windows, hold, network, plans, probing, decision } = scenario.state;
  expect({ windows, hold, plans, probing, decision }).toEqual({
    windows: before.windows,
    hold: before.hold,
    plans: before.plans,
    probing: before.probing,
    decision: before.decision,
  });
  expect(network).toEqual({ ...before.network, fingerprint: "later" });
  expect(effects.filter(({ type }) => type === "abort-probes")).toEqual([]);
  // The history has to know, or the place would be a stranger next time.
  expect(effects.filter(({ type }) => type === "record-network")).toMatchObject([
    { fingerprint: "later", kind: "corporate", confidence: before.network.confidence, corrected: false },
  ]);
});

test("the same before anything was seen there writes no second arrival", () => {
  const scenario = new Scenario(PROFILES, { active: "a" });
  attach(scenario, { fingerprint: "early", online: true });
  const effects = attach(scenario, { fingerprint: "later", refines: "early", online: true });
  expect(effects.filter(({ type }) => type === "record-network")).toEqual([]);
  expect(scenario.state.network).toMatchObject({ fingerprint: "later", kind: "unknown" });
});

test("what refines another place than that of now is a place of its own", () => {
  const scenario = atOffice();
  scenario.join(0, "early");
  scenario.run(10_000);
  const effects = attach(scenario, { fingerprint: "later", refines: "somewhere", online: true });
  expect(effects.map(({ type }) => type)).toContain("abort-probes");
  expect([scenario.state.windows.size, scenario.state.network.kind]).toEqual([0, "unknown"]);
});

test("what was known of the network is what it is taken for on arrival", () => {
  const scenario = atOffice();
  const known: KnownNetwork = { kind: "campus", confidence: 0.95, corrected: false };
  const attachment = { fingerprint: "place", online: true };
  scenario.plan({ at: 0, type: "event", event: { type: "attached", at: 0, attachment, known } });
  scenario.run(20);
  expect(scenario.state.network).toMatchObject({ kind: "campus", confidence: 0.9 });
  scenario.run(10_000);
  // The samples have their own say by now.
  expect(scenario.state.network).toMatchObject({ kind: "corporate", because: { code: "network-intercepted" } });
  expect(scenario.state.network.measured).toBeUndefined();
});

test("what the user says holds at once, survives the samples, is written down as his, and can be taken back", () => {
  const scenario = atOffice();
  scenario.join(0, "place");
  scenario.run(10_000);
  const say = (known: KnownNetwork | null): readonly Effect[] => {
    const { settings } = scenario.state;
    const at = scenario.now;
    const { state, effects } = advance(scenario.state, { type: "settings", at, settings, known }, at);
    scenario.state = state;
    return effects.filter(({ type }) => type === "record-network");
  };
  expect(say(SAID)).toMatchObject([{ kind: "home", confidence: 1, corrected: true }]);
  scenario.run(120_000);
  expect(scenario.state.network).toMatchObject({ kind: "home", measured: { kind: "corporate" } });
  expect(say({ ...SAID, kind: "corporate" })).toMatchObject([{ kind: "corporate", corrected: true }]);
  // The kind stays; that it is no longer the user's word is news.
  expect(say(null)).toMatchObject([{ kind: "corporate", corrected: false }]);
  expect(scenario.state.network.measured).toBeUndefined();
});

test("settings that say nothing of the network leave what is known of it", () => {
  const scenario = atOffice();
  attach(scenario, { fingerprint: "place", online: true }, SAID);
  const { settings } = scenario.state;
  const { state } = advance(scenario.state, { type: "settings", at: scenario.now, settings }, scenario.now);
  expect(state.known).toEqual(SAID);
});
