import { type KeyboardEvent, useEffect, useRef, useState, useSyncExternalStore } from "react";
import uPlot from "uplot";
import { useSpeech } from "../../speech.ts";
import { useSnapshot } from "../../window-store.ts";
import type { ChartData, Span } from "./chart-data.ts";
import type { Marks } from "./chart-marks.ts";
import { chartOptions, isSparse } from "./chart-options.ts";
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

/** What is drawn into a chart, and changes while a hand moves it. */
type Drawn = Pick<LatencyChartProps, "data" | "marks" | "span" | "whole">;

/**
 * One chart, built anew only when it gets other lines or looks: other points and another span are put into the one that is
 * there, or each rest of the hand would cost a frame or two.
 */
function useChart(place: { readonly current: HTMLDivElement | null }, props: LatencyChartProps): void {
  const speech = useSpeech();
  const { theme } = useSnapshot().settings;
  const isDark = useSyncExternalStore(onScheme, () => dark.matches);
  const width = useWidth(place);
  const { data, span, whole, marks, band, zoom, hover } = props;
  const chart = useRef<uPlot | null>(null);
  const wanted = useRef<Drawn>(props);
  const drawn = useRef<Drawn | null>(null);
  const lines = JSON.stringify(data.lines.map((line) => [line.endpoint, line.place, isSparse(line.values)]));
  useEffect(() => {
    wanted.current = { data, marks, span, whole };
  }, [data, marks, span, whole]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `lines` is what of the data it is built from; the colours follow theme and scheme.
  useEffect(() => {
    const element = place.current;
    if (element === null || width === 0) return;
    const style = getComputedStyle(element);
    const colour = (token: string): string => style.getPropertyValue(token);
    const now = (): Drawn => wanted.current;
    let isMoving = false;
    // What is under a pointer that rests changes with every step of what moves below it, and nobody reads it meanwhile.
    const hoverAtRest = (index: number | null): void => {
      if (!isMoving) hover(index);
    };
    const parts = { now, band, width, height: HEIGHT, speech, colour, zoom, hover: hoverAtRest };
    const options = chartOptions(parts);
    const built = new uPlot(options, valuesOf(now().data, band), element);
    chart.current = built;
    drawn.current = now();
    const lighter = lighterWhile(built, [...(options.bands ?? [])]);
    const moving = (is: boolean): void => {
      isMoving = is;
      lighter(is);
      hoverAtRest(built.cursor.idx ?? null);
    };
    const stop = listenToHand({ chart: built, whole: () => wanted.current.whole, moving, settled: zoom });
    return () => {
      stop();
      built.destroy();
      chart.current = null;
    };
  }, [place, lines, band, speech, zoom, hover, width, theme, isDark]);
  useEffect(() => {
    const { current } = chart;
    if (current === null || drawn.current === wanted.current) return;
    const before = drawn.current?.span;
    drawn.current = wanted.current;
    // Other points alone leave it where a hand has moved it meanwhile.
    const isMoved = before?.from !== span.from || before.to !== span.to;
    const { min, max } = isMoved ? { min: span.from, max: span.to } : scaleOf(current);
    current.batch(() => {
      current.setData(valuesOf(data, band), false);
      current.setScale("x", { min, max });
    });
  }, [data, marks, span, band]);
}

/**
 * Leaves out what costs the most and tells the least while everything moves: the bands with their edges, and the dashes of
 * lines that colour and place tell apart for so long. Without a graphics processor they are half of a frame.
 */
function lighterWhile(chart: uPlot, bands: readonly uPlot.Band[]): (isMoving: boolean) => void {
  const edges = new Set(bands.map(({ series: [edge] }) => edge));
  const whole = chart.series.map(({ dash = [], paths }) => ({ dash, paths }));
  return (isMoving) => {
    chart.delBand(null);
    if (!isMoving) for (const band of bands) chart.addBand(band);
    for (const [n, series] of chart.series.entries()) {
      const { dash, paths } = whole[n] ?? { dash: [], paths: undefined };
      series.dash = isMoving ? [] : dash;
      if (edges.has(n) && paths !== undefined) series.paths = isMoving ? () => null : paths;
    }
    if (!isMoving) chart.redraw();
  };
}

/** The stretch that the chart shows now. */
function scaleOf(chart: uPlot): { readonly min: number; readonly max: number } {
  const { min = 0, max = 0 } = chart.scales["x"] ?? {};
  return { min, max };
}

function valuesOf(data: ChartData, band: boolean): uPlot.AlignedData {
  const lines = [...data.lines.map(({ values }) => values), ...(band ? data.lines.map(({ p95 }) => p95) : [])];
  return [[...data.at], ...lines.map((line) => [...line])];
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
