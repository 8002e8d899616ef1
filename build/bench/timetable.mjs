// A timetable: everything once a period, evenly spread, a few at a time. What cannot begin in time begins as soon as it can.
// The same for our prober and for the peers that are driven from outside.

/**
 * Calls `act` for each of `among` in each period, at most `atOnce` at a time; `lateMs` is how long after its time.
 * Resolves when all have ended.
 * @template T
 * @param {{among: readonly T[], periodMs: number, periods: number, atOnce: number}} timetable
 * @param {(one: T, lateMs: number) => Promise<void>} act
 */
export async function keepTo({ among, periodMs, periods, atOnce }, act) {
  const gapMs = periodMs / among.length;
  const begun = performance.now();
  /** @type {Set<Promise<void>>} */
  const running = new Set();
  for (const [number, one] of Array.from({ length: periods }, () => among)
    .flat()
    .entries()) {
    const dueAt = begun + number * gapMs;
    await untilThen(dueAt);
    if (running.size >= atOnce) await Promise.race(running);
    const work = act(one, performance.now() - dueAt).finally(() => running.delete(work));
    running.add(work);
  }
  await Promise.all(running);
}

// A timer counts from when its turn of the loop began, so it may fire before the time that was asked for.
async function untilThen(at) {
  for (let wait = at - performance.now(); wait > 0; wait = at - performance.now()) {
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}
