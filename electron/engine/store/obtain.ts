// The value of a map under a key, made when there is none. That is all.

/** What the map has for the key; when it has nothing, what `make` makes, which it has from then on. */
export function obtain<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
