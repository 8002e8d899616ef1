// Waiting for the outside world: asks again and again, and says what it waited for when that never came.
import { setTimeout as sleep } from "node:timers/promises";

/** How often the world is asked: quick enough to time what users feel, slow enough to leave them the processor. */
const ASK_EVERY_MS = 40;

/** The first answer that is neither `null` nor `undefined` nor `false`. Throws after `limitMs`, with the last error if there was one. */
export async function until<T>(
  what: string,
  ask: () => Promise<T | null | undefined | false> | T | null | undefined | false,
  limitMs = 10_000,
): Promise<T> {
  const end = performance.now() + limitMs;
  let trouble: unknown;
  do {
    try {
      const answer = await ask();
      if (answer !== null && answer !== undefined && answer !== false) return answer;
      trouble = undefined;
    } catch (error) {
      trouble = error;
    }
    await sleep(ASK_EVERY_MS);
  } while (performance.now() < end);
  throw new Error(`waited ${String(limitMs)} ms in vain: ${what}`, { cause: trouble });
}
