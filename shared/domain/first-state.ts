import { FIRST_DECISION } from "./judgement.ts";
import { UNMEASURED } from "./outlook.ts";
import { DEFAULT_POLICY, type Policy } from "./policy.ts";
import { NO_DEBT } from "./politeness.ts";
import { withSettings } from "./profiles-in-use.ts";
import { reason } from "./reason.ts";
import type { Settings } from "./settings.ts";
import type { State } from "./state.ts";
import type { Instant, Steady } from "./time.ts";

/** Nothing is known of where we are. */
const NO_PLACE = { doubt: null, site: null, known: null, survey: null, surveyedAt: null, surveying: null };

/** The state before anything is known, at `now` of both clocks. */
export function firstState(
  now: { readonly at: Instant; readonly steady: Steady },
  settings: Settings,
  policy: Policy = DEFAULT_POLICY,
): State {
  const { at, steady } = now;
  const nothing = reason("network-thin");
  const blank: State = {
    at,
    steady,
    policy,
    settings,
    profiles: [],
    endpoints: [],
    windows: new Map(),
    probing: new Set(),
    plans: new Map(),
    debt: NO_DEBT,
    place: Number.NEGATIVE_INFINITY,
    inForce: new Set(),
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
    ...NO_PLACE,
    told: null,
    env: null,
    active: null,
    activeSince: null,
    healths: new Map(),
    outlooks: new Map(),
    current: UNMEASURED,
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
    recentDecisions: [],
    status: "measuring",
    problemTold: false,
    consideredAt: Number.NEGATIVE_INFINITY,
    unconsidered: false,
    notices: [],
    routes: null,
    lights: new Map(),
    lighting: null,
  };
  return withSettings(blank, settings);
}
