import type { Sample } from "./sample.ts";
import { failuresNeeded, NO_STUMBLES, runAtEnd, type Stumbles, stumbled, walked } from "./stumbles.ts";
import type { Instant, Millis } from "./time.ts";

/** Bounded recent samples of one endpoint on one network, oldest first. */
export interface SampleWindow {
  readonly endpoint: string;
  readonly samples: readonly Sample[];
  /** What is remembered of failures that passed by themselves, longer than samples are kept; absent: nothing. */
  readonly stumbles?: Stumbles;
}

/** A window without samples. */
export function emptyWindow(endpoint: string): SampleWindow {
  return { endpoint, samples: [] };
}

/** How much a window keeps: whichever bound is met first. */
export interface WindowBounds {
  readonly maxSamples: number;
  readonly memoryMs: Millis;
  /** Failures in a row that are an outage and no stumble; absent: stumbles are not remembered. */
  readonly sureFailures?: number;
}

/** The window with `sample` added in order of time, and what is over the bounds at `at` removed. */
export function push(window: SampleWindow, sample: Sample, bounds: WindowBounds, at: Instant): SampleWindow {
  const { samples } = window;
  // Looks end in about the order in which they began, so the place is nearly always the last.
  const place = samples.findLastIndex((s) => s.at <= sample.at) + 1;
  const all = [...samples.slice(0, place), sample, ...samples.slice(place)];
  const isRecent = (s: Sample): boolean => at - s.at <= bounds.memoryMs;
  const kept = all.every(isRecent) ? all : all.filter(isRecent);
  const stumbles = place === samples.length ? stumblesAfter(window, sample, bounds) : window.stumbles;
  return {
    endpoint: window.endpoint,
    samples: kept.length > bounds.maxSamples ? kept.slice(-bounds.maxSamples) : kept,
    ...(stumbles === undefined ? {} : { stumbles }),
  };
}

/** What is remembered of stumbles once this newest sample is there: a success may end one. */
function stumblesAfter(window: SampleWindow, sample: Sample, bounds: WindowBounds): Stumbles | undefined {
  const { stumbles = NO_STUMBLES } = window;
  if (bounds.sureFailures === undefined || sample.failure !== null) return window.stumbles;
  const { length } = runAtEnd(evidence(window));
  if (length === 0) return stumbles === NO_STUMBLES ? window.stumbles : walked(stumbles);
  return length < failuresNeeded(stumbles, bounds.sureFailures) ? stumbled(stumbles, length) : window.stumbles;
}

function isEvidence(sample: Sample): boolean {
  return sample.failure?.kind !== "local";
}

/** The samples that say something about the endpoint: all but those where our own side failed. */
export function evidence({ samples }: SampleWindow): readonly Sample[] {
  return samples.every(isEvidence) ? samples : samples.filter(isEvidence);
}

/** The newest piece of evidence, if there is any. */
export function latestEvidence({ samples }: SampleWindow): Sample | undefined {
  return samples.findLast(isEvidence);
}

/** The value below which `fraction` of the sorted values lie (nearest rank), or `null` when there are none. */
export function percentile(values: readonly number[], fraction: number): number | null {
  const sorted = Float64Array.from(values).sort();
  const rank = Math.min(sorted.length - 1, Math.max(0, Math.ceil(fraction * sorted.length) - 1));
  return sorted[rank] ?? null;
}
