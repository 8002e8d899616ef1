import type { Endpoint } from "./endpoint.ts";
import type { Health } from "./health.ts";
import { type Allowance, allowedFrom, endpointAllowance, NO_DEBT, totalAllowance, withLook } from "./politeness.ts";
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

/** So many looks begin at once, at most, after our loop was late: more would disturb each other. */
const CATCH_UP = 4;

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

/** The plan of an endpoint that nobody names any more: it keeps in mind what was asked of it. */
export function forgotten(plan: Plan): Plan {
  return { ...firstPlan(Number.POSITIVE_INFINITY), debt: plan.debt };
}

/** Whether nobody names the endpoint of this plan any more. */
export function isForgotten({ due }: Plan): boolean {
  return due === Number.POSITIVE_INFINITY;
}

/** Whether probing rests: paused, asleep, no network at all, or none looked for yet. */
function isResting(state: State): boolean {
  return state.asleep || state.pausedUntil !== null || state.attachment?.online !== true;
}

/** Endpoints that are judged anew with every sample without anybody noticing what it costs: all that a person has. */
const FEW = 40;

/** What judging costs for each endpoint more, in time that has to pass before it is done again: a tenth of a processor. */
const CONSIDER_EACH_MS: Millis = 0.25;

/** Time between two times that all verdicts are derived anew while nothing goes wrong: 0 for few endpoints, 240 ms for 1,000. */
export function considerGapMs({ endpoints }: State): Millis {
  return CONSIDER_EACH_MS * Math.max(0, endpoints.length - FEW);
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

function paceOf(state: State, health: Health, plan: Plan | undefined): Pace {
  const { policy } = state;
  const normal = intervalOf(state);
  const battery = state.onBattery ? policy.batteryFactor : 1;
  if (health.kind === "healthy" && health.failureRun === 0) {
    const gapMs = normal * battery;
    return { gapMs: isCalm(state, health.endpoint, plan) ? calmed(gapMs, state) : gapMs, spread: SPREAD };
  }
  const troubled = Math.min(normal, policy.troubledIntervalMs);
  const beyond = health.failureRun - policy.sureFailures;
  if (beyond < 0) return { gapMs: troubled * battery, spread: SPREAD };
  const longest = Math.max(normal, backoffLimit(state, health.endpoint));
  return { gapMs: Math.min(troubled * 2 ** beyond, longest) * battery, spread: BACKOFF_SPREAD };
}

/** The longest time between two looks at an endpoint that goes on failing: the more somebody waits for it, the shorter. */
function backoffLimit({ policy, inForce, current }: State, name: string): Millis {
  if (inForce.has(name)) return policy.neededBackoffMs;
  const isStuck = current.success !== null && current.success < policy.goodEnough;
  return isStuck ? policy.searchBackoffMs : policy.idleBackoffMs;
}

/** Whether the endpoint has been well for so long that news of it can wait. That of the chain in force never can. */
function isCalm({ policy, steady, inForce }: State, name: string, plan: Plan | undefined): boolean {
  const since = plan?.calmSince ?? null;
  return since !== null && !inForce.has(name) && steady - since >= policy.calmAfterMs;
}

function calmed(gapMs: Millis, { policy }: State): Millis {
  return Math.max(gapMs, Math.min(gapMs * policy.calmFactor, policy.calmIntervalMs));
}

/** From which age on evidence about an endpoint says nothing about now. */
export function staleAfter(state: State, health: Health): Millis {
  const { gapMs } = paceOf(state, health, state.plans.get(health.endpoint));
  return Math.max(state.policy.staleMs, state.policy.staleGaps * gapMs);
}

/** What a look at `state.steady` has brought, as far as the next one is concerned. */
export interface Looked {
  readonly plan: Plan;
  readonly health: Health;
  /** 0 to 1, spreads the looks. */
  readonly chance: number;
}

/** When to look at an endpoint again that was just looked at. */
export function nextLook(state: State, { plan, health, chance }: Looked): Steady {
  const quick: Pace = { gapMs: state.policy.burstGapMs, spread: SPREAD };
  const { gapMs, spread } = plan.burst > 0 ? quick : paceOf(state, health, plan);
  const waitMs = gapMs * (1 + spread * (2 * chance - 1));
  return state.steady + Math.min(waitMs, restLeft(state, health.endpoint));
}

/** Where a switch waits for a rest to end, the chain in force is looked at then: it may be well again. */
function restLeft({ decision, at, inForce, policy }: State, name: string): Millis {
  if (decision.kind !== "wait" || decision.because.code !== "decision-resting" || !inForce.has(name)) {
    return Number.POSITIVE_INFINITY;
  }
  return Math.max(policy.burstGapMs, decision.until - at);
}

/** The plans with every endpoint looked at now, so many quick looks in all, and the calm over. */
export function lookAtAll(state: State, looks: number): State {
  const plans = new Map(state.plans);
  for (const [name, plan] of state.plans) {
    if (isForgotten(plan)) continue;
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
  for (const [name, plan] of state.plans) {
    const isNews = state.steady - plan.debt.at < state.policy.freshMs;
    if (name === except || isNews || isForgotten(plan)) continue;
    plans.set(name, { ...plan, due: Math.min(plan.due, state.steady) });
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

/** From when on an endpoint may be looked at: when it is due, and politeness allows. */
function readyAt({ due, debt }: Plan, allowance: Allowance): Steady {
  return Math.max(due, debt.at + LOOK_GAP_MS, allowedFrom(debt, allowance));
}

/** Time between the beginnings of two looks at different endpoints. */
function startGapMs(state: State): Millis {
  return Math.min(START_GAP_MS, totalAllowance(intervalOf(state), state.endpoints.length).everyMs);
}

/** When any endpoint at all may be looked at. */
function anyReadyAt(state: State): Steady {
  const allowance = totalAllowance(intervalOf(state), state.endpoints.length);
  return Math.max(state.place + startGapMs(state), allowedFrom(state.debt, allowance));
}

/** An endpoint that is ready. The one with the lowest `order` is looked at first. */
interface Candidate {
  readonly name: string;
  readonly plan: Plan;
  readonly ready: Steady;
  readonly order: number;
}

/** Whom to look at now, and when somebody else may be looked at. */
interface Turn {
  /** `null`: nobody yet. */
  readonly chosen: Candidate | null;
  readonly next: Steady;
}

/** Comes after everybody. */
const NOBODY_YET: Candidate = {
  name: "",
  plan: firstPlan(Number.POSITIVE_INFINITY),
  ready: Number.POSITIVE_INFINITY,
  order: Number.POSITIVE_INFINITY,
};

/** Nobody, until something happens. */
const NOBODY: Turn = { chosen: null, next: Number.POSITIVE_INFINITY };

/** How much sooner than its time the endpoint is reckoned with. */
function leadOf(name: string, { inForce }: State): Millis {
  return inForce.has(name) ? LEAD_MS : 0;
}

/** Whose turn it is. The chain in force goes first, then what has waited longest. */
function turnOf(state: State): Turn {
  if (isResting(state) || state.probing.size >= MAX_AT_ONCE) return NOBODY;
  const allowance = endpointAllowance(intervalOf(state));
  // Who is ready later than this has to wait: everybody, while the distance to the look before is not kept.
  const latest = anyReadyAt(state) <= state.steady ? state.steady : Number.NEGATIVE_INFINITY;
  let [chosen, next]: [Candidate, Steady] = [NOBODY_YET, Number.POSITIVE_INFINITY];
  for (const [name, plan] of state.plans) {
    // Nearly all are not due yet, and others are due before them.
    if (plan.due > Math.max(state.steady, next) || state.probing.has(name)) continue;
    const ready = readyAt(plan, allowance);
    const order = ready - leadOf(name, state);
    if (ready <= latest && order < chosen.order) {
      next = Math.min(next, chosen.ready);
      chosen = { name, plan, ready, order };
    } else next = Math.min(next, ready);
  }
  return { chosen: chosen === NOBODY_YET ? null : chosen, next };
}

/**
 * The state once a look at the endpoint has begun. Its place in the row is where it would have begun had we been on time, so
 * that a busy loop does not fall behind; but not far in the past, or a loop that was blocked would begin everything at once.
 */
function withLookAt(state: State, { name, plan, ready }: Candidate): State {
  const { steady } = state;
  const debt = withLook(plan.debt, endpointAllowance(intervalOf(state)), steady);
  const gapMs = startGapMs(state);
  return {
    ...state,
    probing: new Set(state.probing).add(name),
    plans: new Map(state.plans).set(name, { ...plan, debt }),
    debt: withLook(state.debt, totalAllowance(intervalOf(state), state.endpoints.length), steady),
    place: Math.max(ready, state.place + gapMs, steady - CATCH_UP * gapMs),
  };
}

/** The looks that begin now, the state with them, and when somebody else is ready. */
export interface Begun {
  readonly state: State;
  readonly looks: readonly Endpoint[];
  /** Infinitely late while all places are taken, or nobody is left. */
  readonly next: Steady;
}

/** Begins the looks whose time has come: one, or a few when we are late. */
export function beginLooks(before: State): Begun {
  const looks: Endpoint[] = [];
  let state = before;
  let turn = turnOf(state);
  while (turn.chosen !== null) {
    const { name } = turn.chosen;
    looks.push(...state.endpoints.filter((endpoint) => endpoint.name === name));
    state = withLookAt(state, turn.chosen);
    if (anyReadyAt(state) > state.steady || turn.next > state.steady) break;
    turn = turnOf(state);
  }
  return { state, looks, next: turn.next };
}

/**
 * How long until something is to be done, at most a minute; `null` when only an event from outside can change anything. `next`
 * is when the next endpoint is ready by itself.
 */
export function nextWake(state: State, next: Steady): Millis | null {
  const waits: Millis[] = [];
  if (state.pausedUntil !== null) waits.push(state.pausedUntil - state.at);
  if (!isResting(state)) {
    waits.push(Math.max(next, anyReadyAt(state)) - state.steady);
    if (state.unconsidered) waits.push(state.consideredAt + considerGapMs(state) - state.steady);
    // Only a rest ends by time alone; a measurement that is waited for comes as an event.
    if (state.decision.kind === "wait" && state.decision.because.code === "decision-resting")
      waits.push(state.decision.until - state.at);
  }
  return waits.length === 0 ? null : Math.min(LONGEST_WAIT_MS, Math.max(1, Math.min(...waits)));
}
