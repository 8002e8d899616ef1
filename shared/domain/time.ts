/** A duration in milliseconds. */
export type Millis = number;

/** A point in time: milliseconds since the Unix epoch, as `Date.now()` counts them. */
export type Instant = number;

/**
 * A point in time on a clock that only runs forward and that nobody sets, in milliseconds since nothing in particular. It may
 * stand still while the machine sleeps.
 */
export type Steady = number;

/** One second, in milliseconds. */
export const SECOND: Millis = 1_000;
/** One minute, in milliseconds. */
export const MINUTE: Millis = 60 * SECOND;
/** One hour, in milliseconds. */
export const HOUR: Millis = 60 * MINUTE;
/** One day of 24 hours, in milliseconds. */
export const DAY: Millis = 24 * HOUR;
/** The last instant that a JavaScript Date can hold. */
export const END_OF_TIME: Instant = 8.64e15;
