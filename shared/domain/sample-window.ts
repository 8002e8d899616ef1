import type { Sample } from "./sample.ts";
import type { Instant, Millis } from "./time.ts";

/** Bounded recent samples of one endpoint on one network, oldest first. */
export interface SampleWindow {
  readonly endpoint: string;
  readonly samples: readonly Sample[];
}

/** A window without samples. */
export function emptyWindow(endpoint: string): SampleWindow {
  return { endpoint, samples: [] };
}

/** How much a window keeps: whichever bound is met first. */
export interface WindowBounds {
  readonly maxSamples: number;
  readonly memoryMs: Millis;
}

/** The window with `sample` added in order of time, and what is over the bounds at `at` removed. */
export function push(window: SampleWindow, sample: Sample, bounds: WindowBounds, at: Instant): SampleWindow {
  const { samples } = window;
  // Looks end in about the order in which they began, so the place is nearly always the last.
  const place = samples.findLastIndex((s) => s.at <= sample.at) + 1;
  const all = [...samples.slice(0, place), sample, ...samples.slice(place)];
  const isRecent = (s: Sample): boolean => at - s.at <= bounds.memoryMs;
  const kept = all.every(isRecent) ? all : all.filter(isRecent);
  return { endpoint: window.endpoint, samples: kept.slice(-bounds.maxSamples) };
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

/** How many of the most recent pieces of evidence failed without a success between them. */
export function failureRun(samples: readonly Sample[]): number {
  const lastSuccess = samples.findLastIndex((s) => s.failure === null);
  return samples.length - 1 - lastSuccess;
}

/** The value below which `fraction` of the sorted values lie (nearest rank), or `null` when there are none. */
export function percentile(values: readonly number[], fraction: number): number | null {
  const sorted = Float64Array.from(values).sort();
  const rank = Math.min(sorted.length - 1, Math.max(0, Math.ceil(fraction * sorted.length) - 1));
  return sorted[rank] ?? null;
}
