// How often an endpoint fails for a moment and gets up by itself, and how long a row of failures may be by that alone. A
// path that loses a look now and then must not be left for it, and one that stumbles often and long must be given longer.
import { isCertain } from "./failure.ts";
import type { Sample } from "./sample.ts";

/** Rows of failures that ended by themselves before anybody was sure of them, and the failures in them; old ones fade. */
export interface Stumbles {
  readonly runs: number;
  readonly failures: number;
}

/** Nothing was seen yet. */
export const NO_STUMBLES: Stumbles = { runs: 0, failures: 0 };

/** What of the stumbles before is left after one more: the memory is about a hundred long. */
const FADE_BY_RUN = 0.99;

/** The same after each success that follows another: at a look each minute half is forgotten after about two days. */
const FADE_BY_SUCCESS = 0.9997;

/** The memory of a path that stumbled less than this often is empty. */
const LEAST_RUNS = 0.05;

/** The stumbles once a row of `failures` has ended by itself. */
export function stumbled({ runs, failures }: Stumbles, length: number): Stumbles {
  return { runs: runs * FADE_BY_RUN + 1, failures: failures * FADE_BY_RUN + length };
}

/** The stumbles once a success has followed another. */
export function walked(stumbles: Stumbles): Stumbles {
  if (stumbles.runs < LEAST_RUNS) return NO_STUMBLES;
  return { runs: stumbles.runs * FADE_BY_SUCCESS, failures: stumbles.failures * FADE_BY_SUCCESS };
}

/** Chance that a failure is followed by another on a path that is not broken, before anything was seen of this one: 5 % loss. */
const USUAL_CHANCE = 0.05;

/** That assumption weighs as much as so many failures seen. */
const USUAL_WEIGHT = 8;

/** Stumbles in a month of looks each 30 s of which 5 % fail: 30 × 144. */
const A_MONTH = 4_320;

/** So many times in such a month may a row of failures be taken for a broken path that was a stumble. */
const MISTAKES = 0.1;

/** Nobody waits longer than this, whatever the path was like: politeness makes two minutes of it. */
const MOST = 18;

/**
 * Chance that the next look fails after one that did, on a path that is not broken. That it happened once tells nothing; the
 * more was seen, the more the estimate is kept on the safe side by its own error.
 */
function chanceToGoOn({ runs, failures }: Stumbles): number {
  const trials = USUAL_WEIGHT + failures;
  const chance = (USUAL_CHANCE * USUAL_WEIGHT + Math.max(0, failures - runs - 1)) / trials;
  const error = Math.sqrt((chance * (1 - chance)) / trials);
  return chance + (error * failures) / trials;
}

/** Failures in a row that chance makes so seldom, where so much is known of stumbles. */
function rareRow(stumbles: Stumbles): number {
  return 1 + Math.ceil(Math.log(MISTAKES / A_MONTH) / Math.log(chanceToGoOn(stumbles)));
}

/** Five. */
const USUAL_ROW = rareRow(NO_STUMBLES);

/**
 * Failures in a row that it takes to be sure that the path is broken: `least` where nothing is known against it, more where
 * rows of failures ended by themselves, 18 at most. With 5 at least, a stumble of that length is expected once in ten months.
 */
export function failuresNeeded(stumbles: Stumbles, least: number): number {
  const more = stumbles === NO_STUMBLES ? 0 : Math.max(0, rareRow(stumbles) - USUAL_ROW);
  return Math.max(least, Math.min(MOST, least + more));
}

/** Chance that a row of so many failures is not a stumble. */
export function surenessOf(run: number, stumbles: Stumbles): number {
  return 1 - chanceToGoOn(stumbles) ** Math.max(0, run - 1);
}

/** The row of failures at the end of the samples: how long, how many of them certain, and when it began. */
export interface Run {
  readonly length: number;
  readonly certain: number;
  readonly since: number | null;
}

/** The row of failures at the end of these samples, all of them evidence. */
export function runAtEnd(samples: readonly Sample[]): Run {
  let [length, certain]: [number, number] = [0, 0];
  let since: number | null = null;
  for (let at = samples.length - 1; at >= 0; at--) {
    const sample = samples[at];
    const failure = sample?.failure ?? null;
    if (sample === undefined || failure === null) break;
    length += 1;
    if (isCertain(failure.kind)) certain += 1;
    since = sample.at;
  }
  return { length, certain, since };
}
