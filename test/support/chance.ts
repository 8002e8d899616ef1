// Chance from a seed: the same seed gives the same world, for every rule that lives through it.

/** Numbers from 0 to 1; the same seed gives the same numbers (mulberry32). */
export function numbersFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A number from 0 to 1 for a moment of something: whoever asks about the same moment hears the same. */
export function chanceAt(seed: number, what: number, moment: number): number {
  let mixed = (seed ^ Math.imul(what + 1, 0x9e3779b1) ^ Math.imul(Math.floor(moment) | 0, 0x85ebca6b)) >>> 0;
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
  mixed = Math.imul(mixed ^ (mixed >>> 12), 0x297a2d39);
  return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
}

/** A time that something takes which ends at any moment alike, `mean` on average. */
export function waitFrom(chance: () => number, mean: number): number {
  return -Math.log(1 - chance()) * mean;
}

/** A number from the standard normal distribution (Box and Muller). */
export function normalFrom(chance: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - chance())) * Math.cos(2 * Math.PI * chance());
}
