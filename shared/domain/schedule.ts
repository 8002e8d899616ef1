import type { Endpoint } from "./endpoint.ts";
import type { Health } from "./health.ts";
import { allowedFrom, endpointAllowance, NO_DEBT, totalAllowance, withLook } from "./politeness.ts";
import type { Plan, State } from "./state.ts";
import { MINUTE, type Millis, SECOND, type Steady } from "./time.ts";

/**
 * Looks at the same time. A thousand endpoints every 10 s are 100 looks begun a second; healthy ones take 0.1 to 0.2 s, which
 * makes 10 to 20 at once, and thirty silent ones, each held for 6 s every 15, make 12 more. Twice that, so that nobody queues:
 * it is the gap between two beginnings, not this limit, that keeps looks from disturbing each other's timing.
 */
const MAX_AT_ONCE = 64;

/** Time between the beginnings of two looks: a handshake costs us 2 to 3 ms, and this lets it end undisturbed. */
const START_GAP_MS: Millis = 25;

/** Two looks of one endpoint begin at least this far apart, whoever asks. Shorter than the gap of a burst at its shortest, 0.8 s. */
const LOOK_GAP_MS: Millis = SECOND / 2;

/** Two looks of one endpoint are spread by up to this share of the time between them, so that they do not march in step. */
const SPREAD = 0.2;

/** The same where the time between them doubles: many endpoints fail at one moment, and should not come back at one. */
const BACKOFF_SPREAD = 0.5;

/** So much longer than an endpoint of the chain in force any other has to have waited to be looked at before it. */
const LEAD_MS: Millis = MINUTE;

/** Longest wait: a timer does not see the wall clock being set, nor a sleep that nobody told of. */
const LONGEST_WAIT_MS: Millis = MINUTE;

/** The plan for an endpoint that was never looked at: at once. */
export function firstPlan(steady: Steady): Plan {
  return { due: steady, burst: 0, debt: NO_DEBT, calmSince: null };
}

/** Whether probing rests: paused, asleep, no network at all, or none looked for yet. */
function isResting(state: State): boolean {
  return state.asleep || state.pausedUntil !== null || state.attachment?.online !== true;
}

/** Time between two looks as the user wants it. */
export function intervalOf({ settings }: State): Millis {
  return settings.intervalSeconds * SECOND;
}

/** What an endpoint's next look is away, before chance spreads it; and by how much chance may. */
interface Pace {
  readonly gapMs: Millis;
  readonly spread: number;
}

function paceOf(state: State, name: string): Pace {
  const { policy } = state;
  const normal = intervalOf(state);
  const health = state.healths.get(name);
  const battery = state.onBattery ? policy.batteryFactor : 1;
  if (health === undefined || (health.kind === "healthy" && health.failureRun === 0)) {
    const gapMs = normal * battery;
    return { gapMs: isCalm(state, name) ? calmed(gapMs, state) : gapMs, spread: SPREAD };
  }
  const troubled = Math.min(normal, policy.troubledIntervalMs);
  const beyond = health.failureRun - policy.burstSamples;
  if (beyond < 0) return { gapMs: troubled * battery, spread: SPREAD };
  const longest = Math.max(normal, backoffLimit(state, name));
  return { gapMs: Math.min(troubled * 2 ** beyond, longest) * battery, spread: BACKOFF_SPREAD };
}

/** The longest time between two looks at an endpoint that goes on failing: the more somebody waits for it, the shorter. */
function backoffLimit({ policy, inForce, current }: State, name: string): Millis {
  if (inForce.has(name)) return policy.neededBackoffMs;
  const isStuck = current.success !== null && current.success < policy.goodEnough;
  return isStuck ? policy.searchBackoffMs : policy.idleBackoffMs;
}

function isCalm({ plans, policy, steady }: State, name: string): boolean {
  const since = plans.get(name)?.calmSince ?? null;
  return since !== null && steady - since >= policy.calmAfterMs;
}

function calmed(gapMs: Millis, { policy }: State): Millis {
  return Math.max(gapMs, Math.min(gapMs * policy.calmFactor, policy.calmIntervalMs));
}

/** From which age on evidence about an endpoint says nothing about now. */
export function staleAfter(state: State, { endpoint }: Health): Millis {
  return Math.max(state.policy.staleMs, state.policy.staleGaps * paceOf(state, endpoint).gapMs);
}

/** When to look at the endpoint again after a sample at `state.steady`. `chance`, 0 to 1, spreads the looks. */
export function nextLook(state: State, endpoint: string, chance: number): Steady {
  const isQuick = (state.plans.get(endpoint)?.burst ?? 0) > 0;
  const { gapMs, spread } = isQuick ? { gapMs: state.policy.burstGapMs, spread: SPREAD } : paceOf(state, endpoint);
  return state.steady + gapMs * (1 + spread * (2 * chance - 1));
}

