import type { Health } from "./health.ts";
import { type Hops, hopsOf, type Outlook, outlookOver, type Seen } from "./outlook.ts";

/** The outlook last given to somebody, and all that it rested on. */
interface Given {
  readonly hops: Hops;
  readonly healths: readonly (Health | undefined)[];
  readonly outlook: Outlook;
  /** How often it was given since its times were worked out. */
  readonly age: number;
}

const given = new WeakMap<object, Given>();

/** Times are kept for so many more looks at most. They move slowly, and to work them out costs more than all else. */
const OLDEST = 10;

/** At the beginning each look tells much, so that times are kept for half as many looks as there are. */
const SHARE = 0.5;

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
  const healths = hops.names.map(healthOf);
  const isFresh = known?.hops === hops && known.age < oldest(healths);
  const outlook = outlookOver(hops, seen, isFresh ? known.outlook : undefined);
  given.set(owner, { hops, healths, outlook, age: isFresh ? known.age + 1 : 0 });
  return outlook;
}

function oldest(healths: readonly (Health | undefined)[]): number {
  const looks = healths.flatMap((health) => (health === undefined ? [] : [health.samples]));
  return looks.length === 0 ? 0 : Math.min(OLDEST, Math.floor(SHARE * Math.min(...looks)));
}
