import type { Endpoint } from "./endpoint.ts";
import { type Health, judge } from "./health.ts";
import { isSameSign, type KindVerdict, networkKind } from "./network-kind.ts";
import type { Policy } from "./policy.ts";
import type { Sample } from "./sample.ts";
import { emptyWindow, latestEvidence, type SampleWindow } from "./sample-window.ts";
import type { State } from "./state.ts";

/** What the windows say by themselves, whatever the time. */
export interface Reading {
  readonly windows: State["windows"];
  readonly attachment: State["attachment"];
  readonly policy: Policy;
  /** The newest evidence of each endpoint, in their order. */
  readonly latest: readonly (Sample | undefined)[];
  readonly healths: ReadonlyMap<string, Health>;
  /** `null` while the attachment is not known. */
  readonly verdict: KindVerdict | null;
}

/**
 * The last reading for these endpoints. Half of the events bring no sample, and most samples are like the one before: with a
 * thousand endpoints this is most of the work.
 */
const readings = new WeakMap<State["endpoints"], Reading>();

/** Reads the windows: a verdict for each endpoint, and for the network. */
export function read({ windows, endpoints, attachment, policy }: State): Reading {
  const known = readings.get(endpoints);
  const isComparable = known?.attachment === attachment && known.policy === policy;
  if (isComparable && known.windows === windows) return known;
  const all = endpoints.map((e) => windows.get(e.name) ?? blankFor(e));
  const latest = all.map(latestEvidence);
  const healths = new Map<string, Health>();
  for (const window of all) healths.set(window.endpoint, judge(window, policy));
  const isLike = isComparable && latest.every((sample, index) => isSameSign(sample, known.latest[index]));
  const verdict = isLike ? known.verdict : attachment === null ? null : networkKind(attachment, all, policy);
  const reading = { windows, attachment, policy, latest, healths, verdict };
  readings.set(endpoints, reading);
  return reading;
}

/** Windows of endpoints without a sample, one each, so that they are not judged anew with every event. */
const blanks = new WeakMap<Endpoint, SampleWindow>();

function blankFor(endpoint: Endpoint): SampleWindow {
  const blank = blanks.get(endpoint) ?? emptyWindow(endpoint.name);
  blanks.set(endpoint, blank);
  return blank;
}
