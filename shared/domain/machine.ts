import { attached } from "./attaching.ts";
import { atMoment } from "./clock-leap.ts";
import { type Health, judge } from "./health.ts";
import { isSameMind, reconsider } from "./judgement.ts";
import { dueLights, withLit } from "./lights-due.ts";
import type { Network } from "./network.ts";
import { withNotice } from "./notices.ts";
import { isOutage, withoutOutage } from "./outage.ts";
import { endpointAllowance, totalAllowance, withLook } from "./politeness.ts";
import { applied, envRead, withSettings } from "./profiles-in-use.ts";
import { withDecision } from "./recent-decisions.ts";
import { isLocal, type Sample } from "./sample.ts";
import { emptyWindow, push } from "./sample-window.ts";
import {
  beginLooks,
  considerGapMs,
  firstPlan,
  forgotten,
  hastened,
  intervalOf,
  isForgotten,
  lookAtAll,
  lookAtOthers,
  nextLook,
  nextWake,
} from "./schedule.ts";
import type { Effect, Event, PastLook, Plan, State, Step } from "./state.ts";
import { dueSurvey, surveyWait, withSurvey } from "./survey-due.ts";
import { MINUTE, type Steady } from "./time.ts";

/**
 * The core: what the state becomes when the event happens, and what to do about it. The same state and event always give
 * the same step. `steady` is when, by the clock that nobody sets. Judging, deciding and scheduling are delegated; this only
 * says what each event means.
 */
export function advance(before: State, event: Event, steady: Steady): Step {
  const { state: changed, effects: first } = absorb(atMoment(before, event.at, steady), event);
  const effects: Effect[] = [...first];
  const acted = mayWait(before, changed, event) ? changed : consider(changed, before, effects);
  if (event.type === "sampled") effects.push({ type: "record-sample", sample: event.sample, kind: acted.network.kind });
  const { state, looks, next } = beginLooks(acted);
  for (const endpoint of looks) effects.push({ type: "probe", endpoint });
  const waits = [nextWake(state, next), surveyWait(state)].filter((wait) => wait !== null);
  if (waits.length > 0) effects.push({ type: "wake", afterMs: Math.min(...waits) });
  return { state: withErrands(state, event, effects), effects };
}

/** Asks for what is due beside looks: lights, and a survey of the network. */
function withErrands(state: State, event: Event, effects: Effect[]): State {
  const light = dueLights(state, event);
  if (light !== null) effects.push({ type: "light", errand: light });
  const survey = dueSurvey(state, event);
  if (survey !== null) effects.push({ type: "survey", errand: survey });
  if (light === null && survey === null) return state;
  return {
    ...state,
    lighting: light?.endpoint.name ?? state.lighting,
    surveying: survey?.begun ?? state.surveying,
  };
}

/**
 * Whether what happened can be judged together with what comes next: time that passed, or one more fast success of an
 * endpoint that gives nothing else. Only where there are so many endpoints that it matters.
 */
function mayWait(before: State, changed: State, event: Event): boolean {
  if (changed.steady - changed.consideredAt >= considerGapMs(changed)) return false;
  if (event.type === "tick") return changed.pausedUntil === before.pausedUntil;
  if (event.type !== "sampled") return false;
  const calm = ({ plans }: State): boolean => (plans.get(event.sample.endpoint)?.calmSince ?? null) !== null;
  return calm(before) && calm(changed);
}

/** Derives all verdicts anew, and says what follows from a change of mind. */
function consider(changed: State, before: State, effects: Effect[]): State {
  const judged = reconsider(changed);
  const { fingerprint, kind, confidence, because } = judged.network;
  if (isNews(judged.network, before.network)) {
    const corrected = because.code === "network-corrected";
    effects.push({ type: "record-network", at: judged.at, fingerprint, kind, confidence, corrected });
  }
  if (!isSameMind(before.decision, judged.decision)) effects.push({ type: "decided", decision: judged.decision });
  return act(remembering(judged), before, effects);
}

/** With what was decided among the changes of mind that readers see. */
function remembering(state: State): State {
  const recentDecisions = withDecision(state.recentDecisions, state.decision, state.at);
  return recentDecisions === state.recentDecisions ? state : { ...state, recentDecisions };
}

/** Whether the history has to know: another network or kind, or the same kind by the user's word, or by that no more. */
function isNews(now: Network, before: Network): boolean {
  const isSaid = ({ because }: Network): boolean => because.code === "network-corrected";
  if (now.kind !== before.kind || isSaid(now) !== isSaid(before)) return true;
  if (now.fingerprint === before.fingerprint) return false;
  // That nothing is known of the place yet is in the row of its arrival, under the fingerprint it had then.
  const isSameStay = before.fingerprint !== "" && now.since === before.since;
  return !(isSameStay && now.kind === "unknown");
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
  return withProblem(state, before, effects);
}

/** Says once for each time that it goes down that there is no way out. */
function withProblem(state: State, before: State, effects: Effect[]): State {
  const { decision, status } = state;
  const isDown = status === "down";
  const isProblem = isDown && decision.kind !== "switch" && decision.because.code !== "decision-measuring";
  if (isProblem && !before.problemTold) effects.push({ type: "announce", code: "problem", decision });
  const problemTold = isDown && (before.problemTold || isProblem);
  return problemTold === state.problemTold ? state : { ...state, problemTold };
}

