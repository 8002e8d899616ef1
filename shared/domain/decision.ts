import type { NetworkKind } from "./network.ts";
import type { Outlook } from "./outlook.ts";
import type { Policy } from "./policy.ts";
import { isTemplate, type Profile } from "./profile.ts";
import { type Reason, reason } from "./reason.ts";
import { autoUnsafe } from "./safety.ts";
import type { Instant } from "./time.ts";

/** What to do about the profile now, always with its reason. */
export type Decision =
  | { readonly kind: "stay"; readonly profile: string | null; readonly because: Reason }
  | { readonly kind: "wait"; readonly profile: string | null; readonly because: Reason; readonly until: Instant }
  | { readonly kind: "switch"; readonly profile: string; readonly from: string | null; readonly because: Reason };

/** What keeps the user's choice in place: made by hand here, or found changed by somebody else. */
export type Hold = "manual" | "outside";

/** A profile with what to expect of it, and since when that has been good. */
export interface Candidate {
  readonly profile: Profile;
  readonly outlook: Outlook;
  /** Since when the outlook has been good enough without a break; `null` when it is not. */
  readonly goodSince: Instant | null;
}

/** Everything a decision rests on. */
export interface Situation {
  readonly at: Instant;
  /** Profile in force; `null` for values that match none. */
  readonly active: string | null;
  /** What to expect of the values in force, whatever their name. */
  readonly current: Outlook;
  readonly candidates: readonly Candidate[];
  readonly network: { readonly kind: NetworkKind; readonly confidence: number; readonly fingerprint: string };
  readonly networkSince: Instant;
  readonly hold: Hold | null;
  readonly paused: boolean;
  /** Name of an OS variable that hides GOPROXY in the file, so that a switch would be in vain. */
  readonly shadowedBy: string | null;
  /** The last automatic switch on this network. */
  readonly lastSwitchAt: Instant | null;
  /** GOPRIVATE, GONOPROXY and the like as in force. */
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Whether to change profile now. Never switches while paused, offline, captive, held or shadowed, on one bad sample, or
 * within `policy.restMs` of the last switch on the same network; never to a profile that weakens checks. A tie goes to
 * the profile in force. Pure: `situation.at` is the only clock.
 */
export function decide(situation: Situation, policy: Policy): Decision {
  const { active, current } = situation;
  const barrier = barrierOf(situation);
  if (barrier !== null) return { kind: "stay", profile: active, because: barrier };
  if (current.success === null || (!current.sure && current.success < policy.goodEnough)) {
    const because = reason("decision-measuring", { profile: active ?? "" });
    return { kind: "wait", profile: active, because, until: situation.at + policy.burstGapMs };
  }
  const preferred = situation.candidates.find(
    (c) => preference(c.profile, situation, policy) > 0 && isEligible(c, situation, policy),
  );
  if (current.success >= policy.goodEnough) return stayOrReturn(situation, preferred, policy);
  const eligible = situation.candidates.filter((c) => isEligible(c, situation, policy));
  return leave(situation, preferred, eligible, policy);
}

function barrierOf(s: Situation): Reason | null {
  if (s.paused) return reason("decision-paused");
  if (s.network.kind === "offline") return reason("decision-offline");
  if (s.network.kind === "captive") return reason("decision-captive");
  if (s.hold === "manual") return reason("decision-manual", { profile: s.active ?? "" });
  if (s.hold === "outside") return reason("decision-outside");
  if (s.shadowedBy !== null) return reason("decision-shadowed", { variable: s.shadowedBy });
  return null;
}

function isEligible(candidate: Candidate, situation: Situation, policy: Policy): boolean {
  const { outlook, profile } = candidate;
  if (profile.name === situation.active) return false;
  if (isTemplate(profile)) return false;
  if (autoUnsafe(profile, situation.env) !== null) return false;
  return outlook.success !== null && outlook.sure && outlook.success >= policy.goodEnough;
}

/** How well a profile is meant for this network: 2 by fingerprint, 1 by kind, 0 not at all. */
function preference(profile: Profile, situation: Situation, policy: Policy): number {
  const { fingerprint, kind, confidence } = situation.network;
  if (fingerprint !== "" && profile.fingerprints.includes(fingerprint)) return 2;
  return confidence >= policy.minConfidence && profile.kinds.includes(kind) ? 1 : 0;
}

function isResting(s: Situation, policy: Policy): boolean {
  return s.lastSwitchAt !== null && s.lastSwitchAt >= s.networkSince && s.at - s.lastSwitchAt < policy.restMs;
}

function stayOrReturn(s: Situation, preferred: Candidate | undefined, policy: Policy): Decision {
  if (preferred !== undefined && s.active !== null && isTimeToReturn(s, preferred, policy)) {
    const because = reason("decision-preferred", { profile: preferred.profile.name, kind: s.network.kind });
    return { kind: "switch", profile: preferred.profile.name, from: s.active, because };
  }
  const because = reason("decision-good-enough", { success: percent(s.current), profile: s.active ?? "" });
  return { kind: "stay", profile: s.active, because };
}

/** Whether the preferred profile is meant for this network more than the one in force, and has been good for long enough. */
function isTimeToReturn(s: Situation, preferred: Candidate, policy: Policy): boolean {
  const inForce = s.candidates.find((c) => c.profile.name === s.active);
  const rank = inForce === undefined ? 0 : preference(inForce.profile, s, policy);
  if (preference(preferred.profile, s, policy) <= rank || isResting(s, policy)) return false;
  // On a network just joined there is nothing to return from: the first good moment will do.
  const isFresh = s.lastSwitchAt === null || s.lastSwitchAt < s.networkSince;
  return preferred.goodSince !== null && s.at - preferred.goodSince >= (isFresh ? 0 : policy.returnMs);
}

function leave(
  s: Situation,
  preferred: Candidate | undefined,
  eligible: readonly Candidate[],
  policy: Policy,
): Decision {
  const success = s.current.success ?? 0;
  const best =
    preferred ?? [...eligible].sort((a, b) => (a.outlook.expectedMs ?? 0) - (b.outlook.expectedMs ?? 0)).at(0);
  if (best === undefined) {
    return {
      kind: "stay",
      profile: s.active,
      because: reason("decision-nothing-better", { success: percent(s.current) }),
    };
  }
  if (isResting(s, policy)) {
    const until = (s.lastSwitchAt ?? s.at) + policy.restMs;
    const seconds = Math.ceil((until - s.at) / 1000);
    const because = reason("decision-resting", { seconds, profile: best.profile.name });
    return { kind: "wait", profile: s.active, because, until };
  }
  const values = {
    profile: best.profile.name,
    from: s.active ?? "",
    success: percent(s.current),
    endpoint: String(s.current.because.values["endpoint"] ?? ""),
    expectedSuccess: percent(best.outlook),
  };
  const code = success < policy.tooBad ? "decision-failing" : "decision-degraded";
  return { kind: "switch", profile: best.profile.name, from: s.active, because: reason(code, values) };
}

function percent(outlook: Outlook): number {
  return Math.round((outlook.success ?? 0) * 100);
}
