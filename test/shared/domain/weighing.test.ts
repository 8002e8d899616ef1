// What a decision says of its grounds, over the real core.
import { describe, expect, test } from "vitest";
import type { Profile } from "../../../shared/domain/profile.ts";
import type { Reason } from "../../../shared/domain/reason.ts";
import { MINUTE, SECOND } from "../../../shared/domain/time.ts";
import { weigh } from "../../../shared/domain/weighing.ts";
import { createTranslate, sayReason } from "../../../shared/view/translate.ts";
import { Scenario } from "../../support/scenario.ts";

const A = "https://a.test";
const B = "https://b.test";
const PROFILES: readonly Profile[] = [
  { name: "global", env: { GOPROXY: A }, kinds: ["home"], fingerprints: [] },
  { name: "mirror", env: { GOPROXY: B }, kinds: ["campus"], fingerprints: [] },
  { name: "careless", env: { GOPROXY: B, GOSUMDB: "off" }, kinds: [], fingerprints: [] },
  { name: "office", env: { GOPROXY: "https://goproxy.corp.example" }, kinds: ["corporate"], fingerprints: [] },
];
const RESET = { stage: "handshake", kind: "reset", raw: "" } as const;

function world(options: { readonly auto?: boolean; readonly active?: string } = {}): Scenario {
  const scenario = new Scenario(PROFILES, { auto: true, active: "global", ...options });
  behave(scenario, 0, A, true);
  behave(scenario, 0, B, true);
  scenario.join(0, "home");
  return scenario;
}

function behave(scenario: Scenario, at: number, endpoint: string, isWell: boolean): void {
  scenario.plan({ at, type: "behave", endpoint, behaviour: { afterMs: 40, failure: isWell ? null : RESET } });
}

function codes(reasons: readonly Reason[]): readonly string[] {
  return reasons.map(({ code, values }) => [code, values["profile"], values["count"]].filter(Boolean).join(" "));
}

/** Why each other profile is not the one, and what would change the decision. */
function grounds({ state }: Scenario) {
  const { alternatives, next } = weigh(state);
  return { others: Object.fromEntries(alternatives.map(({ profile, why }) => [profile, why.code])), next: codes(next) };
}

describe("the grounds of a decision", () => {
  test("while all is well: who would be chosen, and after how many failures", () => {
    const { evidence, network } = weigh(world().run(2 * MINUTE).state);

    expect(grounds(world().run(2 * MINUTE))).toEqual({
      others: { mirror: "other-not-meant", careless: "decision-unsafe", office: "not-filled-in" },
      next: ["next-fails mirror 5", "next-slow mirror", "next-network"],
    });
    expect(evidence.map(({ endpoint, kind }) => [endpoint, kind])).toEqual([[A, "healthy"]]);
    expect(network.kind).toBe("home");
  });

  test("what is said comes true: so many failures in a row, and no fewer, lead to that profile", () => {
    const scenario = world().run(2 * MINUTE);
    const promised = grounds(scenario).next[0];
    behave(scenario, 2 * MINUTE, A, false);
    for (let at = 2 * MINUTE; at < 4 * MINUTE && scenario.state.active === "global"; at += 100) scenario.run(at);
    const failed = scenario.samples.filter(({ endpoint, failure }) => endpoint === A && failure !== null);

    expect(`next-fails ${scenario.state.active ?? ""} ${failed.length}`).toBe(promised);
  });

  test("after a switch: what it waits for to go back, and how long", () => {
    const scenario = world().run(2 * MINUTE);
    behave(scenario, 2 * MINUTE, A, false);
    scenario.run(4 * MINUTE);
    expect(grounds(scenario).next).toContain("next-return-well global 5");

    behave(scenario, 4 * MINUTE, A, true);
    scenario.run(9 * MINUTE);
    const [, told] =
      /^next-return global (\d+)$/.exec(grounds(scenario).next.find((text) => text.startsWith("next-return ")) ?? "") ??
      [];
    expect(Number(told)).toBeGreaterThan(0);
    scenario.run((9 + Number(told)) * MINUTE + 40 * SECOND);
    expect(scenario.state.active).toBe("global");
  });

  test.each([
    ["a choice", "next-release", (s: Scenario) => s.plan({ at: MINUTE, type: "choose", profile: "global" })],
    ["no network", "next-online", (s: Scenario) => s.join(MINUTE, "")],
    [
      "a pause",
      "next-resume",
      (s: Scenario) => s.plan({ at: MINUTE, type: "event", event: { type: "paused", at: MINUTE, until: 9 * MINUTE } }),
    ],
  ])("under %s: what ends it", (_what, code, happens) => {
    const scenario = world();
    happens(scenario);
    expect(grounds(scenario.run(2 * MINUTE)).next).toEqual([code]);
  });

  test("without leave to switch: that it is for the user", () => {
    const scenario = world({ auto: false }).run(2 * MINUTE);
    behave(scenario, 2 * MINUTE, A, false);
    expect(grounds(scenario.run(4 * MINUTE))).toMatchObject({
      others: { mirror: "other-chosen" },
      next: ["next-auto mirror"],
    });
  });

  test("with nobody to switch to: what would help", () => {
    const scenario = world().run(2 * MINUTE);
    behave(scenario, 2 * MINUTE, A, false);
    behave(scenario, 2 * MINUTE, B, false);
    expect(grounds(scenario.run(5 * MINUTE)).next).toEqual(["next-better", "next-recovers global", "next-network"]);
  });

  test("has a sentence for each in both languages", () => {
    const scenario = world().run(2 * MINUTE);
    const { alternatives, next } = weigh(scenario.state);
    for (const language of ["en", "zh-CN"] as const) {
      const said = [...alternatives.map(({ why }) => why), ...next].map((each) =>
        sayReason(createTranslate(language), each),
      );
      expect(said.filter((text) => /^[a-z]+-[a-z-]+$/.test(text) || text.includes("{{"))).toEqual([]);
    }
  });
});