function absorb(state: State, event: Event): Step {
  const only = (changes: Partial<State>, effects: readonly Effect[] = []): Step => ({
    state: { ...state, ...changes },
    effects,
  });
  switch (event.type) {
    case "tick":
      if (state.pausedUntil === null || state.pausedUntil > state.at) return { state, effects: [] };
      return only({ pausedUntil: null });
    case "sampled":
      return sampled(state, event);
    case "missed":
      return only({ probing: without(state.probing, event.endpoint) });
    case "remembered":
      return { state: [...event.looks].sort((a, b) => a.at - b.at).reduce(remembered, state), effects: [] };
    case "attached":
      return attached(state, event);
    case "settings":
      return only({
        ...withSettings(state, event.settings),
        known: event.known === undefined ? state.known : event.known,
      });
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
      return resumed(state);
    case "power":
      return { state: { ...powered(state, event.onBattery), onBattery: event.onBattery }, effects: [] };
    case "routed":
      return only({ routes: event.routes });
    case "lit":
      return { state: withLit(state, event.endpoint, event.lights), effects: [] };
    case "surveyed":
      return { state: withSurvey(state, event.begun, event.survey), effects: [] };
    case "noticed":
      return only({ notices: withNotice(state.notices, event.notice) });
    default:
      return event satisfies never;
  }
}

function without<T>(set: ReadonlySet<T>, value: T): ReadonlySet<T> {
  const rest = new Set(set);
  rest.delete(value);
  return rest;
}

function sampled(state: State, event: Extract<Event, { type: "sampled" }>): Step {
  const { sample } = event;
  const name = sample.endpoint;
  const probing = without(state.probing, name);
  const plan = state.plans.get(name);
  if (plan === undefined || isForgotten(plan)) return { state: { ...state, probing }, effects: [] };
  // A look that began before the clock was set back began in what is now the future.
  const dated = sample.at > state.at ? { ...sample, at: state.at } : sample;
  // The first that gets through after nobody did: until then the network was down, whatever it looked like at each endpoint.
  const isBack = sample.failure === null && isOutage(state.endpoints, state.windows);
  const before = isBack ? withoutOutage(state.windows) : state.windows;
  const window = push(before.get(name) ?? emptyWindow(name), dated, state.policy, state.at);
  const health = judge(window, state.policy);
  const looked: Plan = { ...plan, burst: burstAfter(plan, sample, health), calmSince: calmSince(plan, sample, state) };
  const due = nextLook(state, { plan: looked, health, chance: event.chance });
  const planned: State = {
    ...state,
    probing,
    unconsidered: true,
    windows: new Map(before).set(name, window),
    plans: new Map(state.plans).set(name, { ...looked, due }),
  };
  const isAlarm = state.inForce.has(name) && isFirstFailure(sample, health);
  return { state: isBack || isAlarm ? lookAtOthers(planned, name) : planned, effects: [] };
}

function isFirstFailure(sample: Sample, { failureRun }: Health): boolean {
  return !isLocal(sample) && sample.failure !== null && failureRun === 1;
}

/** Quick looks still to come after this one: those that were planned, and more while it fails and that is not sure yet. */
function burstAfter({ burst }: Plan, sample: Sample, health: Health): number {
  const left = Math.max(0, burst - 1);
  if (isLocal(sample) || sample.failure === null) return left;
  return health.sure ? 0 : Math.max(1, left);
}

/** Since when nothing was wrong with the endpoint, now that it gave this sample. */
function calmSince({ calmSince: before }: Plan, sample: Sample, { policy, steady }: State): Steady | null {
  if (isLocal(sample)) return before;
  return sample.failure === null && sample.totalMs <= policy.slowMs ? (before ?? steady) : null;
}

/** Counts a look of a process before this one, so that starting again and again asks no more than staying. */
function remembered(state: State, { endpoint, at }: PastLook): State {
  const ageMs = state.at - at;
  // What is dated in the future was seen before the clock was set back: when that was, nobody knows.
  if (ageMs < 0 || ageMs > MINUTE) return state;
  const steady = state.steady - ageMs;
  const plan = state.plans.get(endpoint) ?? forgotten(firstPlan(state.steady));
  const debt = withLook(plan.debt, endpointAllowance(intervalOf(state)), steady);
  const all = withLook(state.debt, totalAllowance(intervalOf(state), state.endpoints.length), steady);
  return { ...state, plans: new Map(state.plans).set(endpoint, { ...plan, debt }), debt: all };
}

function resumed(state: State): Step {
  if (!state.asleep) return { state, effects: [] };
  // What was in flight while asleep says nothing about the endpoint.
  const effects: readonly Effect[] = [{ type: "abort-probes" }];
  return { state: lookAtAll({ ...state, asleep: false }, state.policy.burstSamples), effects };
}

/** On mains again, the next look comes as soon as it would have without the battery. */
function powered(state: State, onBattery: boolean): State {
  return state.onBattery && !onBattery ? hastened(state, 1 / state.policy.batteryFactor) : state;
}
