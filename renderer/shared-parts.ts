/**
 * `after`, with every part that is equal to the same part of `before` replaced by it, and `before` itself when all is
 * equal. A snapshot comes as a copy: without this everything in it would look new, and all of the window would be drawn
 * again for each look. For plain data, as it comes through a structured clone; entries of lists are matched by place.
 */
export function shareParts<T>(before: unknown, after: T): T {
  if (Object.is(before, after) || !isPlain(before) || !isPlain(after)) return after;
  if (Array.isArray(before) !== Array.isArray(after)) return after;
  const names = Object.keys(after);
  const parts = names.map((name) => shareParts(before[name], after[name]));
  const isEqual =
    names.length === Object.keys(before).length &&
    names.every((name, n) => Object.hasOwn(before, name) && Object.is(parts[n], before[name]));
  if (isEqual) return before as T;
  return (Array.isArray(after) ? parts : Object.fromEntries(names.map((name, n) => [name, parts[n]]))) as T;
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
