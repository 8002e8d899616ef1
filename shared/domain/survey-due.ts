// When the network itself is surveyed, and what the core keeps of it. Politely: not at all on a network where nothing odd
// shows, not more than every ten minutes on any other, and every twenty seconds while a sign-in page is in the way.
import { isStrange } from "./network-signs.ts";
import type { Sample } from "./sample.ts";
import { lookAtAll } from "./schedule.ts";
import type { Event, State } from "./state.ts";
import { isLetOut, portalIn, type Survey, type SurveyErrand, surveyHosts } from "./survey.ts";
import { MINUTE, type Millis, SECOND, type Steady } from "./time.ts";

/** Somebody sits before the sign-in page and waits; browsers look as often (Chromium 20 s). */
const CAPTIVE_EVERY_MS: Millis = 20 * SECOND;

/** What surveys show does not change while a network stays the same, save by an update of somebody's rules. */
const ODD_EVERY_MS: Millis = 10 * MINUTE;

function isResting({ asleep, pausedUntil, attachment, settings }: State): boolean {
  return asleep || pausedUntil !== null || attachment?.online !== true || !settings.survey;
}

/** Whether something on the way may have had its hands in it. */
function isOdd(sample: Sample): boolean {
  const { failure } = sample;
  if (failure === null) return isStrange(sample);
  if (failure.kind === "local") return false;
  if (failure.stage === "resolve") return failure.kind === "hijacked";
  return ["connect", "handshake"].includes(failure.stage) || (failure.stage === "http" && failure.kind !== "status");
}

function isCaptive({ network, survey }: State): boolean {
  return network.kind === "captive" || (survey !== null && portalIn(survey) !== null);
}

/** From when on a survey is welcome by itself; `null` while only something odd makes it so. */
function dueFrom(state: State): Steady | null {
  return state.surveyedAt !== null && isCaptive(state) ? state.surveyedAt + CAPTIVE_EVERY_MS : null;
}

function isWelcome(state: State, event: Event): boolean {
  const { surveyedAt, steady } = state;
  const from = dueFrom(state);
  if (from !== null) return steady >= from;
  if (event.type !== "sampled" || !isOdd(event.sample)) return false;
  return surveyedAt === null || steady - surveyedAt >= ODD_EVERY_MS;
}

/** What to survey after this event; `null` when there is nothing to learn, nobody to ask, or a survey is under way. */
export function dueSurvey(state: State, event: Event): SurveyErrand | null {
  if (state.surveying !== null || isResting(state) || !isWelcome(state, event)) return null;
  const inForce = state.endpoints.filter(({ name }) => state.inForce.has(name));
  const hosts = surveyHosts([...inForce, ...state.endpoints]);
  if (hosts.length === 0) return null;
  // Who opens TLS for sure need not be asked in another way, and may log what is sent to nobody's addresses.
  const isCertain = state.network.kind === "corporate" && state.network.confidence >= 0.95;
  return { begun: state.steady, hosts, strays: !isCertain && !state.onBattery };
}

/** How long until the next survey is due by time alone; `null` when none is. */
export function surveyWait(state: State): Millis | null {
  const from = state.surveying === null && !isResting(state) ? dueFrom(state) : null;
  return from === null ? null : Math.max(1, from - state.steady);
}

/** The state with what came of a survey; `null` for one that was broken off, which is then due again. */
export function withSurvey(state: State, begun: Steady, survey: Survey | null): State {
  if (state.surveying !== begun) return state;
  const rested: State = { ...state, surveying: null };
  if (survey === null) return rested;
  const surveyed: State = { ...rested, survey, surveyedAt: state.steady };
  const shut = state.survey !== null && portalIn(state.survey) !== null ? state.survey : null;
  return shut !== null && isLetOut(shut, survey) ? released(surveyed) : surveyed;
}

/**
 * Signed in: what was seen behind the sign-in page says nothing of the network behind it. That is as a network just joined:
 * whatever is odd there, another sign-in page among it, is surveyed at once.
 */
function released(state: State): State {
  const forgotten = { windows: new Map(), lights: new Map(), lighting: null, goodSince: new Map(), surveyedAt: null };
  return lookAtAll({ ...state, ...forgotten }, state.policy.burstSamples);
}
