import type { NetworkKind } from "./network.ts";
import type { Outlook } from "./outlook.ts";
import type { Policy } from "./policy.ts";
import { isTemplate, type Profile } from "./profile.ts";
import { type Reason, reason } from "./reason.ts";
import { autoUnsafe } from "./safety.ts";
import { type Instant, type Millis, SECOND } from "./time.ts";

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
  /** When the endpoint that would serve was last seen; `null` when it was not, or none would. */
  readonly seenAt: Instant | null;
}

/** Everything a decision rests on. */
export interface Situation {
  readonly at: Instant;
  /** Profile in force; `null` for values that match none. */
  readonly active: string | null;
  /** What to expect of the values in force, whatever their name. */
  readonly current: Outlook;
  /** Since when what the values in force rest on fails without a break; `null` when it does not. */
  readonly troubleSince: Instant | null;
  /** When an endpoint that the values in force rest on was last looked at; `null` when none was. */
  readonly seenAt: Instant | null;
  readonly candidates: readonly Candidate[];
  readonly network: { readonly kind: NetworkKind; readonly confidence: number; readonly fingerprint: string };
  /** When it was joined, the last time. */
  readonly networkSince: Instant;
  /** Since when there was no other: to lose a network and find it again is to stay. */
  readonly placeSince: Instant;
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
  const barrier = barrierOf(situation);
  if (barrier !== null) return { kind: "stay", profile: situation.active, because: barrier };
  const eligible = situation.candidates.filter((c) => whyNot(c, situation, policy) === null);
  const preferred = mostMeant(eligible, situation, policy);
  // Where a profile is meant for this network and serves, it does not matter how the one in force does.
  const arrival = arrive(situation, preferred, policy);
  if (arrival !== null) return arrival;
  if (!isKnown(situation, policy)) return measuring(situation, policy);
  if (isGoodEnough(situation.current, policy)) return stayOrReturn(situation, preferred, policy);
  return leave(situation, eligible, policy);
}

/** Whether enough was seen of the values in force to judge them. */
function isKnown({ current }: Situation, policy: Policy): boolean {
  return current.success !== null && (current.sure || isGoodEnough(current, policy));
}

/** Whether a chain serves well enough to stay with it: often enough, and without making every module wait for a stall. */
export function isGoodEnough({ success, expectedMs }: Outlook, policy: Policy): boolean {
  return (success ?? 0) >= policy.goodEnough && (expectedMs ?? 0) <= policy.goodEnoughMs;
}

/** What keeps everything as it is, whatever the looks say; `null` when nothing does. */
export function barrierOf(s: Situation): Reason | null {
  if (s.paused) return reason("decision-paused");
  if (s.network.kind === "offline") return reason("decision-offline");
  if (s.network.kind === "captive") return reason("decision-captive");
  if (s.hold === "manual") return reason("decision-manual", { profile: s.active ?? "" });
  if (s.hold === "outside") return reason("decision-outside");
  if (s.shadowedBy !== null) return reason("decision-shadowed", { variable: s.shadowedBy });
  return null;
}

/** Why a profile cannot be chosen by itself now, or `null` when it can. The one in force is none to choose. */
export function whyNot(candidate: Candidate, situation: Situation, policy: Policy): Reason | null {
  const { profile } = candidate;
  const named = { profile: profile.name };
  if (profile.name === situation.active) return reason("not-other", named);
  if (isTemplate(profile)) return reason("not-filled-in", named);
  return autoUnsafe(profile, situation.env) ?? whyUseless(candidate, situation, policy);
}

function whyUseless({ outlook, profile, seenAt }: Candidate, s: Situation, policy: Policy): Reason | null {
  const named = { profile: profile.name };
  if (outlook.success === null) return reason("not-measured", named);
  if (outlook.success < policy.goodEnough) return reason("not-serving", { ...named, success: percent(outlook) });
  if (!outlook.sure) return reason("not-sure", named);
  if (isNoFaster(outlook, s.current, policy)) {
    return reason("not-faster", { ...named, expectedMs: outlook.expectedMs ?? 0 });
  }
  // What was seen before the trouble began may be from before the same outage.
  const isOld = s.troubleSince !== null && (seenAt ?? 0) < s.troubleSince - policy.freshMs;
  return isOld ? reason("not-seen-since", named) : null;
}

/** Whether neither is fast, the one in force serves, and the other would not even halve the wait. */
function isNoFaster(other: Outlook, current: Outlook, policy: Policy): boolean {
  const serves = (current.success ?? 0) >= policy.goodEnough;
  return serves && !isGoodEnough(other, policy) && (other.expectedMs ?? 0) * 2 > (current.expectedMs ?? 0);
}

/** The profile that is meant for this network most; of several the first. None where none is meant for it. */
function mostMeant(eligible: readonly Candidate[], situation: Situation, policy: Policy): Candidate | undefined {
  const rank = ({ profile }: Candidate): number => preference(profile, situation, policy);
  return eligible.reduce<Candidate | undefined>(
    (a, b) => (rank(b) > (a === undefined ? 0 : rank(a)) ? b : a),
    undefined,
  );
}

/** Whom to switch to, of those that can be chosen: who is meant for this network most, else who is fastest. */
export function firstChoice(eligible: readonly Candidate[], s: Situation, policy: Policy): Candidate | undefined {
  const byTime = (a: Candidate, b: Candidate): number => (a.outlook.expectedMs ?? 0) - (b.outlook.expectedMs ?? 0);
  return mostMeant(eligible, s, policy) ?? [...eligible].sort(byTime)[0];
}

