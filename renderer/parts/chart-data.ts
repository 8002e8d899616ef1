import type { Sample } from "../../shared/domain/sample.ts";
import { percentile } from "../../shared/domain/sample-window.ts";
import type { Instant, Millis } from "../../shared/domain/time.ts";

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
  /** Middles of the buckets in which a look failed. */
  readonly failedAt: readonly Instant[];
  readonly median: Millis | null;
  readonly failed: number;
  readonly looks: number;
}

/** What the chart draws. */
export interface ChartData {
  readonly at: readonly Instant[];
  readonly lines: readonly Line[];
}

/** More points than this cannot be told apart on a screen, and 90 days of looks would make drawing slow. */
const BUCKETS = 360;
/** A line is broken where nothing was measured for this share of the span: the machine slept or was elsewhere. */
const LONG_GAP = 0.03;

function timeOf(sample: Sample, measure: Measure): Millis | null {
  return measure === "total" ? sample.totalMs : sample.stages.handshakeMs;
}

function grouped<Key>(samples: readonly Sample[], keyOf: (sample: Sample) => Key): ReadonlyMap<Key, readonly Sample[]> {
  const groups = new Map<Key, Sample[]>();
  for (const sample of samples) {
    const key = keyOf(sample);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [sample]);
    else group.push(sample);
  }
  return groups;
}

/** The endpoints' looks within the span, put into buckets. `endpoints` are all of them; those in `shown` become lines. */
export function chartData(query: {
  readonly samples: readonly Sample[];
  readonly endpoints: readonly string[];
  readonly shown: ReadonlySet<string>;
  readonly span: Span;
  readonly measure: Measure;
}): ChartData {
  const { samples, endpoints, shown, span, measure } = query;
  const width = (span.to - span.from) / BUCKETS;
  const at = Array.from({ length: BUCKETS }, (_, bucket) => span.from + (bucket + 0.5) * width);
  const inSpan = samples.filter((sample) => sample.at >= span.from && sample.at <= span.to);
  const byEndpoint = grouped(inSpan, (sample) => sample.endpoint);
  const lines = endpoints.flatMap((endpoint, place): readonly Line[] => {
    if (!shown.has(endpoint)) return [];
    const own = byEndpoint.get(endpoint) ?? [];
    return [lineOf({ endpoint, place, own, at, measure, bucketOf: (t) => Math.floor((t - span.from) / width) })];
  });
  return { at, lines };
}

function lineOf(query: {
  readonly endpoint: string;
  readonly place: number;
  readonly own: readonly Sample[];
  readonly at: readonly Instant[];
  readonly measure: Measure;
  readonly bucketOf: (at: Instant) => number;
}): Line {
  const { endpoint, place, own, at, measure, bucketOf } = query;
  const buckets = grouped(own, (sample) => Math.min(BUCKETS - 1, bucketOf(sample.at)));
  const good = own.filter((sample) => sample.failure === null);
  const times = (looks: readonly Sample[]): readonly Millis[] =>
    looks.flatMap((sample) => (sample.failure === null ? [timeOf(sample, measure)] : [])).filter((ms) => ms !== null);
  const values = at.map((_, bucket) => {
    const looks = buckets.get(bucket);
    return looks === undefined ? undefined : percentile(times(looks), 0.5);
  });
  const failedAt = at.filter((_, bucket) => buckets.get(bucket)?.some((sample) => sample.failure !== null) === true);
  const median = percentile(times(own), 0.5);
  return {
    endpoint,
    place,
    values: breakLongGaps(values),
    failedAt,
    median,
    failed: own.length - good.length,
    looks: own.length,
  };
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
