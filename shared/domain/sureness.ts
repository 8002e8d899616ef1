// How sure a share is that was estimated from few trials.

/** So much is believed before anything was seen: as if four looks had gone well and one had not. */
const SEEN_GOOD = 4;
const SEEN_BAD = 1;

/**
 * Chance that the true share of bad trials is above `limit`, 0 to 1, after so many bad and good ones: the upper tail of a
 * Beta distribution, whose counts are whole, as a sum of binomial terms.
 */
export function chanceAbove(limit: number, bad: number, good: number): number {
  const a = bad + SEEN_BAD;
  const n = a + good + SEEN_GOOD - 1;
  // P(Beta(a, b) > limit) = P(Binomial(n, limit) < a)
  let term = (1 - limit) ** n;
  let sum = 0;
  for (let j = 0; j < a; j++) {
    sum += term;
    term *= ((n - j) / (j + 1)) * (limit / (1 - limit));
  }
  return Math.min(1, sum);
}
