/**
 * `after`, with every part that is equal to the same part of `before` replaced by it, and `before` itself when all is
 * equal. A snapshot comes as a copy: without this everything in it would look new, and all of the window would be drawn
 * again for each look. For plain data, as it comes through a structured clone; entries of lists are matched by place.
 */
export function shareParts<T>(before: unknown, after: T): T {
  if (Object.is(before, after)) return after;
  if (typeof before !== "object" || typeof after !== "object" || before === null || after === null) return after;
  if (Array.isArray(before) !== Array.isArray(after)) return after;
  const old = before as Readonly<Record<string, unknown>>;
  const names = Object.keys(after);
  let isEqual = names.length === Object.keys(old).length;
  const shared: Record<string, unknown> = {};
  for (const name of names) {
    const value = (after as Readonly<Record<string, unknown>>)[name];
    shared[name] = shareParts(old[name], value);
    if (!Object.is(shared[name], old[name]) || !Object.hasOwn(old, name)) isEqual = false;
  }
  if (isEqual) return before as T;
  return (Array.isArray(after) ? names.map((name) => shared[name]) : shared) as T;
}
