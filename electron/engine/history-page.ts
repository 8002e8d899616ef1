// The page of history that the window shows: single looks of a short range, a series for each endpoint of a long one.
import { MAX_POINTS, type Series } from "../../shared/domain/series.ts";
import { redactSwitch } from "../../shared/domain/snapshot-of.ts";
import { HOUR, type Instant, type Millis } from "../../shared/domain/time.ts";
import type { HistoryPage } from "../../shared/ipc/contract.ts";
import type { History } from "./ports.ts";

/** Sixteen endpoints have 12 000 looks in so long. More take longer to send than to count. */
const LONGEST_OF_LOOKS: Millis = 6 * HOUR;

/** Most looks that a page holds, where very many endpoints are looked at very often. */
const PAGE_SAMPLES = 20_000;

/** Most points that a page holds, shared by its endpoints. */
const PAGE_POINTS = 20_000;

/** Looks this many switches back for the last one that took place: some before it may have been refused. */
const SWITCHES_BACK = 20;

/** What is asked for. */
interface PageQuery {
  readonly since: Instant;
  readonly until: Instant;
  readonly endpoint?: string | undefined;
}

/** The page from `since` to `until`. Takes its time in pieces of some milliseconds, so that no look is measured too long. */
export async function readPage(history: History, { since, until, endpoint }: PageQuery): Promise<HistoryPage> {
  const rest = {
    switches: history.switches({ since, until }).map(redactSwitch),
    networks: history.networks({ since, until }).map(({ at, kind }) => ({ at, kind })),
    kinds: history.kinds({ since, until }),
    atStart: atStart(history, since),
  };
  // Of older looks only failures are left: drawn one by one, they would make a bad time of a good one.
  const isWhole = since >= history.looksSince();
  if (until - since <= LONGEST_OF_LOOKS && isWhole) {
    const query = endpoint === undefined ? { since, until } : { since, until, endpoint };
    return { samples: history.samples({ ...query, limit: PAGE_SAMPLES }), ...rest };
  }
  const endpoints = endpoint === undefined ? history.endpoints() : [endpoint];
  const points = Math.max(1, Math.min(MAX_POINTS, Math.floor(PAGE_POINTS / Math.max(1, endpoints.length))));
  const series: Series[] = [];
  for (const each of endpoints) {
    await othersHadTheirTurn();
    series.push(history.series({ endpoint: each, since, until, points }));
  }
  return { samples: [], series: series.filter((one) => one.points.length > 0), ...rest };
}

/** What the last change before the range left behind. */
function atStart(history: History, since: Instant): NonNullable<HistoryPage["atStart"]> {
  const before = { until: since - 1 };
  const network = history.networks({ ...before, limit: 1 }).at(-1);
  const entry = history.switches({ ...before, limit: SWITCHES_BACK }).findLast(({ outcome }) => outcome === "written");
  return {
    ...(network === undefined ? {} : { kind: network.kind }),
    ...(entry === undefined ? {} : { profile: entry.to }),
  };
}

function othersHadTheirTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
