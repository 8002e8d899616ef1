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
  const older = window.samples.filter((s) => s.at <= sample.at);
  const newer = window.samples.filter((s) => s.at > sample.at);
  const samples = [...older, sample, ...newer].filter((s) => at - s.at <= bounds.memoryMs);
  return { endpoint: window.endpoint, samples: samples.slice(-bounds.maxSamples) };
}

/** The samples that say something about the endpoint: all but those where our own side failed. */
export function evidence(window: SampleWindow): readonly Sample[] {
  return window.samples.filter((s) => s.failure?.kind !== "local");
}

/** How many of the most recent pieces of evidence failed without a success between them. */
export function failureRun(samples: readonly Sample[]): number {
  const lastSuccess = samples.findLastIndex((s) => s.failure === null);
  return samples.length - 1 - lastSuccess;
}

/** The value below which `fraction` of the sorted values lie (nearest rank), or `null` when there are none. */
export function percentile(values: readonly number[], fraction: number): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const rank = Math.min(sorted.length - 1, Math.max(0, Math.ceil(fraction * sorted.length) - 1));
  return sorted[rank] ?? null;
}
