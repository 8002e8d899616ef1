import { isFileChanged } from "./active-profile.ts";
import { effectiveProfiles } from "./builtin-profiles.ts";
import { judge } from "./health.ts";
import { FIRST_DECISION, goproxyInForce, isSameMind, reconsider } from "./judgement.ts";
import { dueLights, withLit } from "./lights-due.ts";
import { DEFAULT_POLICY, type Policy } from "./policy.ts";
import { endpointsOf } from "./profile.ts";
import { reason } from "./reason.ts";
import { isLocal } from "./sample.ts";
import { emptyWindow, evidence, failureRun, push } from "./sample-window.ts";
import { dueNow, nextLook, nextWake } from "./schedule.ts";
import type { Settings } from "./settings.ts";
import type { Notice } from "./snapshot.ts";
import type { Effect, Event, State, Step } from "./state.ts";
import type { Instant } from "./time.ts";

/** The state before anything is known. */
export function firstState(at: Instant, settings: Settings, policy: Policy = DEFAULT_POLICY): State {
  const nothing = reason("network-thin");
  const blank: State = {
    at,
    policy,
    settings,
    profiles: [],
    endpoints: [],
    windows: new Map(),
    probing: new Set(),
    due: new Map(),
    bursts: new Map(),
    attachment: null,
    network: {
      fingerprint: "",
      online: true,
      kind: "unknown",
      confidence: 0,
      because: nothing,
      evidence: [],
      since: at,
    },
    env: null,
    active: null,
    activeSince: null,
    healths: new Map(),
    outlooks: new Map(),
    current: { success: null, expectedMs: null, servedBy: null, sure: false, because: reason("outlook-unmeasured") },
    goodSince: new Map(),
    hold: null,
    pausedUntil: null,
    asleep: false,
    onBattery: false,
    switching: false,
    lastSwitch: null,
    standing: null,
    lastAutoAt: null,
    decision: FIRST_DECISION,
    status: "measuring",
    notices: [],
    lights: new Map(),
    lighting: null,
  };
  return withSettings(blank, settings);
}

/**
 * The core: what the state becomes when the event happens, and what to do about it. The same state and event always give
 * the same step. Judging, deciding and scheduling are delegated; this only says what each event means.
 */
export function advance(before: State, event: Event): Step {
  const { state: changed, effects: first } = absorb({ ...before, at: event.at }, event);
  const judged = reconsider(changed);
  const effects: Effect[] = [...first];
  if (event.type === "sampled")
    effects.push({ type: "record-sample", sample: event.sample, kind: judged.network.kind });
  if (judged.network.kind !== before.network.kind || judged.network.fingerprint !== before.network.fingerprint) {
    const { fingerprint, kind } = judged.network;
    effects.push({ type: "record-network", at: event.at, fingerprint, kind });
  }
  if (!isSameMind(before.decision, judged.decision)) effects.push({ type: "decided", decision: judged.decision });
  const acted = act(judged, before, effects);
  const due = dueNow(acted);
  effects.push(...due.map((endpoint) => ({ type: "probe", endpoint }) as const));
  const state = { ...acted, probing: new Set([...acted.probing, ...due.map((e) => e.name)]) };
  const wake = nextWake(state);
  if (wake !== null) effects.push({ type: "wake", at: wake });
  const errand = dueLights(state, event);
  if (errand === null) return { state, effects };
  effects.push({ type: "light", errand });
  return { state: { ...state, lighting: errand.endpoint.name }, effects };
}

/** Adds what the decision asks for: a switch when the user allowed it, a word when there is no way out. */
function act(state: State, before: State, effects: Effect[]): State {
  const { decision } = state;
  if (decision.kind === "switch" && state.settings.auto && !state.switching) {
    const profile = state.profiles.find((p) => p.name === decision.profile);
    if (profile === undefined) return state;
    effects.push({ type: "apply", profile, decision });
    return { ...state, switching: true, lastAutoAt: state.at };
  }
  const isNew = state.status === "down" && before.status !== "down";
  if (isNew && decision.kind !== "switch") effects.push({ type: "announce", code: "problem", decision });
  return state;
}

function absorb(state: State, event: Event): Step {
  const only = (changes: Partial<State>, effects: readonly Effect[] = []): Step => ({
    state: { ...state, ...changes },
    effects,
  });
  switch (event.type) {
    case "tick":
      return only(state.pausedUntil !== null && state.pausedUntil <= event.at ? { pausedUntil: null } : {});
    case "sampled":
      return sampled(state, event);
    case "missed":
      return only({ probing: without(state.probing, event.endpoint) });
    case "attached":
      return attached(state, event);
    case "settings":
      return { state: withSettings(state, event.settings), effects: [] };
    case "env":
      return { state: envRead(state, event), effects: [] };
    case "applied":
      return applied(state, event);
    case "paused":
      return only({ pausedUntil: event.until }, event.until === null ? [] : [{ type: "abort-probes" }]);
    case "released":
      return only({ hold: null, notices: state.notices.filter((n) => n.code !== "changed-outside") });
    case "probe-asked":
      return { state: lookAtAll(state, 0), effects: [] };
    case "suspended":
      return only({ asleep: true }, [{ type: "abort-probes" }]);
    case "resumed":
      // What was in flight while asleep says nothing about the endpoint.
      return {
        state: lookAtAll({ ...state, asleep: false }, state.policy.burstSamples - 1),
        effects: [{ type: "abort-probes" }],
      };
    case "power":
      return only({ onBattery: event.onBattery });
    case "lit":
      return { state: withLit(state, event.endpoint, event.lights), effects: [] };
    case "noticed":
      return only({ notices: addNotice(state.notices, event.notice) });
    default:
      return event satisfies never;
  }
}

