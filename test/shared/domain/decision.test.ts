import { describe, expect, test } from "vitest";
import { type Candidate, decide, type Situation, whyNot } from "../../../shared/domain/decision.ts";
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
    p50Ms: expectedMs,
    p95Ms: expectedMs,
    servedBy: null,
    because: reason("outlook-serves", { endpoint: "https://a.test" }),
  };
}

function candidate(name: string, outlook: Outlook, more: Partial<Profile> = {}): Candidate {
  const profile: Profile = { name, env: { GOPROXY: `https://${name}.test` }, kinds: [], fingerprints: [], ...more };
  return { profile, outlook, goodSince: (outlook.success ?? 0) >= 0.8 ? 0 : null, seenAt: 999_000 };
}

function situation(more: Partial<Situation>): Situation {
  return {
    at: 1_000_000,
    active: "a",
    current: look(0),
    troubleSince: 998_000,
    seenAt: 999_900,
    candidates: [candidate("a", look(0)), candidate("b", look(1))],
    network: { kind: "home", confidence: 0.99, fingerprint: "f" },
    networkSince: 0,
    placeSince: 0,
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
      "waits while the better one is not sure",
      { candidates: [candidate("b", look(1, false))] },
      "wait a",
      "decision-measuring",
    ],
    ["rests after a switch on the same network", { lastSwitchAt: 999_000 }, "wait a", "decision-resting"],
    [
      "does not rest after a switch on the network before",
      { lastSwitchAt: 999_000, networkSince: 999_500, placeSince: 999_500 },
      "switch b",
      "decision-failing",
    ],
    [
      "looks again when the rest is over, before it goes",
      { lastSwitchAt: 399_950, seenAt: 990_000, at: 1_000_000 },
      "wait a",
      "decision-measuring",
    ],
    ["goes when the rest is over and it still fails", { lastSwitchAt: 399_800 }, "switch b", "decision-failing"],
    [
      "waits, on a network just joined, for the profile that is meant for it",
      {
        network: office,
        networkSince: 998_000,
        candidates: [candidate("b", look(1)), candidate("c", look(1, false), { kinds: ["corporate"] })],
      },
      "wait a",
      "decision-measuring",
    ],
    [
      "waits for it no longer than five seconds",
      {
        network: office,
        networkSince: 994_000,
        candidates: [candidate("b", look(1)), candidate("c", look(null), { kinds: ["corporate"] })],
      },
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
      "decision-preferred",
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
      "goes there at once, though the one in force has not answered yet",
      {
        current: look(null),
        network: office,
        candidates: [candidate("a", look(null)), candidate("c", look(1), { kinds: ["corporate"] })],
      },
      "switch c",
      "decision-preferred",
    ],
    [
      "leaves values of no profile alone while they serve",
      {
        active: null,
        current: look(1),
        network: office,
        candidates: [candidate("c", look(1), { kinds: ["corporate"] })],
      },
      "stay -",
      "decision-good-enough",
    ],
    [
      "prefers the profile meant for this very network to those for its kind",
      {
        network: office,
        candidates: [
          candidate("b", look(1), { kinds: ["corporate"] }),
          candidate("c", look(1), { fingerprints: ["f"] }),
          candidate("d", look(1), { kinds: ["corporate"] }),
        ],
      },
      "switch c",
      "decision-preferred",
    ],
    [
      "stays where two profiles are meant for this kind alike",
      {
        current: look(1),
        network: office,
        candidates: [
          candidate("a", look(1), { kinds: ["corporate"] }),
          candidate("b", look(1, true, 10), { kinds: ["corporate"] }),
        ],
      },
      "stay a",
      "decision-good-enough",
    ],
    [
      "waits for a look at the other since the trouble began",
      { candidates: [{ ...candidate("b", look(1)), seenAt: 900_000 }] },
      "wait a",
      "decision-measuring",
    ],
    [
      "leaves a chain that serves each module only after a stall",
      { current: look(1, true, 30_000), troubleSince: null },
      "switch b",
      "decision-slow",
    ],
    [
      "stays on a slow chain when the other is hardly faster",
      {
        current: look(1, true, 30_000),
        troubleSince: null,
        candidates: [candidate("b", look(1, true, 16_000))],
      },
      "stay a",
      "decision-nothing-better",
    ],
    [
      "leaves a failing chain for a slow one",
      { candidates: [candidate("b", look(1, true, 16_000))] },
      "switch b",
      "decision-failing",
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

describe("why a profile is not chosen", () => {
  const reasonFor = (made: Candidate, more: Partial<Situation> = {}): string | null =>
    whyNot(made, situation(more), DEFAULT_POLICY)?.code ?? null;

  test.each<[string, Candidate]>([
    ["not-other", candidate("a", look(1))],
    ["not-filled-in", candidate("b", look(1), { env: { GOPROXY: "https://goproxy.corp.example" } })],
    ["decision-unsafe", candidate("b", look(1), { env: { GOSUMDB: "off" } })],
    ["not-measured", candidate("b", look(null))],
    ["not-serving", candidate("b", look(0.7))],
    ["not-sure", candidate("b", look(1, false))],
    ["not-seen-since", { ...candidate("b", look(1)), seenAt: null }],
  ])("%s", (code, made) => {
    expect(reasonFor(made)).toBe(code);
  });

  test("not-faster, where the one in force serves", () => {
    const current = look(1, true, 20_000);
    const slow = candidate("b", look(1, true, 15_000));
    expect([reasonFor(slow, { current }), reasonFor(slow)]).toEqual(["not-faster", null]);
  });

  test("nothing speaks against one that serves", () => {
    expect(reasonFor(candidate("b", look(1)))).toBeNull();
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
    ["checksums of everything switched off by GOPRIVATE", { GOPRIVATE: "corp.test,git.corp.test,*" }, "GOPRIVATE"],
    ["checksums of GitHub switched off", { GOPRIVATE: "corp.test,git.corp.test,github.com" }, "GOPRIVATE"],
    ["one owner on GitHub kept private", { GOPRIVATE: "corp.test,git.corp.test,github.com/ours" }, null],
    ["a glob for every company", { GOPRIVATE: "corp.test,git.corp.test,*.com" }, "GOPRIVATE"],
    ["private hosts under one glob", { GOPRIVATE: "corp.test,*.corp.test" }, null],
    ["the shield taken off the proxy alone", { GONOPROXY: "none" }, "GONOPROXY"],
    ["the shield taken off the database alone", { GONOSUMDB: "none" }, "GONOSUMDB"],
    ["a wider GONOSUMDB", { GONOSUMDB: "corp.test,git.corp.test,x.test" }, "GONOSUMDB"],
    ["the same shield under other names", { GONOPROXY: "corp.test,git.corp.test" }, null],
    ["nothing of the kind", { GOPROXY: "https://b.test", GOSUMDB: null }, null],
  ])("%s", (_, env, variable) => {
    const unsafe = autoUnsafe({ name: "p", env, kinds: [], fingerprints: [] }, inForce);
    expect(unsafe?.values["variable"] ?? null).toBe(variable);
  });
});
