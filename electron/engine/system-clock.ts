// The system's clock behind the Clock door. Deadlines of a probe are made in probe/deadline.ts; every other timer of the
// engine is made here.
import type { Clock } from "./ports.ts";

/** Longest delay that Node's timers take, about 24.8 days; a longer one would fire at once. */
const LONGEST_DELAY_MS = 2 ** 31 - 1;

/** The real clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  steady: () => performance.now(),
  after: (delayMs, action) => {
    const timer = setTimeout(action, Math.min(Math.max(0, delayMs), LONGEST_DELAY_MS));
    return () => {
      clearTimeout(timer);
    };
  },
};
