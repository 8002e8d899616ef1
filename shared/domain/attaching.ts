// What changes when the machine is attached to another network, to none, or to the same again.
import type { Attachment, Network } from "./network.ts";
import { reason } from "./reason.ts";
import { lookAtAll } from "./schedule.ts";
import type { Event, State, Step } from "./state.ts";

/** What an attachment changes: nothing where it is the one of now, little where more is known of it, else everything. */
export function attached(state: State, event: Extract<Event, { type: "attached" }>): Step {
  const { refines, ...attachment } = event.attachment;
  const was = state.attachment;
  if (was !== null && was.online === attachment.online) {
    if (was.fingerprint === attachment.fingerprint)
      return { state: { ...state, attachment, told: event.told ?? null }, effects: [] };
    // The place that we are at anyway, of which more is known now: nothing was left, nothing was joined.
    if (refines !== undefined && refines === was.fingerprint)
      return { state: refined(state, attachment, event), effects: [] };
  }
  const network: Network = {
    ...attachment,
    kind: "unknown",
    confidence: 0,
    because: reason("network-thin"),
    evidence: [],
    since: event.at,
  };
  const fresh: State = {
    ...state,
    attachment,
    network,
    known: event.known ?? null,
    told: event.told ?? null,
    windows: new Map(),
    lights: new Map(),
    lighting: null,
    survey: null,
    surveyedAt: null,
    surveying: null,
    goodSince: new Map(),
    doubt: null,
    ...(isOtherPlace(state, attachment) ? leftPlace(state, attachment, event) : {}),
  };
  return { state: lookAtAll(fresh, state.policy.burstSamples), effects: [{ type: "abort-probes" }] };
}

type Attached = Extract<Event, { type: "attached" }>;

function refined(state: State, attachment: Attachment, { known }: Attached): State {
  const { fingerprint } = attachment;
  const network = { ...state.network, ...attachment };
  const site = state.site === null ? null : { ...state.site, fingerprint };
  return { ...state, attachment, network, site, known: known ?? state.known };
}

/** Whether it is another place than the last one with a network. Without a network one is at no other place. */
function isOtherPlace({ site }: State, { online, fingerprint }: Attachment): boolean {
  return online && site?.fingerprint !== fingerprint;
}

/** What was for the place that was left: a choice made by hand, and the rest between two switches. */
function leftPlace({ hold, site }: State, { fingerprint }: Attachment, { at }: Attached): Partial<State> {
  // The first attachment after the start leaves no place.
  return { site: { fingerprint, since: at }, hold: site === null ? hold : null, lastAutoAt: null };
}
