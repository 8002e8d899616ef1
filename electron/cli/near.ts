/** More mistakes in one word, and another word was meant. It also bounds the search below. */
const MOST_EDITS = 2;

/**
 * How many letters have to be put in, taken out or replaced to turn `a` into `b`, infinite above `limit`; two swapped
 * neighbours are one edit.
 */
function edits(a: string, b: string, limit: number): number {
  if (limit < 0) return Number.POSITIVE_INFINITY;
  if (a === "" || b === "") return a.length + b.length <= limit ? a.length + b.length : Number.POSITIVE_INFINITY;
  if (a[0] === b[0]) return edits(a.slice(1), b.slice(1), limit);
  const rest: (readonly [string, string])[] = [
    [a.slice(1), b],
    [a, b.slice(1)],
    [a.slice(1), b.slice(1)],
  ];
  if (a[0] === b[1] && a[1] === b[0]) rest.push([a.slice(2), b.slice(2)]);
  return 1 + Math.min(...rest.map(([left, right]) => edits(left, right, limit - 1)));
}

/**
 * Which of the names somebody who typed `typed` may have meant: those that begin with it, or differ by at most a third
 * of its letters; nearest first, at most three.
 */
export function nearNames(typed: string, names: readonly string[]): readonly string[] {
  const limit = Math.min(MOST_EDITS, Math.max(1, Math.floor(typed.length / 3)));
  return names
    .map((name) => ({
      name,
      far: typed !== "" && name.startsWith(typed) ? 0 : edits(typed.toLowerCase(), name, limit),
    }))
    .filter(({ far }) => far <= limit)
    .sort((a, b) => a.far - b.far)
    .slice(0, 3)
    .map(({ name }) => name);
}
