import { describe, expect, test } from "vitest";
import { type Candidate, decide, type Situation } from "../../../shared/domain/decision.ts";
import type { Outlook } from "../../../shared/domain/outlook.ts";
import { DEFAULT_POLICY } from "../../../shared/domain/policy.ts";
import type { Profile } from "../../../shared/domain/profile.ts";
import { reason } from "../../../shared/domain/reason.ts";
import { autoUnsafe } from "../../../shared/domain/safety.ts";

function look(success: number | null, sure = true, expectedMs = 100): Outlook {
  return {
    success,
    sure,
    expectedMs,
    servedBy: null,
    because: reason("outlook-serves", { endpoint: "https://a.test" }),
  };
}

function candidate(name: string, outlook: Outlook, more: Partial<Profile> = {}): Candidate {
  const profile: Profile = { name, env: { GOPROXY: `https://${name}.test` }, kinds: [], fingerprints: [], ...more };
  return { profile, outlook, goodSince: (outlook.success ?? 0) >= 0.8 ? 0 : null };
}

function situation(more: Partial<Situation>): Situation {
  return {
    at: 1_000_000,
    active: "a",
    current: look(0),
    candidates: [candidate("a", look(0)), candidate("b", look(1))],
    network: { kind: "home", confidence: 0.99, fingerprint: "f" },
    networkSince: 0,
    hold: null,
    paused: false,
    shadowedBy: null,
    lastSwitchAt: null,
    env: {},
    ...more,
  };
}

describe("what is decided", () => {
  const office = { kind: "corporate", confidence: 0.9, fingerprint: "f" } as const;
  test.each<[string, Partial<Situation>, string, string]>([
    ["leaves a chain that fails for one that serves", {}, "switch b", "decision-failing"],
    ["leaves a chain that serves too seldom", { current: look(0.6) }, "switch b", "decision-degraded"],
    [
      "stays on a chain that is good enough, though another is better",
      { current: look(0.9) },
      "stay a",
      "decision-good-enough",
    ],
    ["stays while paused", { paused: true }, "stay a", "decision-paused"],
    ["stays while offline", { network: { ...office, kind: "offline" } }, "stay a", "decision-offline"],
    ["stays behind a login page", { network: { ...office, kind: "captive" } }, "stay a", "decision-captive"],
    ["stays with a choice made by hand", { hold: "manual" }, "stay a", "decision-manual"],
    ["stays with a change made elsewhere", { hold: "outside" }, "stay a", "decision-outside"],
    ["stays when a variable of the OS hides go env", { shadowedBy: "GOPROXY" }, "stay a", "decision-shadowed"],
    ["waits while the chain in force is not measured", { current: look(null) }, "wait a", "decision-measuring"],
    ["waits while the bad news is not sure", { current: look(0, false) }, "wait a", "decision-measuring"],
    [
      "stays when nothing better is known",
      { candidates: [candidate("b", look(null))] },
      "stay a",
      "decision-nothing-better",
    ],
    [
      "stays when the better one is not sure",
      { candidates: [candidate("b", look(1, false))] },
      "stay a",
      "decision-nothing-better",
    ],
    ["rests after a switch on the same network", { lastSwitchAt: 999_000 }, "wait a", "decision-resting"],
    [
      "does not rest after a switch on the network before",
      { lastSwitchAt: 10, networkSince: 20 },
      "switch b",
      "decision-failing",
    ],
    [
      "prefers the profile meant for this kind of network to a faster one",
      {
        network: office,
        candidates: [candidate("b", look(1)), candidate("c", look(1, true, 900), { kinds: ["corporate"] })],
      },
      "switch c",
      "decision-failing",
    ],
    [
      "goes to the profile meant for a network just joined, though the one in force serves",
      {
        current: look(1),
        network: office,
        candidates: [candidate("a", look(1)), candidate("c", look(1), { kinds: ["corporate"] })],
      },
      "switch c",
      "decision-preferred",
    ],
    [
      "never chooses a profile that checks less",
      { candidates: [candidate("b", look(1), { env: { GOPROXY: "https://b.test", GOSUMDB: "off" } })] },
      "stay a",
      "decision-nothing-better",
    ],
  ])("%s", (_, more, expected, code) => {
    const decision = decide(situation(more), DEFAULT_POLICY);
    expect([`${decision.kind} ${decision.profile ?? "-"}`, decision.because.code]).toEqual([expected, code]);
  });
});

describe("what only a person may choose", () => {
  const inForce = { GOPRIVATE: "corp.test,git.corp.test", GOINSECURE: "old.test" };
  test.each<[string, Record<string, string | null>, string | null]>([
    ["sums switched off", { GOSUMDB: "off" }, "GOSUMDB"],
    ["-insecure among the flags", { GOFLAGS: "-mod=mod -insecure" }, "GOFLAGS"],
    ["a wider GOINSECURE", { GOINSECURE: "old.test,new.test" }, "GOINSECURE"],
    ["the same GOINSECURE", { GOINSECURE: "old.test" }, null],
    ["fewer private paths", { GOPRIVATE: "corp.test" }, "GOPRIVATE"],
    ["private paths unset", { GOPRIVATE: null }, "GOPRIVATE"],
    ["the same private paths and more", { GOPRIVATE: "git.corp.test,corp.test,x.test" }, null],
    ["nothing of the kind", { GOPROXY: "https://b.test", GOSUMDB: null }, null],
  ])("%s", (_, env, variable) => {
    const unsafe = autoUnsafe({ name: "p", env, kinds: [], fingerprints: [] }, inForce);
    expect(unsafe?.values["variable"] ?? null).toBe(variable);
  });
});
