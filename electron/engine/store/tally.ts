// Looks counted by the hour, beside the samples themselves: what the table of kinds is made of.
import type { FailureName } from "../../../shared/domain/failure.ts";
import { HOUR, type Instant } from "../../../shared/domain/time.ts";
import type { KindRow } from "../ports.ts";
import type { Database, SqlValue } from "./database.ts";

/** A sample as far as the tally is concerned: numbers of the dictionaries, `null` for none; `total` in microseconds. */
export interface Look {
  readonly at: Instant;
  readonly endpoint: SqlValue;
  readonly network: SqlValue;
  readonly tls: SqlValue;
  readonly failure: SqlValue;
  readonly total: number | null;
}

/** Counts one look. To be run in the transaction that adds the sample. */
export function addToTally(database: Database, { at, endpoint, network, tls, failure, total }: Look): void {
  database.run(
    `INSERT INTO tally (hour, endpoint, network, tls, failure, looks, spent) VALUES (?, ?, ?, ?, ?, 1, ?)
    ON CONFLICT DO UPDATE SET looks = looks + 1, spent = spent + excluded.spent`,
    [hourOf(at), endpoint, network, tls ?? 0, failure ?? 0, total],
  );
}

const FROM_SAMPLES = `SELECT endpoint, network, coalesce(tls, 0) AS tls, coalesce(failure, 0) AS failure,
  count(*) AS looks, sum(total) AS spent FROM sample`;

/** Counts anew what is left of the hour of `before`, and forgets the hours before it. To be run after samples were pruned. */
export function pruneTally(database: Database, before: Instant): void {
  const hour = hourOf(before);
  database.run("DELETE FROM tally WHERE hour <= ?", [hour]);
  database.run(
    `INSERT INTO tally (hour, endpoint, network, tls, failure, looks, spent)
    SELECT ?, * FROM (${FROM_SAMPLES} WHERE at >= ? AND at < ? GROUP BY 1, 2, 3, 4)`,
    [hour, hour * HOUR, (hour + 1) * HOUR],
  );
}

function hourOf(at: Instant): number {
  return Math.floor(at / HOUR);
}

/** A range of time, both ends included, and the name of an endpoint; `null` for all. */
export interface TallyRange {
  readonly since: Instant;
  readonly until: Instant;
  readonly endpoint: string | null;
}

// Whole hours come from the tally, what is left at both ends from the samples.
const GROUPED = `
  SELECT endpoint, network, tls, failure, looks, spent FROM tally WHERE hour >= ?1 AND hour < ?2
  UNION ALL SELECT * FROM (${FROM_SAMPLES} WHERE at >= ?3 AND at < ?4 GROUP BY 1, 2, 3, 4)
  UNION ALL SELECT * FROM (${FROM_SAMPLES} WHERE at >= ?5 AND at <= ?6 GROUP BY 1, 2, 3, 4)`;

function groupsIn(database: Database, { since, until, endpoint }: TallyRange): readonly Group[] {
  const first = Math.ceil(since / HOUR);
  const end = Math.max(first, Math.floor((until + 1) / HOUR));
  const headEnd = Math.min(first * HOUR, until + 1);
  const sql = `SELECT k.name, f.stage, f.kind, t.version, e.name LIKE 'http://%', sum(g.looks), sum(g.spent)
    FROM (${GROUPED}) g JOIN kind k ON k.id = g.network JOIN endpoint e ON e.id = g.endpoint
    LEFT JOIN tls t ON t.id = g.tls LEFT JOIN failure f ON f.id = g.failure
    WHERE (f.kind IS NULL OR f.kind <> 'local') AND (?7 IS NULL OR e.name = ?7) GROUP BY 1, 2, 3, 4, 5`;
  const values = [first, end, since, headEnd, Math.max(end * HOUR, headEnd), until, endpoint];
  return database.all(sql, values).map(([kind, stage, failure, version, plain, looks, spent]) => ({
    kind: String(kind),
    failure: stage === null ? null : (`${stage}/${failure}` as FailureName),
    finished: version === "TLSv1.3" && (stage === null || stage === "http" || stage === "protocol"),
    secure: plain === 0,
    looks: Number(looks),
    spentMs: Number(spent) / 1_000,
  }));
}

/**
 * The table of kinds, most samples first. Looks where our own side failed (`local`) are left out: they say nothing about
 * the network. Plain HTTP endpoints do not count for the TLS rate; it is 0 where no other was looked at.
 */
export function selectKinds(database: Database, range: TallyRange): readonly KindRow[] {
  const groups = groupsIn(database, range);
  const kinds = [...new Set(groups.map((g) => g.kind))];
  return kinds
    .map((kind) => {
      const own = groups.filter((g) => g.kind === kind);
      return toKindRow(kind, own);
    })
    .sort((a, b) => b.samples - a.samples || a.kind.localeCompare(b.kind, "en"));
}

interface Group {
  readonly kind: string;
  readonly failure: FailureName | null;
  readonly finished: boolean;
  readonly secure: boolean;
  readonly looks: number;
  readonly spentMs: number;
}

function toKindRow(kind: string, groups: readonly Group[]): KindRow {
  const count = (some: readonly Group[]): number => some.reduce((sum, g) => sum + g.looks, 0);
  const secure = count(groups.filter((g) => g.secure));
  const failed = groups.filter((g) => g.failure !== null);
  const failures = count(failed);
  const names = [...new Set(failed.map((g) => g.failure))];
  const ranked = names
    .map((name) => ({ name, looks: count(failed.filter((g) => g.failure === name)) }))
    .sort((a, b) => b.looks - a.looks || String(a.name).localeCompare(String(b.name), "en"));
  return {
    kind,
    samples: count(groups),
    tls13Rate: secure === 0 ? 0 : count(groups.filter((g) => g.secure && g.finished)) / secure,
    failureMs: failures === 0 ? null : failed.reduce((sum, g) => sum + g.spentMs, 0) / failures,
    commonFailure: ranked[0]?.name ?? null,
  };
}
