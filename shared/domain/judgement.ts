import { activeProfile } from "./active-profile.ts";
import { type Candidate, type Decision, decide } from "./decision.ts";
import type { Health } from "./health.ts";
import type { Network } from "./network.ts";
import type { KindVerdict } from "./network-kind.ts";
import type { Outlook } from "./outlook.ts";
import { outlookOnce } from "./outlook-once.ts";
import { DEFAULT_GOPROXY, profileChain } from "./profile.ts";
import { read } from "./reading.ts";
import { reason } from "./reason.ts";
import { staleAfter } from "./schedule.ts";
import type { Status } from "./snapshot.ts";
import type { State } from "./state.ts";
import type { Instant } from "./time.ts";

/** GOPROXY in force, as written; Go's default while the environment was not read. */
export function goproxyInForce(state: Pick<State, "env">): string {
  return state.env?.variables["GOPROXY"]?.value ?? DEFAULT_GOPROXY;
}

/** The state with all verdicts derived anew from what was seen: network, health, outlook, decision, status. */
export function reconsider(state: State): State {
  const { healths, verdict } = read(state);
  const network = networkOf(state, verdict);
  const prospects = prospectsOf(state, healths);
  const active =
    state.env === null ? state.active : activeProfile(state.profiles, state.env, state.lastSwitch?.to ?? state.active);
  const activeSince = active === state.active ? state.activeSince : state.at;
  const seen: State = { ...state, healths, network, ...prospects, active, activeSince };
  // While the machine carries a switch out, the decision behind it stands.
  const decision = seen.switching ? seen.decision : steady(seen.decision, decideFor(seen));
  return { ...seen, decision, status: statusOf(seen), consideredAt: state.steady, unconsidered: false };
}

/** What to expect of the values in force and of each profile, and since when the good ones have been good. */
function prospectsOf(
  state: State,
  healths: ReadonlyMap<string, Health>,
): Pick<State, "current" | "outlooks" | "goodSince"> {
  const goproxy = goproxyInForce(state);
  const outlooks = new Map<string, Outlook>();
  const goodSince = new Map<string, Instant>();
  for (const profile of state.profiles) {
    const { name } = profile;
    const its = outlookOf(state, profile, profileChain(profile, goproxy), healths);
    outlooks.set(name, its);
    if ((its.success ?? 0) >= state.policy.goodEnough) goodSince.set(name, state.goodSince.get(name) ?? state.at);
  }
  return { current: outlookOf(state, state.env ?? NO_ENV, goproxy, healths), outlooks, goodSince };
}

/** Stands for the environment before it was read. */
const NO_ENV = {};

/** Evidence counts when the endpoint was looked at lately, as lately as its schedule goes. */
function outlookOf(state: State, owner: object, value: string, healths: ReadonlyMap<string, Health>): Outlook {
  return outlookOnce(owner, value, (name) => {
    const health = healths.get(name);
    if (health === undefined || health.lastAt === null) return undefined;
    const age = state.at - health.lastAt;
    return age <= state.policy.staleMs || age <= staleAfter(state, health) ? health : undefined;
  });
}

function networkOf(state: State, verdict: KindVerdict | null): Network {
  const { attachment } = state;
  if (attachment === null || verdict === null) return state.network;
  // A kind once known on this network is not forgotten because a later round is thin.
  const isThin = verdict.kind === "unknown" && state.network.kind !== "offline" && state.network.kind !== "captive";
  const kept = isThin && state.network.fingerprint === attachment.fingerprint ? state.network : verdict;
  const { kind, confidence, because, evidence } = kept;
  return { ...attachment, kind, confidence, because, evidence, since: state.network.since };
}

function decideFor(state: State): Decision {
  const { env, network } = state;
  const candidates = state.profiles.map((profile): Candidate => {
    const unmeasured: Outlook = { ...state.current, success: null, sure: false };
    const goodSince = state.goodSince.get(profile.name) ?? null;
    return { profile, outlook: state.outlooks.get(profile.name) ?? unmeasured, goodSince };
  });
  const variables = Object.entries(env?.variables ?? {});
  return decide(
    {
      at: state.at,
      active: state.active,
      current: state.current,
      candidates,
      network: { kind: network.kind, confidence: network.confidence, fingerprint: network.fingerprint },
      networkSince: network.since,
      hold: state.hold,
      paused: state.pausedUntil !== null,
      shadowedBy: variables.find(([name, v]) => name === "GOPROXY" && v.origin === "os")?.[0] ?? null,
      lastSwitchAt: state.lastAutoAt,
      env: Object.fromEntries(variables.map(([name, v]) => [name, v.value])),
    },
    state.policy,
  );
}

/** Keeps the old value while nothing a reader would notice has changed, so that a change of mind can be told from a tick. */
function steady(before: Decision, after: Decision): Decision {
  return isSameMind(before, after) && before.kind !== "wait" ? { ...after, because: before.because } : after;
}

/** Whether two decisions say the same: kind, profile and reason, whatever the figures. */
export function isSameMind(a: Decision, b: Decision): boolean {
  return a.kind === b.kind && a.profile === b.profile && a.because.code === b.because.code;
}

function statusOf(state: State): Status {
  if (state.pausedUntil !== null) return "paused";
  if (state.network.kind === "offline" || state.network.kind === "captive") return "offline";
  const { success, sure } = state.current;
  if (success === null || state.env === null) return "measuring";
  if (success < state.policy.tooBad) return sure ? "down" : "degraded";
  return isServedWell(state, success) ? "healthy" : "degraded";
}

function isServedWell({ current, healths, policy }: State, success: number): boolean {
  const server = current.servedBy === null ? undefined : healths.get(current.servedBy);
  // A live entry behind a stalled one serves, but each request first pays for the stall.
  const isQuick = (current.expectedMs ?? 0) <= 3 * policy.slowMs;
  return success >= policy.goodEnough && isQuick && server?.kind === "healthy";
}

/** A decision for before anything was seen. */
export const FIRST_DECISION: Decision = {
  kind: "wait",
  profile: null,
  because: reason("decision-measuring", { profile: "" }),
  until: 0,
};
