// One endpoint over any range of time in few points, from whatever is fine enough and still there: the looks themselves,
// or their counts by minute, hour or day.
import { endpointName } from "../../../shared/domain/endpoint.ts";
import type { FailureName } from "../../../shared/domain/failure.ts";
import {
  MAX_POINTS,
  type Quantiles,
  type Series,
  type SeriesPoint,
  type SeriesSource,
} from "../../../shared/domain/series.ts";
import { DAY, HOUR, type Instant, MINUTE, type Millis, SECOND } from "../../../shared/domain/time.ts";
import type { SeriesQuery } from "../ports.ts";
import { causeNames, mostCommon } from "./causes.ts";
import type { Database } from "./database.ts";
import type { Histogram } from "./histogram.ts";
import { selectHorizons } from "./horizon.ts";
import { selectLooks } from "./kept-look.ts";
import { addCount, addLook, emptyCount, type LookCount } from "./look-count.ts";
import { DAYS, HOURS, MINUTES, readRollUp } from "./roll-up.ts";

/** Widths of a point that people can name. Each is made of whole ones of its source. */
const WIDTHS: readonly Millis[] = [
  ...[1, 2, 5, 10, 15, 30].map((n) => n * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 6, 12].map((n) => n * HOUR),
  ...[1, 2, 7, 14, 28].map((n) => n * DAY),
];

/** Three thousand hours take some milliseconds. Where they would make fewer than 250 points, days are as good. */
const LONGEST_OF_HOURS: Millis = 125 * DAY;

const TIERS = { minutes: MINUTES, hours: HOURS, days: DAYS } as const;

interface Plan {
  readonly width: Millis;
  readonly source: SeriesSource;
  /** From here, a multiple of the width. */
  readonly since: Instant;
  /** To before here, another one. */
  readonly until: Instant;
}

/** The series of a query. To be run in a transaction to read. */
export function selectSeries(database: Database, query: SeriesQuery): Series {
  const name = endpointName(query.endpoint);
  const plan = planFor(query, selectHorizons(database));
  const endpoint = database.all("SELECT id FROM endpoint WHERE name = ?", [name])[0]?.[0];
  const counts = typeof endpoint === "number" ? countsOf(database, endpoint, plan) : [];
  const nameOf = causeNames(database);
  const points = counts.flatMap((count, place) =>
    count === undefined ? [] : [pointOf(plan.since + place * plan.width, count, nameOf)],
  );
  return { endpoint: name, widthMs: plan.width, source: plan.source, points, whole: wholeOf(points, counts, nameOf) };
}

// The finest source that still has the whole range, and has not more to read than it takes.
function planFor(
  { since, until, points = MAX_POINTS }: SeriesQuery,
  horizons: ReturnType<typeof selectHorizons>,
): Plan {
  const widthFrom = (least: Millis): Millis => widthFor({ since, until, points: Math.max(1, points), least });
  const begins = (width: Millis): Instant => Math.floor(since / width) * width;
  const plan = (source: SeriesSource, width: Millis): Plan => {
    const end = (Math.floor(until / width) + 1) * width;
    return { source, width, since: begins(width), until: until < since ? begins(width) : end };
  };
  const finest = widthFrom(0);
  if (finest < MINUTE && begins(finest) >= horizons.looks) return plan("looks", finest);
  const byMinute = widthFrom(MINUTE);
  if (byMinute < HOUR && begins(byMinute) >= horizons.minutes) return plan("minutes", byMinute);
  const byHour = widthFrom(HOUR);
  const isQuick = until - since <= LONGEST_OF_HOURS && byHour < DAY;
  if (isQuick && begins(byHour) >= horizons.hours) return plan("hours", byHour);
  return plan("days", widthFrom(DAY));
}

interface Fit {
  readonly since: Instant;
  readonly until: Instant;
  readonly points: number;
  readonly least: Millis;
}

// A single point may need to begin anywhere, so a range is never too long: beyond the names a width is whole weeks.
function widthFor({ since, until, points, least }: Fit): Millis {
  const fits = (width: Millis): boolean => Math.floor(until / width) - Math.floor(since / width) < points;
  const named = WIDTHS.find((width) => width >= least && fits(width));
  if (named !== undefined) return named;
  let width = 28 * DAY;
  while (!fits(width) && width < until) width *= 2;
  return width;
}

// By place in the range; a place without looks is a hole.
function countsOf(database: Database, endpoint: number, plan: Plan): readonly (LookCount | undefined)[] {
  const { since, until, width, source } = plan;
  const counts: (LookCount | undefined)[] = [];
  const countAt = (at: Instant): LookCount => {
    const place = Math.floor((at - since) / width);
    return (counts[place] ??= emptyCount());
  };
  if (source === "looks") {
    for (const look of selectLooks(database, { since, until, endpoint })) addLook(countAt(look.at), look);
  } else {
    const tier = TIERS[source];
    readRollUp(database, { tier, since, until, endpoint }, { countsFor: () => countAt, depth: "all" });
  }
  return counts;
}

function wholeOf(
  points: readonly SeriesPoint[],
  counts: readonly (LookCount | undefined)[],
  nameOf: (cause: number) => FailureName,
): SeriesPoint | null {
  const [first] = points;
  if (first === undefined) return null;
  const all = emptyCount();
  for (const count of counts) if (count !== undefined) addCount(all, count);
  return pointOf(first.at, all, nameOf);
}

function pointOf(
  at: Instant,
  { looks, causes, handshake, total }: LookCount,
  nameOf: (cause: number) => FailureName,
): SeriesPoint {
  const failed = [...causes].map(([cause, count]) => ({ name: nameOf(cause), looks: count.looks }));
  return {
    at,
    looks,
    failures: failed.reduce((sum, cause) => sum + cause.looks, 0),
    handshake: quantilesOf(handshake),
    total: quantilesOf(total),
    commonFailure: mostCommon(failed),
  };
}

function quantilesOf(histogram: Histogram): Quantiles | null {
  const p50 = histogram.quantile(0.5);
  const p95 = histogram.quantile(0.95);
  return p50 === null || p95 === null ? null : { p50, p95 };
}