function without<T>(set: ReadonlySet<T>, value: T): ReadonlySet<T> {
  return new Set([...set].filter((v) => v !== value));
}

/** One notice a code, the newest. */
function addNotice(notices: readonly Notice[], notice: Notice): readonly Notice[] {
  return [...notices.filter((n) => n.code !== notice.code), notice];
}

function sampled(state: State, event: Extract<Event, { type: "sampled" }>): Step {
  const { sample } = event;
  const name = sample.endpoint;
  const probing = without(state.probing, name);
  if (!state.endpoints.some((e) => e.name === name)) return { state: { ...state, probing }, effects: [] };
  const earlier = state.windows.get(name) ?? emptyWindow(name);
  const window = push(earlier, sample, state.policy, state.at);
  const left = Math.max(0, (state.bursts.get(name) ?? 0) - 1);
  const isFirstFailure = !isLocal(sample) && failureRun(evidence(window)) === 1 && sample.failure !== null;
  const bursts = new Map(state.bursts).set(name, isFirstFailure ? state.policy.burstSamples - 1 : left);
  const windows = new Map(state.windows).set(name, window);
  const healths = new Map(state.healths).set(name, judge(window, state.policy));
  const seen: State = { ...state, probing, windows, bursts, healths };
  const due = new Map(state.due).set(name, nextLook(seen, name, event.chance));
  return { state: { ...seen, due }, effects: [] };
}

function attached(state: State, event: Extract<Event, { type: "attached" }>): Step {
  const { attachment } = event;
  const was = state.attachment;
  if (was !== null && was.fingerprint === attachment.fingerprint && was.online === attachment.online) {
    return { state: { ...state, attachment }, effects: [] };
  }
  const network = {
    ...state.network,
    ...attachment,
    kind: "unknown",
    confidence: 0,
    because: reason("network-thin"),
    evidence: [],
    since: event.at,
  } as const;
  const fresh: State = {
    ...state,
    attachment,
    network,
    windows: new Map(),
    lights: new Map(),
    lighting: null,
    goodSince: new Map(),
    // A choice made by hand was made for the network that was left; the first attachment after the start leaves none.
    hold: was === null ? state.hold : null,
    lastAutoAt: null,
  };
  return { state: lookAtAll(fresh, state.policy.burstSamples - 1), effects: [{ type: "abort-probes" }] };
}

/** Has every endpoint looked at now, with so many quick looks behind it. */
function lookAtAll(state: State, burst: number): State {
  const due = new Map(state.endpoints.map((e) => [e.name, state.at] as const));
  const bursts = new Map(state.endpoints.map((e) => [e.name, Math.max(burst, state.bursts.get(e.name) ?? 0)] as const));
  return { ...state, due, bursts };
}

function withSettings(state: State, settings: Settings): State {
  const profiles = effectiveProfiles(settings.profiles, settings.removedProfiles);
  return withEndpoints({ ...state, settings, profiles });
}

/** Endpoints follow the profiles and the value in force; what is no longer named is forgotten. */
function withEndpoints(state: State): State {
  const own = { name: "in-force", env: { GOPROXY: goproxyInForce(state) }, kinds: [], fingerprints: [] };
  const endpoints = endpointsOf([...state.profiles, own], goproxyInForce(state));
  const names = new Set(endpoints.map((e) => e.name));
  const keep = <V>(map: ReadonlyMap<string, V>): ReadonlyMap<string, V> =>
    new Map([...map].filter(([n]) => names.has(n)));
  return { ...state, endpoints, windows: keep(state.windows), due: keep(state.due), bursts: keep(state.bursts) };
}

function envRead(state: State, event: Extract<Event, { type: "env" }>): State {
  const { env, journal } = event;
  const { lastSwitch } = journal;
  const next = withEndpoints({ ...state, ...journal, env });
  if (state.env === null || state.switching || !isFileChanged(state.env, env)) return next;
  const isOurs = lastSwitch !== null && lastSwitch.id !== state.lastSwitch?.id;
  if (isOurs) return { ...next, hold: lastSwitch.cause === "auto" ? state.hold : "manual" };
  const notice: Notice = { code: "changed-outside", at: event.at, values: { file: env.file ?? "" } };
  return { ...next, hold: "outside", notices: addNotice(state.notices, notice) };
}

function applied(state: State, event: Extract<Event, { type: "applied" }>): Step {
  const { outcome, cause, env, journal } = event;
  const notices = state.notices.filter((n) => n.code !== "refused");
  const next = withEndpoints({ ...state, ...journal, env, switching: false, notices });
  if (outcome.outcome === "refused") {
    const values = { reason: outcome.reason, detail: outcome.detail };
    return { state: { ...next, notices: addNotice(notices, { code: "refused", at: event.at, values }) }, effects: [] };
  }
  if (cause !== "auto") return { state: { ...next, hold: "manual" }, effects: [] };
  const announce: Effect = { type: "announce", code: "switched", decision: state.decision };
  return { state: next, effects: outcome.outcome === "written" ? [announce] : [] };
}
