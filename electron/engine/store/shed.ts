// What goes before its time when the file grows too large, in the order in which it is missed least: the oldest single
// successes, then minutes, then failures, then hours and days. Of each the last day stays as long as it can.
import { DAY, HOUR, type Instant, type Millis } from "../../../shared/domain/time.ts";
import type { Database } from "./database.ts";
import { moveHorizon } from "./horizon.ts";
import { type Cut, count, forgetLooks, forgetOldestFailures, type Limits } from "./retention.ts";
import { DAYS, HOURS, MINUTES, pruneRollUp, type Tier } from "./roll-up.ts";

/** How much goes at a time: little enough for one transaction. */
const SLICE: Millis = 6 * HOUR;

/** Bytes in use, and those of the whole file, which keeps what is free for later. */
export function sizeOf(database: Database): { readonly used: number; readonly file: number } {
  const pragma = (name: string): number => count(database, `PRAGMA ${name}`);
  const size = pragma("page_size");
  const pages = pragma("page_count");
  return { used: (pages - pragma("freelist_count")) * size, file: pages * size };
}

/** Forgets a little of what is missed least, whatever its age; answers whether there was anything left to forget. */
export function shed(database: Database, now: Instant, limits: Limits): boolean {
  const yesterday = now - DAY;
  return (
    shedLooks(database, { before: yesterday, now }, limits) ||
    shedTier(database, MINUTES, { before: yesterday, now }) ||
    shedFailures(database) ||
    shedTier(database, HOURS, { before: yesterday, now }) ||
    shedTier(database, DAYS, { before: yesterday, now }) ||
    // So many endpoints that a single day is too much.
    shedLooks(database, { before: Number.MAX_SAFE_INTEGER, now }, limits)
  );
}

function shedLooks(database: Database, { before, now }: Cut, limits: Limits): boolean {
  const first = oldest(database, "SELECT min(at) FROM sample WHERE endpoint = e.id");
  if (first === null || first >= before) return false;
  const cut = Math.min(before, (Math.floor(first / SLICE) + 1) * SLICE);
  // Every endpoint has a turn; the slice is short.
  while (forgetLooks(database, { before: cut, now }, limits));
  return true;
}

function shedTier(database: Database, tier: Tier, { before, now }: Cut): boolean {
  const length = tier.unit * tier.perBlock;
  const first = oldest(database, `SELECT min(block) FROM ${tier.table} WHERE endpoint = e.id`);
  if (first === null) return false;
  const step = Math.max(SLICE, length);
  const cut = (Math.floor((first * length) / step) + 1) * step;
  if (cut > before) return false;
  moveHorizon(database, tier.name, { since: cut, now });
  return pruneRollUp(database, tier, cut);
}

function shedFailures(database: Database): boolean {
  const kept = count(database, "SELECT count(*) FROM failed");
  if (kept === 0) return false;
  forgetOldestFailures(database, Math.ceil(kept / 10));
  return true;
}

// The least of what a query answers for each endpoint in turn, which the keys find at once.
function oldest(database: Database, query: string): number | null {
  const found = database.all(`SELECT min((${query})) FROM endpoint e`)[0]?.[0];
  return typeof found === "number" ? found : null;
}
