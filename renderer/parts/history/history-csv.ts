import type { Sample } from "../../../shared/domain/sample.ts";
import type { Series } from "../../../shared/domain/series.ts";
import { SECOND } from "../../../shared/domain/time.ts";
import type { Span } from "./chart-data.ts";

const HEAD = [
  "at",
  "endpoint",
  "via",
  "resolve_ms",
  "connect_ms",
  "tunnel_ms",
  "handshake_ms",
  "ttfb_ms",
  "total_ms",
  "tls",
  "trust",
  "failure_stage",
  "failure_kind",
] as const;

function cell(value: string | number | null | undefined): string {
  const text = String(value ?? "");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The samples as CSV (RFC 4180), times in UTC, one line each below the head. A stage that was not reached is empty. */
export function historyCsv(samples: readonly Sample[]): string {
  const rows = samples.map(({ at, endpoint, via, stages, totalMs, tls, failure }) => [
    new Date(at).toISOString(),
    endpoint,
    via,
    stages.resolveMs,
    stages.connectMs,
    stages.tunnelMs,
    stages.handshakeMs,
    stages.ttfbMs,
    totalMs,
    tls?.version,
    tls?.trust,
    failure?.stage,
    failure?.kind,
  ]);
  return [HEAD, ...rows].map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

const SERIES_HEAD = [
  "from",
  "seconds",
  "endpoint",
  "looks",
  "failures",
  "handshake_p50_ms",
  "handshake_p95_ms",
  "total_p50_ms",
  "total_p95_ms",
  "common_failure",
] as const;

/** The points within the span as CSV, in the manner of `historyCsv`. What no look succeeded in is empty. */
export function seriesCsv(series: readonly Series[], span: Span): string {
  const rows = series.flatMap(({ endpoint, widthMs, points }) =>
    points
      .filter(({ at }) => at + widthMs > span.from && at <= span.to)
      .map(({ at, looks, failures, handshake, total, commonFailure }) => [
        new Date(at).toISOString(),
        widthMs / SECOND,
        endpoint,
        looks,
        failures,
        handshake?.p50,
        handshake?.p95,
        total?.p50,
        total?.p95,
        commonFailure,
      ]),
  );
  return [SERIES_HEAD, ...rows].map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}
