import { expect, test } from "vitest";
import type { Decision } from "../../../shared/domain/decision.ts";
import { firstState } from "../../../shared/domain/first-state.ts";
import { advance } from "../../../shared/domain/machine.ts";
import { type ReasonCode, reason } from "../../../shared/domain/reason.ts";
import { MOST_DECISIONS, type RecentDecision, withDecision } from "../../../shared/domain/recent-decisions.ts";
import { DEFAULT_SETTINGS } from "../../../shared/domain/settings.ts";
import { snapshotOf } from "../../../shared/domain/snapshot-of.ts";

function stay(profile: string, code: ReasonCode = "decision-good-enough", values = {}): Decision {
  return { kind: "stay", profile, because: reason(code, values) };
}

function all(decisions: readonly Decision[]): readonly RecentDecision[] {
  return decisions.reduce<readonly RecentDecision[]>((recent, d, at) => withDecision(recent, d, at), []);
}

test("keeps changes of mind, newest first, and no more than fit a menu", () => {
  const many = all(Array.from({ length: 20 }, (_, n) => stay(`p${String(n)}`)));

  expect(many.map((d) => d.profile)).toEqual(Array.from({ length: MOST_DECISIONS }, (_, n) => `p${String(19 - n)}`));
  expect(many[0]).toEqual({ at: 19, kind: "stay", profile: "p19", because: reason("decision-good-enough") });
});

test("answers with the same list while the mind is the same, whatever the figures", () => {
  const first = withDecision([], stay("home", "decision-good-enough", { success: 100 }), 1);

  expect(withDecision(first, stay("home", "decision-good-enough", { success: 99 }), 2)).toBe(first);
});

test.each<ReasonCode>(["decision-measuring", "decision-resting"])("leaves out %s, which passes by itself", (code) => {
  const first = all([stay("home")]);
  const waiting: Decision = { kind: "wait", profile: "home", because: reason(code), until: 9 };

  expect(withDecision(first, waiting, 5)).toBe(first);
  expect(withDecision(first, stay("home"), 6)).toBe(first);
});

test("keeps no credentials", () => {
  const [kept] = all([stay("home", "decision-failing", { endpoint: "https://me:secret@proxy.test" })]);

  expect(JSON.stringify(kept)).not.toContain("secret");
  expect(kept?.because.values["endpoint"]).toBe("https://***@proxy.test");
});

test("reaches the snapshot when the core changes its mind", () => {
  const first = firstState({ at: 1_000, steady: 0 }, DEFAULT_SETTINGS);
  const { state } = advance(first, { type: "paused", at: 2_000, until: 60_000 }, 1_000);
  const { recentDecisions } = snapshotOf(state, { version: "1.0.0", demo: false });

  expect(recentDecisions).toEqual([{ at: 2_000, kind: "stay", profile: null, because: reason("decision-paused") }]);
});
