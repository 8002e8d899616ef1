// From when on everything is still there: every look, every minute. Before that only what outlives it.
import type { SeriesSource } from "../../../shared/domain/series.ts";
import type { Instant } from "../../../shared/domain/time.ts";
import type { Database } from "./database.ts";

/** What may be forgotten while something coarser is still there. */
type Perishable = SeriesSource;

/** Since when nothing of these was forgotten. */
export type Horizons = Readonly<Record<Perishable, Instant>>;

/** The horizons as they are; 0 where nothing was ever forgotten. */
export function selectHorizons(database: Database): Horizons {
  const since = (what: Perishable): Instant =>
    Number(database.all("SELECT since FROM horizon WHERE what = ?", [what])[0]?.[0] ?? 0);
  return { looks: since("looks"), minutes: since("minutes"), hours: since("hours"), days: since("days") };
}

/**
 * Notes that these were forgotten before `since`. `now` corrects a horizon that lies in the future because the clock did:
 * what was measured after the clock was set right is all there.
 */
export function moveHorizon(
  database: Database,
  what: Perishable,
  { since, now }: { readonly since: Instant; readonly now: Instant },
): void {
  const moved = Math.max(since, Math.min(selectHorizons(database)[what], now));
  database.run("REPLACE INTO horizon (what, since) VALUES (?, ?)", [what, moved]);
}
