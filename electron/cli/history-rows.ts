// The history for programs: rows of JSON, and CSV.
import type { DecisionRow } from "../../shared/domain/happening.ts";
import type { Sample } from "../../shared/domain/sample.ts";
import type { Series } from "../../shared/domain/series.ts";
import type { Switch } from "../../shared/domain/switch.ts";
import { SECOND } from "../../shared/domain/time.ts";
import { sayReason } from "../../shared/view/translate.ts";
import type { KindRow, NetworkRow } from "../engine/ports.ts";
import { toCsv } from "./csv.ts";
import type { Terminal } from "./terminal.ts";

/** What was read of a range of time. */
export interface HistoryRows {
  readonly samples: readonly Sample[];
  readonly series: readonly Series[];
  readonly switches: readonly Switch[];
  readonly networks: readonly NetworkRow[];
  readonly decisions: readonly DecisionRow[];
  readonly kinds: readonly KindRow[];
}

/** One list in order of time, reasons in English; samples and networks have the shape that a replay reads. The per-kind rows come last. */
export function historyRows({ english }: Terminal, rows: HistoryRows): readonly unknown[] {
  const timed = [
    ...seriesRows(rows.series),
    ...rows.samples.map((sample) => ({ type: "sample", ...sample })),
    ...rows.switches.map((entry) => ({
      type: "switch",
      ...entry,
      code: entry.because.code,
      because: sayReason(english, entry.because),
    })),
    ...rows.decisions.map(({ at, kind, profile, because }) => ({
      ...{ type: "decision", at, decision: kind, profile },
      ...{ code: because.code, because: sayReason(english, because) },
    })),
    ...rows.networks.map((network) => ({ type: "network", ...network })),
  ].sort((a, b) => a.at - b.at);
  return [...timed, ...rows.kinds.map((row) => ({ type: "kind", ...row }))];
}

/** One row for each point, in order of time. */
export function seriesRows(series: readonly Series[]): readonly { readonly at: number }[] {
  const rows = series.flatMap(({ endpoint, widthMs, points }) =>
    points.map(({ at, ...point }) => ({ type: "series", endpoint, at, widthMs, ...point })),
  );
  return rows.sort((a, b) => a.at - b.at);
}

const SERIES_HEAD =
  "at endpoint widthSeconds looks failures handshakeP50 handshakeP95 totalP50 totalP95 commonFailure".split(" ");

/** One line for each point; what no look succeeded in is empty. */
export function seriesCsv(series: readonly Series[]): string {
  const rows = series.flatMap(({ endpoint, widthMs, points }) =>
    points.map(({ at, looks, failures, handshake, total, commonFailure }) => [
      new Date(at).toISOString(),
      ...[endpoint, widthMs / SECOND, looks, failures],
      ...[handshake?.p50 ?? null, handshake?.p95 ?? null, total?.p50 ?? null, total?.p95 ?? null],
      commonFailure,
    ]),
  );
  return toCsv(SERIES_HEAD, rows);
}

const SAMPLE_HEAD = [
  ..."at endpoint via resolveMs connectMs tunnelMs handshakeMs ttfbMs totalMs".split(" "),
  ..."tlsVersion tlsGroup alpn issuer trust failureStage failureKind failureRaw".split(" "),
];

/** One line for each sample. */
export function samplesCsv(samples: readonly Sample[]): string {
  const rows = samples.map((sample) => {
    const { at, endpoint, via, failure } = sample;
    const failed = failure === null ? [null, null, null] : [failure.stage, failure.kind, failure.raw];
    return [new Date(at).toISOString(), endpoint, via, ...timesOf(sample), ...tlsCells(sample), ...failed];
  });
  return toCsv(SAMPLE_HEAD, rows);
}

function timesOf({ stages, totalMs }: Sample): readonly (number | null)[] {
  const { resolveMs, connectMs, tunnelMs, handshakeMs, ttfbMs } = stages;
  return [resolveMs, connectMs, tunnelMs ?? null, handshakeMs, ttfbMs, totalMs];
}

function tlsCells({ tls }: Sample): readonly (string | null)[] {
  if (tls === null) return [null, null, null, null, null];
  return [tls.version, tls.group ?? null, tls.alpn ?? null, tls.issuer ?? null, tls.trust];
}
