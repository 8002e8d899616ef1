import { type KeyboardEvent, useEffect, useRef, useState, useSyncExternalStore } from "react";
import uPlot from "uplot";
import { useSpeech } from "../../speech.ts";
import { useSnapshot } from "../../window-store.ts";
import type { ChartData, Span } from "./chart-data.ts";
import type { Marks } from "./chart-marks.ts";
import { chartOptions } from "./chart-options.ts";
import { fitted, keyMove, listenToHand } from "./moving.ts";

/** A picture this high shows 50 ms beside 2 s and leaves the tables in sight. */
const HEIGHT = 300;

const dark = matchMedia("(prefers-color-scheme: dark)");

function onScheme(changed: () => void): () => void {
  dark.addEventListener("change", changed);
  return () => dark.removeEventListener("change", changed);
}

/** What a chart is given. */
interface LatencyChartProps {
  readonly data: ChartData;
  readonly span: Span;
  readonly whole: Span;
  readonly marks: Marks;
  readonly band: boolean;
  readonly label: string;
  readonly zoom: (span: Span) => void;
  /** The cursor is at this point of the data; `null`: it is nowhere. */
  readonly hover: (index: number | null) => void;
}

/** The lines of a span, moved and zoomed by hand and by key. A picture only: readout, legend and tables hold the figures. */
export function LatencyChart(props: LatencyChartProps) {
  const { span, whole, label, zoom, hover, data } = props;
  const place = useRef<HTMLDivElement>(null);
  const at = useRef<number | null>(null);
  useChart(place, props);
  const press = (event: KeyboardEvent): void => {
    const move = keyMove(event, span);
    if (move === null) return;
    event.preventDefault();
    if ("span" in move) return zoom(fitted(move.span, whole));
    at.current = nextPoint(data, span, { at: at.current, by: move.points });
    hover(at.current);
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the picture is gone through by keys, and read out beside it.
    <div ref={place} className="chart" role="img" aria-label={label} tabIndex={0} onKeyDown={press} />
  );
}

/** The next point within the span that something was measured at; the first or last when there was none before. */
function nextPoint(
  { at, lines }: ChartData,
  { from, to }: Span,
  { at: now, by }: { readonly at: number | null; readonly by: number },
): number | null {
  const inSight = at.flatMap((time, n) =>
    time >= from && time <= to && lines.some(({ counts }) => (counts[n]?.looks ?? 0) > 0) ? [n] : [],
  );
  if (now === null) return (by > 0 ? inSight[0] : inSight.at(-1)) ?? null;
  const further = by > 0 ? inSight.find((n) => n > now) : inSight.findLast((n) => n < now);
  return further ?? now;
}

function useChart(place: { readonly current: HTMLDivElement | null }, props: LatencyChartProps): void {
  const speech = useSpeech();
  const { theme } = useSnapshot().settings;
  const isDark = useSyncExternalStore(onScheme, () => dark.matches);
  const width = useWidth(place);
  const { data, span, whole, marks, band, zoom, hover } = props;
  useEffect(() => {
    const element = place.current;
    if (element === null || width === 0) return;
    const style = getComputedStyle(element);
    const colour = (token: string): string => style.getPropertyValue(token);
    const options = chartOptions({ data, span, marks, band, width, height: HEIGHT, speech, colour, zoom, hover });
    const lines = [...data.lines.map(({ values }) => values), ...(band ? data.lines.map(({ p95 }) => p95) : [])];
    const values: uPlot.AlignedData = [[...data.at], ...lines.map((line) => [...line])];
    const chart = new uPlot(options, values, element);
    const stop = listenToHand({ chart, whole, settled: zoom });
    return () => {
      stop();
      chart.destroy();
    };
    // The colours come from the page's style, which follows theme and scheme.
  }, [place, data, span, whole, marks, band, speech, zoom, hover, width, theme, isDark]);
}

/** The element's width in CSS pixels; 0 until it is laid out. */
function useWidth(place: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, [place]);
  return width;
}
