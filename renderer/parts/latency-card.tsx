import { useMemo, useState } from "react";
import type { Series } from "../../shared/domain/series.ts";
import type { Millis } from "../../shared/domain/time.ts";
import { saveText } from "../save-text.ts";
import { useSpeech } from "../speech.ts";
import type { ShownHistory } from "../store.ts";
import { useSnapshot } from "../window-store.ts";
import { Card } from "./card.tsx";
import { chartData, type Measure, type Span } from "./chart-data.ts";
import { ChartLegend } from "./chart-legend.tsx";
import { seriesChart } from "./chart-series.ts";
import { historyCsv, seriesCsv } from "./history-csv.ts";
import { LatencyChart } from "./latency-chart.tsx";
import { Segments } from "./segments.tsx";
import { useProfileTitle } from "./switch-table.tsx";
import { ZoomBar } from "./zoom-bar.tsx";

/** Lines shown before the reader chooses: as many as can be told apart. */
const FIRST_SHOWN = 6;

/** The chart of a history with its legend, its zoom and the export of what it shows. */
export function LatencyCard({ history }: { readonly history: ShownHistory }) {
  const { t, moment, number, spell } = useSpeech();
  const [measure, setMeasure] = useState<Measure>("handshake");
  const [zoomed, setZoomed] = useState<Span | null>(null);
  const { endpoints, shown, toggle } = useShownEndpoints(history);
  const marks = useMarks(history);
  const whole = useMemo(() => ({ from: history.since, to: history.until }), [history]);
  const span = zoomed ?? whole;
  const { samples, series } = history.page;
  const data = useMemo(() => {
    const query = { endpoints, shown, span, measure };
    return series === undefined ? chartData({ ...query, samples }) : seriesChart({ ...query, series });
  }, [samples, series, endpoints, shown, span, measure]);
  const count = (of: "looks" | "failed"): string => number(data.lines.reduce((sum, line) => sum + line[of], 0));
  const spoken = { from: moment(span.from), to: moment(span.to), points: count("looks"), failed: count("failed") };
  const save = (): void => {
    const isShown = ({ endpoint }: { readonly endpoint: string }): boolean => shown.has(endpoint);
    const visible = samples.filter((s) => isShown(s) && s.at >= span.from && s.at <= span.to);
    const text = series === undefined ? historyCsv(visible) : seriesCsv(series.filter(isShown), span);
    saveText("gangway-history.csv", text);
  };
  const measures = (["handshake", "total"] as const).map((name) => ({ name, label: t(`window:history.${name}`) }));
  return (
    <Card
      title={t("window:history.chart-title")}
      beside={
        <button type="button" className="button" onClick={save}>
          {t("window:history.export")}
        </button>
      }
    >
      <div className="chart-tools">
        <Segments label={t("window:history.measure")} value={measure} options={measures} choose={setMeasure} />
        <ZoomBar whole={whole} span={span} zoom={setZoomed} />
      </div>
      <LatencyChart data={data} span={span} marks={marks} label={t("window:history.chart", spoken)} zoom={setZoomed} />
      <p className="hint">
        {series === undefined
          ? t("window:history.hint")
          : t("window:history.hint-series", { width: spell(widthOf(series)) })}
      </p>
      <ChartLegend endpoints={endpoints} lines={data.lines} toggle={toggle} />
    </Card>
  );
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

function widthOf(series: readonly Series[]): Millis {
  return series[0]?.widthMs ?? 0;
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
