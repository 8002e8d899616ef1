// The environment table: how each kind of network has done over a range of time.
import type { FailureName } from "../../../shared/domain/failure.ts";
import { DAY, HOUR, type Instant, type Millis } from "../../../shared/domain/time.ts";
import type { KindRow } from "../ports.ts";
import { causeNames, mostCommon } from "./causes.ts";
import type { Database } from "./database.ts";
import { type Horizons, selectHorizons } from "./horizon.ts";
import { selectLooks } from "./kept-look.ts";
import { addLook, emptyCount, type LookCount } from "./look-count.ts";
import { obtain } from "./obtain.ts";
import { type CountAt, DAYS, HOURS, type RowPlace, readRollUp, type Tier } from "./roll-up.ts";

/** A range of time, both ends included, and the name of an endpoint; `null` for all. */
export interface TableRange {
  readonly since: Instant;
  readonly until: Instant;
  readonly endpoint: string | null;
}

/**
 * The table of kinds, most samples first. Looks where our own side failed (`local`) are left out: they say nothing about
 * the network. Plain HTTP endpoints do not count for the TLS rate; it is 0 where no other was looked at. Where single
 * looks were forgotten, an hour that the range only touches counts whole; where hours were, a day. To be run in a transaction to read.
 */
export function selectKinds(database: Database, range: TableRange): readonly KindRow[] {
  const groups = groupsIn(database, range);
  const kinds = [...new Set(groups.map((group) => group.kind))];
  return kinds
    .map((kind) => {
      const own = groups.filter((group) => group.kind === kind);
      return kindRow(kind, own);
    })
    .filter((row) => row.samples > 0)
    .sort((a, b) => b.samples - a.samples || a.kind.localeCompare(b.kind, "en"));
}

function groupsIn(database: Database, range: TableRange): readonly Group[] {
  const { endpoint } = range;
  const id = database.all("SELECT id FROM endpoint WHERE name = ?", [endpoint])[0]?.[0] ?? 0;
  const of = endpoint === null ? {} : { endpoint: Number(id) };
  const counts = new Map<string, Counted>();
  const countFor = ({ endpoint, network }: Pick<Counted, "endpoint" | "network">): LookCount =>
    obtain(counts, `${network} ${endpoint}`, () => ({ endpoint, network, count: emptyCount() })).count;
  const countsFor = (place: RowPlace): CountAt => {
    const count = countFor(place);
    return () => count;
  };
  for (const { tier, since, until } of piecesOf(range, selectHorizons(database))) {
    const piece = { since, until, ...of };
    if (tier === null) for (const look of selectLooks(database, piece)) addLook(countFor(look), look);
    else readRollUp(database, { tier, ...piece }, { countsFor, depth: "numbers" });
  }
  return named(database, [...counts.values()]);
}

/** A part of a range, from `since` to before `until`, and what has it; `null` for the looks themselves. */
interface Piece {
  readonly tier: Tier | null;
  readonly since: Instant;
  readonly until: Instant;
}

function piecesOf({ since, until }: TableRange, horizons: Horizons): readonly Piece[] {
  const grainAt = (at: Instant): Millis => (at >= horizons.looks ? 1 : at >= horizons.hours ? HOUR : DAY);
  const begin = Math.floor(since / grainAt(since)) * grainAt(since);
  const end = (Math.floor(until / grainAt(until)) + 1) * grainAt(until);
  return cover({ since: begin, until: end }, [DAYS, HOURS]);
}

// Whole units of the coarsest tier in the middle, the rest at both ends from the finer ones.
function cover({ since, until }: Omit<Piece, "tier">, [tier, ...finer]: readonly Tier[]): readonly Piece[] {
  if (tier === undefined) return since < until ? [{ tier: null, since, until }] : [];
  const first = Math.ceil(since / tier.unit) * tier.unit;
  const last = Math.floor(until / tier.unit) * tier.unit;
  if (first >= last) return cover({ since, until }, finer);
  const ends = [
    { since, until: first },
    { since: last, until },
  ].flatMap((end) => cover(end, finer));
  return [{ tier, since: first, until: last }, ...ends];
}

interface Counted {
  readonly endpoint: number;
  readonly network: number;
  readonly count: LookCount;
}

interface Group {
  readonly kind: string;
  readonly isSecure: boolean;
  readonly looks: number;
  readonly tls13: number;
  readonly failed: readonly { readonly name: FailureName; readonly looks: number; readonly spentMs: number }[];
}

function named(database: Database, counted: readonly Counted[]): readonly Group[] {
  const kinds = new Map(database.all("SELECT id, name FROM kind").map(([id, name]) => [id, String(name)]));
  const plain = new Set(database.all("SELECT id FROM endpoint WHERE name LIKE 'http://%'").map(([id]) => id));
  const nameOf = causeNames(database);
  return counted.map(({ endpoint, network, count }) => {
    const causes = [...count.causes].map(([cause, { looks, spentMs }]) => ({ name: nameOf(cause), looks, spentMs }));
    const own = causes.filter(({ name }) => name.endsWith("/local")).reduce((sum, { looks }) => sum + looks, 0);
    return {
      kind: kinds.get(network) ?? "unknown",
      isSecure: !plain.has(endpoint),
      looks: count.looks - own,
      tls13: count.tls13,
      failed: causes.filter(({ name }) => !name.endsWith("/local")),
    };
  });
}

function kindRow(kind: string, groups: readonly Group[]): KindRow {
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  const secure = groups.filter((group) => group.isSecure);
  const secureLooks = sum(secure.map(({ looks }) => looks));
  const failed = groups.flatMap((group) => group.failed);
  const failures = sum(failed.map(({ looks }) => looks));
  const names = [...new Set(failed.map(({ name }) => name))];
  const byName = names.map((name) => ({
    name,
    looks: sum(failed.filter((cause) => cause.name === name).map(({ looks }) => looks)),
  }));
  return {
    kind,
    samples: sum(groups.map(({ looks }) => looks)),
    tls13Rate: secureLooks === 0 ? 0 : sum(secure.map(({ tls13 }) => tls13)) / secureLooks,
    failureMs: failures === 0 ? null : sum(failed.map(({ spentMs }) => spentMs)) / failures,
    commonFailure: mostCommon(byName),
  };
}
