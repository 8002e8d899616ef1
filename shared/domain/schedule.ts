import type { Endpoint } from "./endpoint.ts";
import type { State } from "./state.ts";
import type { Instant, Millis } from "./time.ts";

/** Looks at the same time: more would measure our own queue rather than the network. */
const MAX_AT_ONCE = 16;

/** Two looks of one endpoint are spread by up to this share of the interval, so that they do not march in step. */
const SPREAD = 0.2;

/** Whether probing rests: paused, asleep, no network at all, or none looked for yet. */
function isResting(state: State): boolean {
  return state.asleep || state.pausedUntil !== null || state.attachment?.online !== true;
}

/** When to look at the endpoint again after a sample at `state.at`. `chance`, 0 to 1, spreads the looks. */
export function nextLook(state: State, endpoint: string, chance: number): Instant {
  const { policy } = state;
  if ((state.bursts.get(endpoint) ?? 0) > 0) return state.at + policy.burstGapMs;
  const health = state.healths.get(endpoint);
  const isTroubled = health !== undefined && (health.kind !== "healthy" || health.failureRun > 0);
  const normal: Millis = state.settings.intervalSeconds * 1000;
  const interval = isTroubled ? Math.min(normal, policy.troubledIntervalMs) : normal;
  const factor = state.onBattery ? policy.batteryFactor : 1;
  return state.at + interval * factor * (1 + SPREAD * (2 * chance - 1));
}

/** The endpoints to look at now, most overdue first, within the limit of looks at once. */
export function dueNow(state: State): readonly Endpoint[] {
  if (isResting(state)) return [];
  const room = Math.max(0, MAX_AT_ONCE - state.probing.size);
  return state.endpoints
    .filter((e) => !state.probing.has(e.name) && (state.due.get(e.name) ?? 0) <= state.at)
    .sort((a, b) => (state.due.get(a.name) ?? 0) - (state.due.get(b.name) ?? 0))
    .slice(0, room);
}

/** When something is to be done next; `null` when only an event from outside can change anything. */
export function nextWake(state: State): Instant | null {
  const times: Instant[] = [];
  if (state.pausedUntil !== null) times.push(state.pausedUntil);
  if (!isResting(state)) {
    for (const { name } of state.endpoints) {
      if (!state.probing.has(name)) times.push(state.due.get(name) ?? state.at);
    }
    if (state.decision.kind === "wait") times.push(state.decision.until);
  }
  const future = times.map((t) => Math.max(t, state.at + 1));
  return future.length === 0 ? null : Math.min(...future);
}
