import type { Health } from "./health.ts";
import { type Hops, hopsOf, type Outlook, outlookOver, type Seen } from "./outlook.ts";

/** The outlook last given to somebody, and all that it rested on. */
interface Given {
  readonly hops: Hops;
  readonly healths: readonly (Health | undefined)[];
  readonly outlook: Outlook;
}

const given = new WeakMap<object, Given>();

/**
 * The outlook of a GOPROXY value for its owner, a profile or a reading of the environment: worked out anew only when the
 * value or the health of one of its endpoints is another. Most events are about one endpoint, most profiles about others.
 */
export function outlookOnce(owner: object, value: string, seen: Seen): Outlook {
  const { healthOf } = seen;
  const known = given.get(owner);
  const hops = known?.hops.chain.value === value ? known.hops : hopsOf(value);
  const isSame = (name: string, index: number): boolean => healthOf(name) === known?.healths[index];
  if (known?.hops === hops && hops.names.every(isSame)) return known.outlook;
  const outlook = outlookOver(hops, seen);
  given.set(owner, { hops, healths: hops.names.map(healthOf), outlook });
  return outlook;
}