/** The plans with every endpoint looked at now, so many quick looks in all, and the calm over. */
export function lookAtAll(state: State, looks: number): State {
  const plans = new Map(state.plans);
  for (const { name } of state.endpoints) {
    const plan = plans.get(name);
    if (plan === undefined) continue;
    plans.set(name, { ...plan, due: state.steady, burst: Math.max(looks, plan.burst), calmSince: null });
  }
  return { ...state, plans };
}

/**
 * The plans with everything looked at now that was not looked at a moment ago: when the chain in force begins to fail, what
 * is known of the others may be from before the same outage, and a switch must not rest on it.
 */
export function lookAtOthers(state: State, except: string): State {
  const plans = new Map(state.plans);
  for (const { name } of state.endpoints) {
    const plan = plans.get(name);
    const isNews = plan === undefined || state.steady - plan.debt.at < state.policy.freshMs;
    if (name !== except && !isNews) plans.set(name, { ...plan, due: Math.min(plan.due, state.steady) });
  }
  return { ...state, plans };
}

/** The plans with what is left of each wait multiplied: for an interval that became shorter. Never makes a wait longer. */
export function hastened(state: State, factor: number): State {
  if (factor >= 1) return state;
  const sooner = (due: Steady): Steady => state.steady + Math.max(0, due - state.steady) * factor;
  const plans = new Map([...state.plans].map(([name, plan]) => [name, { ...plan, due: sooner(plan.due) }] as const));
  return { ...state, plans };
}

/** From when on an endpoint may be looked at: when it is due, it is not being looked at, and politeness allows. */
function readyAt(name: string, state: State): Steady {
  const plan = state.plans.get(name);
  if (plan === undefined || state.probing.has(name)) return Number.POSITIVE_INFINITY;
  // Most are simply not due yet.
  if (plan.due > state.steady + LONGEST_WAIT_MS) return plan.due;
  const { debt, due } = plan;
  return Math.max(due, debt.at + LOOK_GAP_MS, allowedFrom(debt, endpointAllowance(intervalOf(state))));
}

/** When any endpoint at all may be looked at. */
function anyReadyAt(state: State): Steady {
  const allowance = totalAllowance(intervalOf(state), state.endpoints.length);
  const gapMs = Math.min(START_GAP_MS, allowance.everyMs);
  return Math.max(state.debt.at + gapMs, allowedFrom(state.debt, allowance));
}

/**
 * The endpoint to look at now, or `null`. One at a time: the next may begin a few milliseconds later. The chain in force
 * goes first, then what has waited longest.
 */
export function lookNow(state: State): Endpoint | null {
  if (isResting(state) || state.probing.size >= MAX_AT_ONCE || anyReadyAt(state) > state.steady) return null;
  let chosen: Endpoint | null = null;
  let first = Number.POSITIVE_INFINITY;
  for (const endpoint of state.endpoints) {
    const ready = readyAt(endpoint.name, state);
    const order = ready - (state.inForce.has(endpoint.name) ? LEAD_MS : 0);
    if (ready <= state.steady && order < first) [chosen, first] = [endpoint, order];
  }
  return chosen;
}

/** The state once a look at the endpoint has begun. */
export function withLookAt(state: State, { name }: Endpoint): State {
  const { steady } = state;
  const plan = state.plans.get(name) ?? firstPlan(steady);
  const debt = withLook(plan.debt, endpointAllowance(intervalOf(state)), steady);
  return {
    ...state,
    probing: new Set(state.probing).add(name),
    plans: new Map(state.plans).set(name, { ...plan, debt }),
    debt: withLook(state.debt, totalAllowance(intervalOf(state), state.endpoints.length), steady),
  };
}

/** How long until something is to be done, at most a minute; `null` when only an event from outside can change anything. */
export function nextWake(state: State): Millis | null {
  const waits: Millis[] = [];
  if (state.pausedUntil !== null) waits.push(state.pausedUntil - state.at);
  if (!isResting(state)) {
    waits.push(nextReadyAt(state) - state.steady);
    // Only a rest ends by time alone; a measurement that is waited for comes as an event.
    if (state.decision.kind === "wait" && state.decision.because.code === "decision-resting")
      waits.push(state.decision.until - state.at);
  }
  return waits.length === 0 ? null : Math.min(LONGEST_WAIT_MS, Math.max(1, Math.min(...waits)));
}

/** When the next look may begin; infinitely late while all places are taken or all endpoints are being looked at. */
function nextReadyAt(state: State): Steady {
  if (state.probing.size >= MAX_AT_ONCE) return Number.POSITIVE_INFINITY;
  let first = Number.POSITIVE_INFINITY;
  for (const { name } of state.endpoints) first = Math.min(first, readyAt(name, state));
  return Math.max(first, anyReadyAt(state));
}
