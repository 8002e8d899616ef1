import { activeProfile } from "./active-profile.ts";
import { type Candidate, type Decision, decide } from "./decision.ts";
import { type Health, judge } from "./health.ts";
import type { Network } from "./network.ts";
import { networkKind } from "./network-kind.ts";
import { type Outlook, outlook } from "./outlook.ts";
import type { Policy } from "./policy.ts";
import { DEFAULT_GOPROXY, profileChain } from "./profile.ts";
import { reason } from "./reason.ts";
import { emptyWindow, type SampleWindow } from "./sample-window.ts";
import type { Status } from "./snapshot.ts";
import type { State } from "./state.ts";

/** GOPROXY in force, as written; Go's default while the environment was not read. */
export function goproxyInForce(state: Pick<State, "env">): string {
  return state.env?.variables["GOPROXY"]?.value ?? DEFAULT_GOPROXY;
}

/** The state with all verdicts derived anew from what was seen: network, health, outlook, decision, status. */
export function reconsider(state: State): State {
  const windows = state.endpoints.map((e) => state.windows.get(e.name) ?? emptyWindow(e.name));
  const healths = new Map(windows.map((w) => [w.endpoint, judgeOnce(w, state.policy)] as const));
  const network = networkOf(state, windows);
  const outlooks = new Map(
    state.profiles.map((p) => [p.name, outlookOf(state, profileChain(p, goproxyInForce(state)), healths)] as const),
  );
  const current = outlookOf(state, goproxyInForce(state), healths);
  const goodSince = new Map(
    [...outlooks]
      .filter(([, o]) => (o.success ?? 0) >= state.policy.goodEnough)
      .map(([name]) => [name, state.goodSince.get(name) ?? state.at] as const),
  );
  const active =
    state.env === null ? state.active : activeProfile(state.profiles, state.env, state.lastSwitch?.to ?? state.active);
  const activeSince = active === state.active ? state.activeSince : state.at;
  const seen: State = { ...state, healths, network, outlooks, current, goodSince, active, activeSince };
  // While the machine carries a switch out, the decision behind it stands.
  const decision = seen.switching ? seen.decision : steady(seen.decision, decideFor(seen));
  return { ...seen, decision, status: statusOf({ ...seen, decision }) };
}

/** Verdicts already given. A window never changes, so its verdict under one policy does not either. */
const given = new WeakMap<SampleWindow, { readonly policy: Policy; readonly health: Health }>();

function judgeOnce(window: SampleWindow, policy: Policy): Health {
  const known = given.get(window);
  if (known !== undefined && known.policy === policy) return known.health;
  const health = judge(window, policy);
  given.set(window, { policy, health });
  return health;
}

function outlookOf(state: State, value: string, healths: ReadonlyMap<string, Health>): Outlook {
  return outlook(value, healths, state.policy, state.at);
}

function networkOf(state: State, windows: readonly SampleWindow[]): Network {
  const { attachment } = state;
  if (attachment === null) return state.network;
  const verdict = networkKind(attachment, windows, state.policy);
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
