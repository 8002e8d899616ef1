import { activeProfile } from "./active-profile.ts";
import { type Candidate, type Decision, decide, isGoodEnough, type Situation } from "./decision.ts";
import type { EffectiveEnv } from "./goenv.ts";
import type { Health } from "./health.ts";
import { heldKind } from "./held-kind.ts";
import { type KnownVerdict, withKnown } from "./known-network.ts";
import type { Attachment, Network, ToldKind } from "./network.ts";
import type { KindVerdict } from "./network-kind.ts";
import { type Outlook, UNMEASURED } from "./outlook.ts";
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
  const { network: judged, doubt } = networkOf(state, verdict);
  const network = asTold(judged, state.told);
  const prospects = prospectsOf(state, healths);
  const active =
    state.env === null ? state.active : activeProfile(state.profiles, state.env, state.lastSwitch?.to ?? state.active);
  const activeSince = active === state.active ? state.activeSince : state.at;
  const considered = { consideredAt: state.steady, unconsidered: false };
  const seen: State = { ...state, healths, network, doubt, ...prospects, active, activeSince, ...considered };
  // While the machine carries a switch out, the decision behind it stands.
  const decision = seen.switching ? seen.decision : steady(seen.decision, decideFor(seen));
  const status = statusOf(seen);
  return decision === seen.decision && status === seen.status ? seen : { ...seen, decision, status };
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
    if (isGoodEnough(its, state.policy)) goodSince.set(name, state.goodSince.get(name) ?? state.at);
  }
  return { current: outlookOf(state, state.env ?? NO_ENV, goproxy, healths), outlooks, goodSince };
}

/** Stands for the environment before it was read. */
const NO_ENV = {};

/** Evidence counts when the endpoint was looked at lately, as lately as its schedule goes. */
function outlookOf(state: State, owner: object, value: string, healths: ReadonlyMap<string, Health>): Outlook {
  const healthOf = (name: string): Health | undefined => {
    const health = healths.get(name);
    if (health === undefined || health.lastAt === null) return undefined;
    const age = state.at - health.lastAt;
    return age <= state.policy.staleMs || age <= staleAfter(state, health) ? health : undefined;
  };
  return outlookOnce(owner, value, { healthOf, windowOf: (name) => state.windows.get(name) });
}

/** In a replay the recording's word on the kind counts: what it was judged by is not all in there. */
function asTold(network: Network, told: ToldKind | null): Network {
  return told === null ? network : { ...network, ...told, because: reason("network-told"), evidence: [] };
}

function networkOf(state: State, verdict: KindVerdict | null): Pick<State, "network" | "doubt"> {
  const { attachment, network: shown } = state;
  if (attachment === null || verdict === null) return { network: shown, doubt: null };
  const isSame = shown.fingerprint === attachment.fingerprint && shown.online === attachment.online;
  const { kept, doubt } = isSame ? heldKind(state, verdict) : { kept: verdict, doubt: null };
  const { kind, confidence, because, evidence } = kept;
  const network = {
    ...attachment,
    ...withKnown({ kind, confidence, because, evidence }, state.known),
    since: shown.since,
  };
  // Nothing that hangs on the network is anew while nothing about it is.
  return { network: isLike(shown, network) ? shown : network, doubt };
}

/** All of a network that may differ from one moment to the next; of a reason only which one it is. */
const PARTS: readonly ((network: Attachment & KnownVerdict) => unknown)[] = [
  (n) => n.kind,
  (n) => n.confidence,
  (n) => n.because.code,
  (n) => n.evidence,
  (n) => n.measured?.kind,
  (n) => n.measured?.confidence,
  (n) => n.fingerprint,
  (n) => n.online,
  (n) => n.hints,
];

function isLike(a: Attachment & KnownVerdict, b: Attachment & KnownVerdict): boolean {
  return PARTS.every((part) => part(a) === part(b));
}

function decideFor(state: State): Decision {
  return decide(situationOf(state), state.policy);
}

/** What a decision rests on now. */
export function situationOf(state: State): Situation {
  const { env, network } = state;
  const candidates = state.profiles.map((profile): Candidate => {
    const goodSince = state.goodSince.get(profile.name) ?? null;
    const outlook = state.outlooks.get(profile.name) ?? UNMEASURED;
    const seenAt = state.healths.get(outlook.servedBy ?? "")?.lastAt ?? null;
    return { profile, outlook, goodSince, seenAt };
  });
  const variables = env?.variables ?? {};
  return {
    at: state.at,
    active: state.active,
    current: state.current,
    ...troubleOf(state),
    candidates,
    network: { kind: network.kind, confidence: network.confidence, fingerprint: network.fingerprint },
    networkSince: network.since,
    placeSince: state.site?.since ?? network.since,
    hold: state.hold,
    paused: state.pausedUntil !== null,
    shadowedBy: variables["GOPROXY"]?.origin === "os" ? "GOPROXY" : null,
    lastSwitchAt: state.lastAutoAt,
    env: ownValues(env),
  };
}

const NO_VALUES = {};
const values = new WeakMap<EffectiveEnv, Readonly<Record<string, string>>>();

/** The values in force. What Go works out from GOPRIVATE is no value of its own, and changes with it. */
function ownValues(env: EffectiveEnv | null): Readonly<Record<string, string>> {
  if (env === null) return NO_VALUES;
  const known = values.get(env);
  if (known !== undefined) return known;
  const own = Object.entries(env.variables).filter(
    ([name, { origin }]) => origin !== "default" || (name !== "GONOPROXY" && name !== "GONOSUMDB"),
  );
  const made = Object.fromEntries(own.map(([name, { value }]) => [name, value]));
  values.set(env, made);
  return made;
}

/** Since when an endpoint of the chain in force fails without a break, of several the first, and when one was last seen. */
function troubleOf({ inForce, healths }: State): Pick<Situation, "troubleSince" | "seenAt"> {
  let troubleSince: Instant | null = null;
  let seenAt: Instant | null = null;
  for (const name of inForce) {
    const health = healths.get(name);
    troubleSince ??= health?.failingSince ?? null;
    if (health !== undefined && health.lastAt !== null) seenAt = Math.max(seenAt ?? health.lastAt, health.lastAt);
  }
  return { troubleSince, seenAt };
}

/** Keeps the old value while nothing a reader would notice has changed, so that a change of mind can be told from a tick. */
function steady(before: Decision, after: Decision): Decision {
  if (!isSameMind(before, after) || before.kind === "wait") return after;
  return after.kind === "switch" ? { ...after, because: before.because } : before;
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
  return isServedWell(state) ? "healthy" : "degraded";
}

function isServedWell({ current, healths, policy }: State): boolean {
  const server = current.servedBy === null ? undefined : healths.get(current.servedBy);
  // A live entry behind a stalled one serves, but each request first pays for the stall.
  return isGoodEnough(current, policy) && server?.kind === "healthy";
}

/** A decision for before anything was seen. */
export const FIRST_DECISION: Decision = {
  kind: "wait",
  profile: null,
  because: reason("decision-measuring", { profile: "" }),
  until: 0,
};
