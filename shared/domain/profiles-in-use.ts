import { isFileChanged } from "./active-profile.ts";
import { chainEndpoints, parseChain } from "./chain.ts";
import { goproxyInForce } from "./judgement.ts";
import { withNotice } from "./notices.ts";
import { endpointAllowance, isSettled } from "./politeness.ts";
import { endpointsOf } from "./profile.ts";
import { profilesOf } from "./profile-settings.ts";
import { firstPlan, forgotten, hastened, intervalOf, isForgotten } from "./schedule.ts";
import type { Settings } from "./settings.ts";
import type { Notice } from "./snapshot.ts";
import type { Effect, Event, Plan, State, Step } from "./state.ts";

// Settings and the go env file: which profiles there are, which values are in force, and so which endpoints matter.

/** The state under other settings. */
export function withSettings(state: State, settings: Settings): State {
  const profiles = profilesOf(settings);
  const sooner = hastened(state, settings.intervalSeconds / state.settings.intervalSeconds);
  return withEndpoints({ ...sooner, settings, profiles });
}

/** Endpoints follow the profiles and the value in force; what is no longer named is forgotten. */
function withEndpoints(state: State): State {
  const goproxy = goproxyInForce(state);
  const own = { name: "in-force", env: { GOPROXY: goproxy }, kinds: [], fingerprints: [] };
  const endpoints = endpointsOf([...state.profiles, own], goproxy);
  const names = new Set(endpoints.map((e) => e.name));
  const inForce = new Set(chainEndpoints(parseChain(goproxy)).map((e) => e.name));
  const windows = new Map([...state.windows].filter(([name]) => names.has(name)));
  return { ...state, endpoints, windows, inForce, plans: plansFor(names, state) };
}

/** A plan for each name. One that is no longer needed is kept until its looks have worn off. */
function plansFor(names: ReadonlySet<string>, state: State): ReadonlyMap<string, Plan> {
  const allowance = endpointAllowance(intervalOf(state));
  const plans = new Map([...names].map((name) => [name, firstPlan(state.steady)] as const));
  for (const [name, plan] of state.plans) {
    if (names.has(name)) plans.set(name, isForgotten(plan) ? { ...plan, due: state.steady } : plan);
    else if (!isSettled(plan.debt, allowance, state.steady)) plans.set(name, forgotten(plan));
  }
  return plans;
}

/** What a new reading of the go env file changes. */
export function envRead(state: State, event: Extract<Event, { type: "env" }>): State {
  const { env, journal } = event;
  const { lastSwitch } = journal;
  const next = withEndpoints({ ...state, ...journal, env });
  if (state.env === null || state.switching || !isFileChanged(state.env, env)) return next;
  const isOurs = lastSwitch !== null && lastSwitch.id !== state.lastSwitch?.id;
  if (isOurs) return { ...next, hold: lastSwitch.cause === "auto" ? state.hold : "manual" };
  const notice: Notice = { code: "changed-outside", at: event.at, values: { file: env.file ?? "" } };
  return { ...next, hold: "outside", notices: withNotice(state.notices, notice) };
}

/** What the outcome of a switch changes. */
export function applied(state: State, event: Extract<Event, { type: "applied" }>): Step {
  const { outcome, cause, env, journal } = event;
  const notices = state.notices.filter((n) => n.code !== "refused");
  const next = withEndpoints({ ...state, ...journal, env, switching: false, notices });
  if (outcome.outcome === "refused") {
    const values = { reason: outcome.reason, detail: outcome.detail };
    return { state: { ...next, notices: withNotice(notices, { code: "refused", at: event.at, values }) }, effects: [] };
  }
  if (cause !== "auto") return { state: { ...next, hold: "manual" }, effects: [] };
  const announce: Effect = { type: "announce", code: "switched", decision: state.decision };
  return { state: next, effects: outcome.outcome === "written" ? [announce] : [] };
}
