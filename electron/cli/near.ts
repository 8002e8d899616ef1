/** How many single-character edits turn `a` into `b`; two swapped neighbours are one edit. */
function distance(a: string, b: string): number {
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const next = [row];
    for (let column = 1; column <= b.length; column++) {
      const isSame = a[row - 1] === b[column - 1];
      const replaced = (last[column - 1] ?? 0) + (isSame ? 0 : 1);
      const isSwapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      const swapped = isSwapped ? (beforeLast[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY;
      next.push(Math.min(replaced, (last[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1, swapped));
    }
    beforeLast = last;
    last = next;
  }
  return last[b.length] ?? 0;
}

/**
 * Which of the names somebody who typed `typed` may have meant: those that begin with it, or differ by at most a third
 * of its letters; nearest first, at most three.
 */
export function nearNames(typed: string, names: readonly string[]): readonly string[] {
  const allowed = Math.max(1, Math.floor(typed.length / 3));
  return names
    .map((name) => ({ name, edits: typed !== "" && name.startsWith(typed) ? 0 : distance(typed.toLowerCase(), name) }))
    .filter(({ edits }) => edits <= allowed)
    .sort((a, b) => a.edits - b.edits)
    .slice(0, 3)
    .map(({ name }) => name);
}
