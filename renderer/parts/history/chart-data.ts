import type { Sample } from "../../../shared/domain/sample.ts";
import { percentile } from "../../../shared/domain/sample-window.ts";
import type { Instant, Millis } from "../../../shared/domain/time.ts";

/** Which time of a look is drawn. */
export type Measure = "handshake" | "total";

/** A stretch of time, `from` included. */
export interface Span {
  readonly from: Instant;
  readonly to: Instant;
}

/** One endpoint over a span. */
export interface Line {
  readonly endpoint: string;
  /** Its place among all endpoints, which gives it its colour and dash whatever else is shown. */
  readonly place: number;
  /** One value a bucket: a median, `null` where all looks failed or none was taken for long, `undefined` where the line goes on. */
  readonly values: readonly (Millis | null | undefined)[];
  /** Beside each value: what nineteen of twenty successful looks took at most; `null` and `undefined` as there. */
  readonly p95: Line["values"];
  /** Beside each value: how many looks were taken there, how many failed, and how most of those did. */
  readonly counts: readonly Count[];
  /** Middles of the buckets in which a look failed. */
  readonly failedAt: readonly Instant[];
  readonly median: Millis | null;
  readonly failed: number;
  readonly looks: number;
}

/** The looks of one bucket. */
export interface Count {
  readonly looks: number;
  readonly failed: number;
  /** Most common `stage/kind` of failure; `null` without one. */
  readonly cause: string | null;
}

/** A bucket without looks. */
export const NO_LOOKS: Count = { looks: 0, failed: 0, cause: null };

/** What the chart draws. */
export interface ChartData {
  readonly at: readonly Instant[];
  readonly lines: readonly Line[];
}

/** More points than this cannot be told apart on a screen, and 90 days of looks would make drawing slow. */
const BUCKETS = 360;
/** Fewer for stages: each is a stack that wants some pixels. */
export const STAGE_BUCKETS = 120;
/** A line is broken where nothing was measured for this share of the span: the machine slept or was elsewhere. */
const LONG_GAP = 0.03;

function timeOf(sample: Sample, measure: Measure): Millis | null {
  return measure === "total" ? sample.totalMs : sample.stages.handshakeMs;
}

function grouped<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): ReadonlyMap<Key, readonly Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

/**
 * The endpoints' looks put into buckets: `BUCKETS` of them in the span, and as wide ones in the rest of `extent`, so that
 * the picture can be moved without being made anew. `endpoints` are all of them; those in `shown` become lines, whose
 * figures are those of the span.
 */
export function chartData(query: {
  readonly samples: readonly Sample[];
  readonly endpoints: readonly string[];
  readonly shown: ReadonlySet<string>;
  readonly span: Span;
  /** The span, when absent. */
  readonly extent?: Span;
  readonly measure: Measure;
}): ChartData {
  const { samples, endpoints, shown, span, extent = span, measure } = query;
  const width = (span.to - span.from) / BUCKETS;
  const before = Math.ceil((span.from - extent.from) / width);
  const first = span.from - before * width;
  const count = before + BUCKETS + Math.ceil((extent.to - span.to) / width);
  const at = Array.from({ length: count }, (_, bucket) => first + (bucket + 0.5) * width);
  const last = first + count * width;
  const byEndpoint = grouped(
    samples.filter((sample) => sample.at >= first && sample.at <= last),
    (sample) => sample.endpoint,
  );
  const lines = endpoints.flatMap((endpoint, place): readonly Line[] => {
    if (!shown.has(endpoint)) return [];
    const own = byEndpoint.get(endpoint) ?? [];
    return [lineOf({ endpoint, place, own, at, span, measure, bucketOf: (t) => Math.floor((t - first) / width) })];
  });
  return { at, lines };
}

function lineOf(query: {
  readonly endpoint: string;
  readonly place: number;
  readonly own: readonly Sample[];
  readonly at: readonly Instant[];
  readonly span: Span;
  readonly measure: Measure;
  readonly bucketOf: (at: Instant) => number;
}): Line {
  const { endpoint, place, own, at, span, measure, bucketOf } = query;
  const buckets = grouped(own, (sample) => Math.min(at.length - 1, bucketOf(sample.at)));
  const times = (looks: readonly Sample[]): readonly Millis[] =>
    looks.flatMap((sample) => (sample.failure === null ? [timeOf(sample, measure)] : [])).filter((ms) => ms !== null);
  const valuesAt = (share: number): Line["values"] =>
    at.map((_, bucket) => {
      const looks = buckets.get(bucket);
      return looks === undefined ? undefined : percentile(times(looks), share);
    });
  const inSpan = own.filter((sample) => sample.at >= span.from && sample.at <= span.to);
  return {
    endpoint,
    place,
    values: breakLongGaps(valuesAt(0.5)),
    p95: breakLongGaps(valuesAt(0.95)),
    counts: at.map((_, bucket) => countOf(buckets.get(bucket))),
    failedAt: at.filter((_, bucket) => buckets.get(bucket)?.some((sample) => sample.failure !== null) === true),
    median: percentile(times(inSpan), 0.5),
    failed: inSpan.filter((sample) => sample.failure !== null).length,
    looks: inSpan.length,
  };
}

function countOf(looks: readonly Sample[] | undefined): Count {
  if (looks === undefined) return NO_LOOKS;
  const causes = grouped(
    looks.flatMap(({ failure }) => (failure === null ? [] : [`${failure.stage}/${failure.kind}`])),
    (cause) => cause,
  );
  const [most] = [...causes].sort(([, a], [, b]) => b.length - a.length);
  const failed = looks.filter(({ failure }) => failure !== null).length;
  return { looks: looks.length, failed, cause: most?.[0] ?? null };
}

/** The values with a break in the line wherever it would lead over a long time without any. */
export function breakLongGaps(values: Line["values"]): Line["values"] {
  const broken = [...values];
  const longest = Math.max(1, values.length * LONG_GAP);
  let last = -1;
  values.forEach((value, bucket) => {
    if (value === undefined) return;
    if (last >= 0 && bucket - last > longest) broken[bucket - 1] = null;
    last = bucket;
  });
  return broken;
}
