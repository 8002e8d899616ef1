import type { Series, SeriesPoint } from "../../../shared/domain/series.ts";
import type { Millis } from "../../../shared/domain/time.ts";
import {
  breakLongGaps,
  type ChartData,
  type Count,
  type Line,
  type Measure,
  NO_LOOKS,
  type Span,
} from "./chart-data.ts";

/** A stretch of hours in which one look of thousands failed is no mark; one in which a tenth did is. */
const MARKED_SHARE = 0.1;

/** The endpoints' series within `extent`, with figures of the span. `endpoints` are all of them; those in `shown` become lines. */
export function seriesChart(query: {
  readonly series: readonly Series[];
  readonly endpoints: readonly string[];
  readonly shown: ReadonlySet<string>;
  readonly span: Span;
  /** The span, when absent. */
  readonly extent?: Span;
  readonly measure: Measure;
}): ChartData {
  const { series, endpoints, shown, span, extent = span, measure } = query;
  const width = series[0]?.widthMs ?? span.to - span.from;
  const first = Math.floor(extent.from / width) * width;
  const at = Array.from({ length: Math.floor((extent.to - first) / width) + 1 }, (_, n) => first + (n + 0.5) * width);
  const lines = endpoints.flatMap((endpoint, place): readonly Line[] => {
    if (!shown.has(endpoint)) return [];
    const points = series.find((one) => one.endpoint === endpoint)?.points ?? [];
    const own = points.filter((point) => point.at >= first && point.at <= extent.to);
    const inSpan = own.filter((point) => point.at + width > span.from && point.at <= span.to);
    return [
      lineOf({ endpoint, place, own, inSpan, at, measure, placeOf: (point) => Math.round((point.at - first) / width) }),
    ];
  });
  return { at, lines };
}

function lineOf(query: {
  readonly endpoint: string;
  readonly place: number;
  readonly own: readonly SeriesPoint[];
  readonly inSpan: readonly SeriesPoint[];
  readonly at: ChartData["at"];
  readonly measure: Measure;
  readonly placeOf: (point: SeriesPoint) => number;
}): Line {
  const { endpoint, place, own, inSpan, at, measure, placeOf } = query;
  const values: (Millis | null | undefined)[] = at.map(() => undefined);
  const p95 = [...values];
  const counts: Count[] = at.map(() => NO_LOOKS);
  for (const point of own) {
    const n = placeOf(point);
    values[n] = point[measure]?.p50 ?? null;
    p95[n] = point[measure]?.p95 ?? null;
    counts[n] = { looks: point.looks, failed: point.failures, cause: point.commonFailure };
  }
  const marked = new Set(own.filter((point) => point.failures >= point.looks * MARKED_SHARE).map(placeOf));
  const sum = (of: "looks" | "failures"): number => inSpan.reduce((total, point) => total + point[of], 0);
  return {
    endpoint,
    place,
    values: breakLongGaps(values),
    p95: breakLongGaps(p95),
    counts,
    failedAt: at.filter((_, n) => marked.has(n)),
    median: middleOf(inSpan, measure),
    failed: sum("failures"),
    looks: sum("looks"),
  };
}

// The median of all looks cannot be told from those of the points, but one that half of all looks are on each side of can.
function middleOf(points: readonly SeriesPoint[], measure: Measure): Millis | null {
  const weighed = points
    .flatMap((point) =>
      point[measure] === null ? [] : [{ ms: point[measure].p50, looks: point.looks - point.failures }],
    )
    .sort((a, b) => a.ms - b.ms);
  const half = weighed.reduce((sum, { looks }) => sum + looks, 0) / 2;
  let seen = 0;
  const middle = weighed.find(({ looks }) => {
    seen += looks;
    return seen >= half;
  });
  return middle?.ms ?? null;
}
