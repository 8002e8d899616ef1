// How long to wait before a process that ended is started again.

/** At first nearly at once: one crash should hardly be noticed. */
const FIRST_MS = 500;

/** A process that cannot live should not keep the machine busy. */
const MOST_MS = 30_000;

/** A life this long was a good one: the next end starts the count anew. */
const GOOD_LIFE_MS = 60_000;

/** The wait before the next start, given the wait before the last one (0 for none) and how long that process lived. */
export function restartDelay(previousMs: number, livedMs: number): number {
  if (previousMs === 0 || livedMs >= GOOD_LIFE_MS) return FIRST_MS;
  return Math.min(MOST_MS, previousMs * 2);
}