/** How well a profile is meant for this network: 2 by fingerprint, 1 by kind, 0 not at all. */
export function preference(profile: Profile, { network }: Situation, policy: Policy): number {
  const { fingerprint, kind, confidence } = network;
  if (fingerprint !== "" && profile.fingerprints.includes(fingerprint)) return 2;
  return confidence >= policy.minConfidence && profile.kinds.includes(kind) ? 1 : 0;
}

/** How well the profile in force is; 0 for values of no profile. */
export function preferenceInForce(s: Situation, policy: Policy): number {
  const inForce = s.candidates.find((c) => c.profile.name === s.active);
  return inForce === undefined ? 0 : preference(inForce.profile, s, policy);
}

/** How long no switch may be made yet, because the last one was a moment ago. */
export function restLeft(s: Situation, policy: Policy): Millis {
  if (s.lastSwitchAt === null || s.lastSwitchAt < s.placeSince) return 0;
  return Math.max(0, s.lastSwitchAt + policy.restMs - s.at);
}

function isResting(s: Situation, policy: Policy): boolean {
  return restLeft(s, policy) > 0;
}

/** On a network just joined: the switch to the profile that is meant for it, as soon as that is seen to serve. */
function arrive(s: Situation, preferred: Candidate | undefined, policy: Policy): Decision | null {
  const isFresh = (s.lastSwitchAt === null || s.lastSwitchAt < s.networkSince) && !isResting(s, policy);
  // Values of no profile are somebody's own, and stay as long as they serve.
  if (!isFresh || s.active === null || preferred === undefined || isMeantAsMuch(s, preferred, policy)) return null;
  const because = reason("decision-preferred", { profile: preferred.profile.name, kind: s.network.kind });
  return { kind: "switch", profile: preferred.profile.name, from: s.active, because };
}

/** Whether the profile in force is meant for this network as much as that one. */
function isMeantAsMuch(s: Situation, preferred: Candidate, policy: Policy): boolean {
  return preference(preferred.profile, s, policy) <= preferenceInForce(s, policy);
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
  if (isMeantAsMuch(s, preferred, policy) || isResting(s, policy)) return false;
  return preferred.goodSince !== null && s.at - preferred.goodSince >= policy.returnMs;
}

function leave(s: Situation, eligible: readonly Candidate[], policy: Policy): Decision {
  const best = firstChoice(eligible, s, policy);
  if (best === undefined) return withoutWay(s, policy);
  if (isAwaited(s, best, policy)) return measuring(s, policy);
  if (isResting(s, policy)) {
    const left = restLeft(s, policy);
    const because = reason("decision-resting", { seconds: Math.ceil(left / SECOND), profile: best.profile.name });
    return { kind: "wait", profile: s.active, because, until: s.at + left };
  }
  if (isFromBeforeRest(s, policy)) return measuring(s, policy);
  return { kind: "switch", profile: best.profile.name, from: s.active, because: leaving(s, best, policy) };
}

/** What was seen before the rest ended may be over by now; the chain in force is looked at when it ends. */
function isFromBeforeRest({ lastSwitchAt, seenAt, placeSince }: Situation, policy: Policy): boolean {
  const over = (lastSwitchAt ?? 0) + policy.restMs - policy.freshMs;
  return lastSwitchAt !== null && lastSwitchAt >= placeSince && (seenAt ?? 0) < over;
}

function measuring({ active, at }: Situation, policy: Policy): Decision {
  const because = reason("decision-measuring", { profile: active ?? "" });
  return { kind: "wait", profile: active, because, until: at + policy.burstGapMs };
}

/** Looks that are under way, or soon will be, may still show a way. */
const SOON: ReadonlySet<string> = new Set(["not-sure", "not-seen-since"]);

/** Whether, on a network just joined, one that is meant for it more is still being looked at. */
function isAwaited(s: Situation, best: Candidate, policy: Policy): boolean {
  if (s.at - s.networkSince >= policy.arrivalMs) return false;
  const rank = preference(best.profile, s, policy);
  const isPending = (c: Candidate): boolean => {
    const code = whyNot(c, s, policy)?.code ?? "";
    return SOON.has(code) || code === "not-measured";
  };
  return s.candidates.some((c) => preference(c.profile, s, policy) > rank && isPending(c));
}

/** Nobody to switch to: now, or at all. */
function withoutWay(s: Situation, policy: Policy): Decision {
  if (s.candidates.some((c) => SOON.has(whyNot(c, s, policy)?.code ?? ""))) return measuring(s, policy);
  const because = reason("decision-nothing-better", { success: percent(s.current) });
  return { kind: "stay", profile: s.active, because };
}

function leaving(s: Situation, best: Candidate, policy: Policy): Reason {
  const success = s.current.success ?? 0;
  const values = {
    profile: best.profile.name,
    from: s.active ?? "",
    success: percent(s.current),
    endpoint: String(s.current.because.values["endpoint"] ?? ""),
    expectedSuccess: percent(best.outlook),
  };
  if (success < policy.goodEnough)
    return reason(success < policy.tooBad ? "decision-failing" : "decision-degraded", values);
  const seconds = (outlook: Outlook): number => Math.round((outlook.expectedMs ?? 0) / 100) / 10;
  return reason("decision-slow", { ...values, seconds: seconds(s.current), betterSeconds: seconds(best.outlook) });
}

function percent(outlook: Outlook): number {
  return Math.round((outlook.success ?? 0) * 100);
}
