// Looks counted by the minute, the hour and the day, beside the looks themselves, which they outlive. Each look is counted in
// the transaction that adds it, whenever it was taken: looks that come late, a clock that jumped back and two processes
// that write at once need no care. What is in a block of counts is in look-count.ts.
import { DAY, HOUR, type Instant, MINUTE, type Millis } from "../../../shared/domain/time.ts";
import type { Database, SqlValue } from "./database.ts";
import {
  addBlock,
  addLook,
  type CountedLook,
  type Depth,
  emptyCount,
  type LookCount,
  mergeBlock,
} from "./look-count.ts";
import { obtain } from "./obtain.ts";
import { StorageError } from "./storage-error.ts";

/** A table of counts: those of `perBlock` units of time side by side in one row for each endpoint and kind of network. */
export interface Tier {
  readonly name: "minutes" | "hours" | "days";
  readonly table: "minute" | "hour" | "day";
  readonly unit: Millis;
  readonly perBlock: number;
}

/**
 * Thirty cells a row: a look changes one row of some 400 bytes, and a fortnight of one endpoint is 672 rows. Reading a
 * row costs 3 µs whatever is in it, so that a row a minute would be too slow as well as too large.
 */
export const MINUTES: Tier = { name: "minutes", table: "minute", unit: MINUTE, perBlock: 30 };

/** Six cells a row, some 450 bytes: a row of more than a quarter page would spill into pages of its own. */
export const HOURS: Tier = { name: "hours", table: "hour", unit: HOUR, perBlock: 6 };

/** Four cells a row, for the same reason. They make a year as quick to read as a month, and weigh an eighth of the hours. */
export const DAYS: Tier = { name: "days", table: "day", unit: DAY, perBlock: 4 };

const TIERS = [MINUTES, HOURS, DAYS];

// The number of the block that holds an instant.
function blockOf({ unit, perBlock }: Tier, at: Instant): number {
  return Math.floor(at / (unit * perBlock));
}

/** Whose counts a row holds, by numbers of the dictionaries. */
export interface RowPlace {
  readonly endpoint: number;
  readonly network: number;
}

/** A look to be counted, and where. */
export interface PlacedLook extends CountedLook, RowPlace {
  readonly at: Instant;
}

interface Block {
  /** Endpoint, number of the block, network. */
  readonly key: readonly SqlValue[];
  readonly counts: Map<number, LookCount>;
}

/** More than there are kinds of network. */
const MOST_NETWORKS = 65_536;

/** Counts looks in memory until they are added to the database, so that many of one block cost one change of its row. */
export class RollUp {
  /** By tier, then by endpoint and network, then by number of the block. */
  readonly #blocks = new Map<Tier, Map<number, Map<number, Block>>>();

  add(look: PlacedLook, tiers: readonly Tier[] = TIERS): void {
    for (const tier of tiers) addLook(this.countAt(tier, look, look.at), look);
  }

  /** The count of the unit of time that holds an instant, to add to. */
  countAt(tier: Tier, place: RowPlace, at: Instant): LookCount {
    const block = blockOf(tier, at);
    const offset = Math.floor(at / tier.unit) - block * tier.perBlock;
    return obtain(this.#blockFor(tier, place, block).counts, offset, emptyCount);
  }

  /** Adds all to the tables, and begins anew. To be run in a transaction to write. */
  writeTo(database: Database): void {
    for (const [{ table }, places] of this.#blocks) {
      const select = `SELECT cells FROM ${table} WHERE endpoint = ? AND block = ? AND network = ?`;
      const replace = `REPLACE INTO ${table} (endpoint, block, network, cells) VALUES (?, ?, ?, ?)`;
      for (const { key, counts } of [...places.values()].flatMap((blocks) => [...blocks.values()])) {
        const held = database.all(select, key)[0]?.[0];
        const merged = orDamaged(database, () => mergeBlock(held === undefined ? null : bytesOf(held), counts));
        database.run(replace, [...key, merged]);
      }
    }
    this.#blocks.clear();
  }

  #blockFor(tier: Tier, { endpoint, network }: RowPlace, number: number): Block {
    const place = endpoint * MOST_NETWORKS + network;
    const places = obtain(this.#blocks, tier, () => new Map<number, Map<number, Block>>());
    const blocks = obtain(places, place, () => new Map<number, Block>());
    return obtain(blocks, number, () => ({ key: [endpoint, number, network], counts: new Map<number, LookCount>() }));
  }
}

/** Which counts are wanted: from `since` to before `until`, of one endpoint or of all. */
export interface RollUpRange {
  readonly tier: Tier;
  readonly since: Instant;
  readonly until: Instant;
  readonly endpoint?: number;
}

/** Answers the count that a unit of time is to be added to, by its beginning. */
export type CountAt = (at: Instant) => LookCount;

/** Adds each unit of time that begins in the range to a count; `countsFor` is asked once for each row. */
export function readRollUp(
  database: Database,
  { tier, since, until, endpoint }: RollUpRange,
  { countsFor, depth }: { readonly countsFor: (place: RowPlace) => CountAt; readonly depth: Depth },
): void {
  const { table, unit, perBlock } = tier;
  const of = endpoint === undefined ? "IN (SELECT id FROM endpoint)" : "= ?";
  const sql = `SELECT block, cells, network, endpoint FROM ${table} WHERE endpoint ${of} AND block BETWEEN ? AND ?`;
  const blocks = [blockOf(tier, since), blockOf(tier, until - 1)];
  const rows = database.all(sql, endpoint === undefined ? blocks : [endpoint, ...blocks]);
  orDamaged(database, () => {
    for (const [block, cells, network, of] of rows) {
      const countAt = countsFor({ endpoint: Number(of), network: Number(network) });
      const begin = Number(block) * perBlock * unit;
      const countOf = (offset: number): LookCount | undefined => {
        const at = begin + offset * unit;
        return at >= since && at < until ? countAt(at) : undefined;
      };
      addBlock(bytesOf(cells), countOf, depth);
    }
  });
}

/** Forgets what was counted before `before`, by whole blocks; answers whether there was anything. */
export function pruneRollUp(database: Database, tier: Tier, before: Instant): boolean {
  const sql = `DELETE FROM ${tier.table} WHERE endpoint IN (SELECT id FROM endpoint) AND block < ?`;
  return database.run(sql, [blockOf(tier, before)]).changes > 0;
}

/** Whether every block can be read. Takes a second for a year. */
export function isRollUpSound(database: Database): boolean {
  const scratch = emptyCount();
  return TIERS.every(({ table }) =>
    database.all(`SELECT cells FROM ${table}`).every(([cells]) => {
      try {
        addBlock(bytesOf(cells), () => scratch, "all");
        return true;
      } catch (error) {
        if (error instanceof RangeError) return false;
        throw error;
      }
    }),
  );
}

function bytesOf(value: SqlValue | undefined): Uint8Array {
  if (value instanceof Uint8Array) return value;
  throw new RangeError("no bytes");
}

// A block that is not what we write was damaged on the disk, where SQLite itself could not see it.
function orDamaged<T>(database: Database, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof RangeError) throw new StorageError("corrupt", database.file, error);
    throw error;
  }
}
