import type uPlot from "uplot";
import { DAY, type Instant } from "../../shared/domain/time.ts";
import type { Speech } from "../speech.ts";
import type { ChartData, Line, Span } from "./chart-data.ts";
import { drawMarks, type Marks } from "./chart-marks.ts";

/** Number of `--series-…` colours in tokens.css. */
const COLOURS = 8;
/** Dashes that tell lines apart without colour, in CSS pixels. */
const DASHES = [[], [6, 3], [2, 3], [8, 3, 2, 3]] as const;

/** Name of the token that colours the endpoint at this place. */
function seriesToken(place: number): string {
  return `--series-${(place % COLOURS) + 1}`;
}

/** The dash of the endpoint at this place, which differs from its neighbours' and from the next of the same colour. */
export function seriesDash(place: number): readonly number[] {
  return DASHES[(place + Math.floor(place / COLOURS)) % DASHES.length] ?? [];
}

/** What a chart shows and where. */
export interface ChartSetup {
  readonly data: ChartData;
  readonly span: Span;
  readonly marks: Marks;
  readonly width: number;
  readonly height: number;
  readonly speech: Speech;
  readonly colour: (token: string) => string;
  readonly zoom: (span: Span) => void;
}

/** uPlot's options for a setup. Times are in milliseconds on the way in and out. */
export function chartOptions(setup: ChartSetup): uPlot.Options {
  const { data, span, speech, width, height, colour } = setup;
  const axis = {
    stroke: colour("--chart-ink"),
    grid: { stroke: colour("--chart-grid"), width: 1 },
    ticks: { show: false },
  };
  return {
    width,
    height,
    ms: 1,
    legend: { show: false },
    cursor: { drag: { x: true, y: false, setScale: false }, y: false },
    scales: {
      x: { time: true, range: [span.from, span.to] },
      y: { range: (_, __, max) => [0, Math.max(100, max * 1.15)] },
    },
    axes: [
      { ...axis, values: (_, splits) => splits.map((at) => tick(at, span, speech)), space: 90, size: 32 },
      { ...axis, values: (_, splits) => splits.map((ms) => speech.millis(ms)), size: 72 },
    ],
    series: [
      {},
      ...data.lines.map((line) => ({
        label: line.endpoint,
        stroke: colour(seriesToken(line.place)),
        width: 2,
        dash: [...seriesDash(line.place)],
        // A few stretches of a long range, far apart, would leave no line to see.
        points: { show: isSparse(line.values) },
      })),
    ],
    hooks: {
      draw: [(chart) => drawMarks(chart, setup.marks, data, colour)],
      setSelect: [(chart) => select(chart, setup.zoom)],
    },
  };
}

/** Fewer points than this are seen one by one. */
const FEW_POINTS = 40;

function isSparse(values: Line["values"]): boolean {
  return values.filter((value) => typeof value === "number").length < FEW_POINTS;
}

function tick(at: Instant, span: Span, { language }: Speech): string {
  const style: Intl.DateTimeFormatOptions =
    span.to - span.from > 2 * DAY ? { month: "numeric", day: "numeric" } : { hour: "2-digit", minute: "2-digit" };
  return new Intl.DateTimeFormat(language, style).format(at);
}

function select(chart: uPlot, zoom: (span: Span) => void): void {
  const { left, width } = chart.select;
  // Fewer pixels are a click with a shaking hand.
  if (width < 8) return;
  zoom({ from: chart.posToVal(left, "x"), to: chart.posToVal(left + width, "x") });
}
