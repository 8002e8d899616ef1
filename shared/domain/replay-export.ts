// The journal as records of a replay: what happened, in the order in which a replay takes it.
import type { DecisionRow, HappeningRow } from "./happening.ts";
import type { Sample } from "./sample.ts";
import type { Instant, Millis } from "./time.ts";

/** What was kept of a stretch of time. */
export interface Kept {
  /** In the order in which they happened. */
  readonly happenings: readonly HappeningRow[];
  readonly samples: readonly Sample[];
  readonly decisions: readonly DecisionRow[];
}

/** One record, as it is written. */
export interface WrittenRecord {
  readonly type: string;
  readonly at: Instant;
}

/** A look is heard of this much later than it ended, at most: our own computing. */
const HEARD_WITHIN_MS: Millis = 30;

/**
 * The records, the first of them a `config`; none when no start of an engine was kept. Of engines that ran at the same time
 * the one that ran longer counts: looks are kept without a word on who made them.
 */
export function replayRecords({ happenings, samples, decisions }: Kept): readonly WrittenRecord[] {
  const runs = outerRuns(happenings);
  const own = happenings.filter(({ run }) => runs.has(run)).map(({ happening }) => happening);
  const first = own.findIndex(({ type }) => type === "start");
  const start = own[first];
  if (start === undefined) return [];
  const later = own.slice(first + 1);
  const decided = decisions.filter(({ run, at }) => runs.has(run) && at >= start.at);
  const moments = [...later.filter(({ type }) => type === "network"), ...decided].map(({ at }) => at);
  const looks = samples.filter(({ at }) => at >= start.at);
  const records: readonly WrittenRecord[] = [
    ...later,
    ...decided.map(({ at, kind, profile, because }) => ({ type: "decided", at, kind, profile, code: because.code })),
    ...withHeard(looks, moments).map((sample) => ({ type: "sample", ...sample })),
  ];
  return [{ ...start, type: "config" }, ...[...records].sort((a, b) => a.at - b.at)];
}

/** The runs that are not wholly within another. */
function outerRuns(happenings: readonly HappeningRow[]): ReadonlySet<Instant> {
  const spans = new Map<Instant, Instant>();
  for (const { run, happening } of happenings) spans.set(run, Math.max(spans.get(run) ?? run, happening.at));
  const isInner = ([run, end]: readonly [Instant, Instant]): boolean =>
    [...spans].some(([other, otherEnd]) => other < run && otherEnd > end);
  return new Set([...spans].filter((span) => !isInner(span)).map(([run]) => run));
}

/** The looks, and of each that something followed from at once, when it was heard of: both belong to one moment. */
function withHeard(samples: readonly Sample[], moments: readonly Instant[]): readonly (Sample & { heard?: Instant })[] {
  const byEnd = [...samples].map((sample) => ({ sample, end: sample.at + sample.totalMs }));
  byEnd.sort((a, b) => a.end - b.end);
  const heard = new Map<Sample, Instant>();
  let next = 0;
  for (const moment of [...new Set(moments)].sort((a, b) => a - b)) {
    // Times are kept in whole milliseconds.
    while ((byEnd[next]?.end ?? Number.POSITIVE_INFINITY) <= moment + 1) next += 1;
    const last = byEnd[next - 1];
    // The first of the moments; what comes a little later follows from something else.
    const isNew = last !== undefined && !heard.has(last.sample) && moment - last.end <= HEARD_WITHIN_MS;
    if (isNew) heard.set(last.sample, Math.max(moment, last.sample.at));
  }
  return samples.map((sample) => {
    const at = heard.get(sample);
    return at === undefined ? sample : { ...sample, heard: at };
  });
}
