import type { FailureName } from "./failure.ts";
import type { Instant, Millis } from "./time.ts";

/** Half and nineteen twentieths of the looks that succeeded took at most so long. Within 4.4 % of what was measured. */
export interface Quantiles {
  readonly p50: Millis;
  readonly p95: Millis;
}

/** What the looks of one stretch of time came to. */
export interface SeriesPoint {
  /** Where the stretch begins, a multiple of the series' width since the epoch. */
  readonly at: Instant;
  /** How many looks were taken, at least 1: a stretch without looks has no point. */
  readonly looks: number;
  /** How many of them failed, those included where our own side failed. */
  readonly failures: number;
  /** Of the looks that succeeded and had a handshake; `null` when none did. */
  readonly handshake: Quantiles | null;
  /** Of the looks that succeeded; `null` when none did. */
  readonly total: Quantiles | null;
  /** Most common failure; `null` without one. */
  readonly commonFailure: FailureName | null;
}

/** What a series was counted from: the looks themselves, or counts by minute, hour or day (of UTC) that outlive them. */
export type SeriesSource = "looks" | "minutes" | "hours" | "days";

/** One endpoint over a range of time, as few points, oldest first. */
export interface Series {
  readonly endpoint: string;
  /** Length of the stretch that each point stands for. The range is widened to whole ones at both ends. */
  readonly widthMs: Millis;
  readonly source: SeriesSource;
  readonly points: readonly SeriesPoint[];
  /** All points together, as one that begins with the first; `null` without any. */
  readonly whole: SeriesPoint | null;
}

/** A chart has no more points than this: more cannot be told apart on a screen. */
export const MAX_POINTS = 500;
