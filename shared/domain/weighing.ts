// What a decision was weighed from: what was seen, what else could be chosen and why it is not, and what would change it.
import {
  barrierOf,
  type Candidate,
  firstChoice,
  isGoodEnough,
  preference,
  preferenceInForce,
  restLeft,
  type Situation,
  whyNot,
} from "./decision.ts";
import type { Weighing } from "./grounds.ts";
import { situationOf } from "./judgement.ts";
import type { Policy } from "./policy.ts";
import { type Reason, type ReasonCode, reason } from "./reason.ts";
import type { State } from "./state.ts";
import { MINUTE, type Millis } from "./time.ts";

/** The grounds of the decision in the state. */
export function weigh(state: State): Weighing {
  const situation = situationOf(state);
  const { kind, confidence } = state.network;
  const others = situation.candidates.filter(({ profile }) => profile.name !== situation.active);
  return {
    network: { kind, confidence },
    evidence: [...state.inForce].flatMap((name) => state.healths.get(name) ?? []),
    alternatives: others.map((candidate) => ({
      profile: candidate.profile.name,
      outlook: candidate.outlook,
      why: whyNot(candidate, situation, state.policy) ?? whyNotChosen(candidate, state, situation),
    })),
    next: nextOf(state, situation),
  };
}

/** Why a profile that may be chosen is not, or that it is. */
function whyNotChosen(candidate: Candidate, { decision, policy }: State, s: Situation): Reason {
  if (decision.kind === "switch") return besideChosen(candidate, decision.profile, s);
  if (barrierOf(s) !== null || !isGoodEnough(s.current, policy)) return reason("other-no-decision");
  const { profile } = candidate;
  const isMeant = profile.kinds.length === 0 || preference(profile, s, policy) > 0;
  if (isMeant || s.active === null) return reason("other-not-needed");
  return reason("other-not-meant", { kind: s.network.kind, profile: s.active });
}

function besideChosen({ profile, outlook }: Candidate, name: string, s: Situation): Reason {
  if (name === profile.name) return reason("other-chosen");
  const chosen = s.candidates.find((c) => c.profile.name === name);
  const isFaster = (chosen?.outlook.expectedMs ?? Infinity) < (outlook.expectedMs ?? Infinity);
  return reason(isFaster ? "other-slower" : "other-first", { profile: name });
}

/** What ends a time in which nothing is decided, by what keeps it. */
const ENDS: Readonly<Partial<Record<ReasonCode, ReasonCode>>> = {
  "decision-paused": "next-resume",
  "decision-offline": "next-online",
  "decision-captive": "next-login",
  "decision-manual": "next-release",
  "decision-outside": "next-release",
  "decision-shadowed": "next-unhide",
};

function barrierEnd(s: Situation): Reason | null {
  const barrier = barrierOf(s);
  const code = barrier === null ? undefined : ENDS[barrier.code];
  if (barrier === null || code === undefined) return null;
  // Which variable hides the values is the only thing that the way out is about.
  return reason(code, code === "next-unhide" ? barrier.values : {});
}

function nextOf(state: State, s: Situation): readonly Reason[] {
  const { decision, policy, settings } = state;
  const end = barrierEnd(s);
  if (end !== null) return [end];
  const others = reason("next-network");
  switch (decision.because.code) {
    case "decision-measuring":
      return [reason("next-looks")];
    case "decision-resting":
      return [restOver(state, s), ...recovery(state, s)];
    case "decision-nothing-better":
      return [reason("next-better"), ...recovery(state, s), others];
    default:
      if (decision.kind !== "switch") return [...departures(state, s), ...returns(s, policy), others];
      if (!settings.auto) return [reason("next-auto", { profile: decision.profile })];
      return [reason("next-rest", { count: minutes(policy.restMs) }), others];
  }
}

function minutes(length: Millis): number {
  return Math.max(1, Math.ceil(length / MINUTE));
}

function restOver({ decision, policy }: State, s: Situation): Reason {
  const profile = String(decision.because.values["profile"] ?? "");
  return reason("next-rest-over", { count: minutes(restLeft(s, policy)), profile });
}

/** The endpoint in force that stands in the way, if it comes back. */
function recovery({ healths, inForce }: State, { active }: Situation): readonly Reason[] {
  const failing = [...inForce].find((name) => (healths.get(name)?.failureRun ?? 0) > 0);
  return failing === undefined || active === null
    ? []
    : [reason("next-recovers", { endpoint: failing, profile: active })];
}

/** What would make it leave: failures of the endpoint that serves, or slowness. */
function departures({ healths, policy }: State, s: Situation): readonly Reason[] {
  const health = healths.get(s.current.servedBy ?? "");
  if (health === undefined) return [];
  const heir = heirOf(s, policy, health.endpoint);
  const count = Math.max(1, health.needed - health.failureRun);
  const { endpoint } = health;
  if (heir === null) return [reason("next-fails-alone", { endpoint, count })];
  const slow = reason("next-slow", { seconds: Math.round(policy.goodEnoughMs / 100) / 10, profile: heir });
  return [reason("next-fails", { endpoint, count, profile: heir }), slow];
}

/** Who would be chosen, as things stand, if the endpoint failed: one that does not rest on it. */
function heirOf(s: Situation, policy: Policy, endpoint: string): string | null {
  const able = s.candidates.filter((c) => c.outlook.servedBy !== endpoint && whyNot(c, s, policy) === null);
  return firstChoice(able, s, policy)?.profile.name ?? null;
}

/** The profile that is meant for this network more than the one in force, and what it still waits for. */
function returns(s: Situation, policy: Policy): readonly Reason[] {
  if (s.candidates.every(({ profile }) => profile.name !== s.active)) return [];
  const rank = ({ profile }: Candidate): number => preference(profile, s, policy);
  const meant = s.candidates.filter((c) => rank(c) > preferenceInForce(s, policy)).sort((a, b) => rank(b) - rank(a));
  return meant.slice(0, 1).flatMap((candidate) => returnOf(candidate, s, policy));
}

/** What no look will change is no way back. */
const FIXED: ReadonlySet<string> = new Set(["not-filled-in", "decision-unsafe"]);

function returnOf(candidate: Candidate, s: Situation, policy: Policy): readonly Reason[] {
  const { goodSince, profile } = candidate;
  const obstacle = whyNot(candidate, s, policy);
  if (obstacle !== null && FIXED.has(obstacle.code)) return [];
  if (obstacle !== null || goodSince === null) {
    return [reason("next-return-well", { profile: profile.name, count: minutes(policy.returnMs) })];
  }
  const left = Math.max(goodSince + policy.returnMs - s.at, restLeft(s, policy));
  return [reason("next-return", { profile: profile.name, count: minutes(left) })];
}
