import { useEffect, useMemo, useRef, useState } from "react";
import type { Series } from "../../../shared/domain/series.ts";
import type { Millis } from "../../../shared/domain/time.ts";
import { useSpeech } from "../../speech.ts";
import type { ShownHistory } from "../../store.ts";
import { useSnapshot, useWindow } from "../../window-store.ts";
import { Card } from "../card.tsx";
import { Segments } from "../segments.tsx";
import { type ChartData, chartData, type Measure, type Span } from "./chart-data.ts";
import { ChartLegend } from "./chart-legend.tsx";
import { seriesChart } from "./chart-series.ts";
import { ExportMenu } from "./export-menu.tsx";
import { LatencyChart } from "./latency-chart.tsx";
import { Overview } from "./overview.tsx";
import { Readout } from "./readout.tsx";
import { StageChart } from "./stage-chart.tsx";
import { useProfileTitle } from "./switch-table.tsx";
import { ZoomBar } from "./zoom-bar.tsx";

/** Lines shown before the reader chooses: as many as can be told apart. */
const FIRST_SHOWN = 6;

/** What is drawn: medians, medians with their spread, or the stages of one endpoint. */
const MODES = ["median", "spread", "stages"] as const;
type Mode = (typeof MODES)[number];

/** The chart of a history with its readout, its legend, its zoom and the export of what it shows. */
export function LatencyCard({ history }: { readonly history: ShownHistory }) {
  const { t, moment, number, spell } = useSpeech();
  const [measure, setMeasure] = useState<Measure>("handshake");
  const [mode, setMode] = useState<Mode>("spread");
  const [hovered, setHovered] = useState<number | null>(null);
  const { endpoints, shown, toggle } = useShownEndpoints(history);
  const card = useRef<HTMLDivElement>(null);
  const { span, whole, zoom, page } = useSpan(history);
  const marks = useMarks(history);
  const { data, series, samples } = useChartData({ page, span, whole, endpoints, shown, measure });
  const { data: all } = useChartData({ page: history.page, span: whole, whole, endpoints, shown, measure });
  const isPart = span.from > whole.from || span.to < whole.to;
  useEffect(() => setHovered(null), [data]);
  const count = (of: "looks" | "failed"): string => number(data.lines.reduce((sum, line) => sum + line[of], 0));
  const spoken = { from: moment(span.from), to: moment(span.to), points: count("looks"), failed: count("failed") };
  const measures = (["handshake", "total"] as const).map((name) => ({ name, label: t(`window:history.${name}`) }));
  const modes = MODES.map((name) => ({ name, label: t(`history:mode.${name}`) }));
  const [first] = endpoints.filter((endpoint) => shown.has(endpoint));
  return (
    <Card
      title={t("window:history.chart-title")}
      beside={<ExportMenu card={card} history={{ ...history, page }} span={span} shown={shown} lines={data.lines} />}
    >
      <div className="chart-tools">
        <Segments label={t("history:mode.label")} value={mode} options={modes} choose={setMode} />
        {mode !== "stages" && (
          <Segments label={t("window:history.measure")} value={measure} options={measures} choose={setMeasure} />
        )}
        <ZoomBar whole={whole} span={span} zoom={zoom} />
      </div>
      <div ref={card}>
        {mode === "stages" ? (
          <StageChart samples={samples} endpoint={first} span={span} hasLooks={series === undefined} />
        ) : (
          <LatencyChart
            data={data}
            span={span}
            whole={whole}
            marks={marks}
            band={mode === "spread"}
            label={t("window:history.chart", spoken)}
            zoom={zoom}
            hover={setHovered}
          />
        )}
      </div>
      {isPart && <Overview data={all} whole={whole} span={span} zoom={zoom} />}
      {mode !== "stages" && <Readout data={data} index={hovered} page={page} />}
      <p className="hint">
        {series === undefined
          ? t("window:history.hint")
          : t("window:history.hint-series", { width: spell(series[0]?.widthMs ?? 0) })}{" "}
        {t("history:hands")}
      </p>
      <ChartLegend endpoints={endpoints} lines={data.lines} toggle={toggle} />
    </Card>
  );
}

/** What is in sight and how to move it, with the page that has the most to tell of it. */
function useSpan(history: ShownHistory) {
  const whole = useMemo(() => ({ from: history.since, to: history.until }), [history.since, history.until]);
  const zoomed = useWindow((state) => state.zoomed);
  const zoom = useWindow((state) => state.zoom);
  const closer = useWindow((state) => state.closer);
  const span = zoomed ?? whole;
  const isCovered = closer !== null && closer.since <= span.from && closer.until >= span.to;
  return { span, whole, zoom, page: isCovered && zoomed !== null ? closer.page : history.page };
}

function useChartData(query: {
  readonly page: ShownHistory["page"];
  readonly span: Span;
  readonly whole: Span;
  readonly endpoints: readonly string[];
  readonly shown: ReadonlySet<string>;
  readonly measure: Measure;
}): {
  readonly data: ChartData;
  readonly series: readonly Series[] | undefined;
  readonly samples: ShownHistory["page"]["samples"];
} {
  const { page, span, whole, endpoints, shown, measure } = query;
  const { samples, series } = page;
  const data = useMemo(() => {
    const extent = beyond(span, whole);
    const rest = { endpoints, shown, span, extent, measure };
    return series === undefined ? chartData({ ...rest, samples }) : seriesChart({ ...rest, series });
  }, [samples, series, endpoints, shown, span, whole, measure]);
  return { data, series, samples };
}

/** As much again on both sides, within the whole: so far a hand moves before it rests. */
function beyond({ from, to }: Span, whole: Span): Span {
  const length: Millis = to - from;
  return { from: Math.max(whole.from, from - length), to: Math.min(whole.to, to + length) };
}

/** The endpoints of the history, those measured now first, and which of them the reader wants to see. */
function useShownEndpoints({ page }: ShownHistory) {
  const now = useSnapshot().endpoints;
  const names = now.map(({ name }) => name).join(" ");
  const endpoints = useMemo(() => {
    const measured = new Set((page.series ?? page.samples).map((one) => one.endpoint));
    const current = names.split(" ").filter((name) => measured.has(name));
    return [...new Set([...current, ...measured])];
  }, [page, names]);
  const [chosen, setChosen] = useState<ReadonlySet<string> | null>(null);
  const shown = useMemo(() => chosen ?? new Set(endpoints.slice(0, FIRST_SHOWN)), [chosen, endpoints]);
  const toggle = (endpoint: string): void =>
    setChosen(new Set(endpoints.filter((name) => shown.has(name) !== (name === endpoint))));
  return { endpoints, shown, toggle };
}

function useMarks({ page }: ShownHistory) {
  const { t } = useSpeech();
  const profileTitle = useProfileTitle();
  return useMemo(() => {
    const switches = page.switches.map(({ at, to }) => ({ at, label: profileTitle(to) }));
    const networks = page.networks.map(({ at, kind }) => ({ at, label: t(`words:kind.${kind}`) }));
    return { switches, networks };
  }, [page, profileTitle, t]);
}
