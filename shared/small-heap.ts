import { type Millis, SECOND } from "./domain/time.ts";

/**
 * Flags of V8 for processes that run all day and do little: the space for new objects stays as small as it begins, and code
 * is kept small rather than fast. They are read whenever the heap grows, so they may be set while a process runs. The last
 * one gives scripts that are started later the function that `sweep` is given.
 */
export const SMALL_HEAP = ["--optimize-for-size", "--semi-space-growth-factor=1", "--expose-gc"] as const;

/** A start is over by then: 1.5 s where nothing was known before, and reserve for a slow machine. */
export const SWEEP_AFTER: Millis = 3 * SECOND;

/**
 * Gives back what only the start needed: garbage, and code that ran once. V8 does so by itself only when a heap has grown,
 * which a heap at rest does not. 3 MB in each of three processes, for some 20 ms of each. `gc` is V8's own function; where
 * there is none nothing happens.
 */
export function sweep(gc: unknown): void {
  if (typeof gc === "function") (gc as (how: object) => void)({ type: "major", flavor: "last-resort" });
}
