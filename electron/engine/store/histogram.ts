// How often a time was how long, in few bytes: bins that grow with what they hold, so that 5 ms and 5 s are told apart
// equally well. Two histograms add up without loss. Nothing here knows of looks or of the database.
import type { Millis } from "../../../shared/domain/time.ts";

/** Eight bins for each doubling: the middle of a bin is within 2^(1/16), or 4.4 %, of whatever is in it. */
const BINS_PER_DOUBLING = 8;

/** All that is shorter is in the first bin. A handshake on loopback takes half a millisecond, on any network more. */
const SHORTEST_US = 250;

/** Up to 112 s, in bins; the limits of all stages of a look add up to less. What is longer is in the last bin. */
export const BINS = 152;

/** The bin of a time in microseconds. */
export function binOf(microseconds: number): number {
  if (microseconds <= SHORTEST_US) return 0;
  return Math.min(BINS - 1, 1 + Math.floor(Math.log2(microseconds / SHORTEST_US) * BINS_PER_DOUBLING));
}

/**
 * The time that stands for all of a bin, to a hundredth of a millisecond.
 * @internal
 */
export function timeOf(bin: number): Millis {
  const microseconds = bin === 0 ? SHORTEST_US : SHORTEST_US * 2 ** ((bin - 0.5) / BINS_PER_DOUBLING);
  return Math.round(microseconds / 10) / 100;
}

/** Counts of times by bin. Holds the bins from the lowest to the highest that is used: for a minute these are a few. */
export class Histogram {
  #lowest = 0;
  #counts: number[] = [];

  /** Counts `by` more in a bin. */
  increase(bin: number, by: number): void {
    const counts = this.#counts;
    if (counts.length === 0) this.#lowest = bin;
    while (bin < this.#lowest) {
      counts.unshift(0);
      this.#lowest -= 1;
    }
    const place = bin - this.#lowest;
    while (place >= counts.length) counts.push(0);
    counts[place] = (counts[place] ?? 0) + by;
  }

  /** Counts all that another one has counted as well. */
  add(other: Histogram): void {
    for (const [bin, count] of other.entries()) this.increase(bin, count);
  }

  /** The bins that are used, lowest first, with their counts. */
  entries(): readonly (readonly [bin: number, count: number])[] {
    const used: (readonly [number, number])[] = [];
    for (const [place, count] of this.#counts.entries()) if (count > 0) used.push([this.#lowest + place, count]);
    return used;
  }

  /** The time below which `fraction` of the counted ones lie (nearest rank), or `null` when there are none. */
  quantile(fraction: number): Millis | null {
    // Plain loops: a chart asks thousands of times.
    let all = 0;
    for (const count of this.#counts) all += count;
    const rank = Math.max(1, Math.ceil(fraction * all));
    let seen = 0;
    let bin = this.#lowest;
    for (const count of this.#counts) {
      seen += count;
      if (seen >= rank) return timeOf(bin);
      bin += 1;
    }
    return null;
  }
}
