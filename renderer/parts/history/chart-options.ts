import type uPlot from "uplot";
import { DAY } from "../../../shared/domain/time.ts";
import type { Speech } from "../../speech.ts";
import type { ChartData, Line, Span } from "./chart-data.ts";
import { drawMarks, type Marks } from "./chart-marks.ts";

/** Number of `--series-…` colours in tokens.css. */
const COLOURS = 8;
/** Dashes that tell lines apart without colour, in CSS pixels. */
const DASHES = [[], [6, 3], [2, 3], [8, 3, 2, 3]] as const;

/** Name of the token that colours the endpoint at this place. */
export function seriesToken(place: number): string {
  return `--series-${(place % COLOURS) + 1}`;
}

/** Class of whatever shows the endpoint at this place in its colour. */
export function swatchClass(place: number): string {
  return `swatch-${(place % COLOURS) + 1}`;
}

/** The dash of the endpoint at this place, which differs from its neighbours' and from the next of the same colour. */
export function seriesDash(place: number): readonly number[] {
  return DASHES[(place + Math.floor(place / COLOURS)) % DASHES.length] ?? [];
}

/** What a chart shows and where. */
export interface ChartSetup {
  /** Whether each line has a band up to what nineteen of twenty looks took at most. */
  readonly band: boolean;
  /** The cursor is at this point of the data; `null`: it is nowhere. */
  readonly hover: (index: number | null) => void;
  /** What is drawn: for the lines at the beginning, for marks whenever they are drawn. */
  readonly now: () => { readonly data: ChartData; readonly span: Span; readonly marks: Marks };
  readonly width: number;
  readonly height: number;
  readonly speech: Speech;
  readonly colour: (token: string) => string;
  readonly zoom: (span: Span) => void;
}

/** uPlot's options for a setup. Times are in milliseconds on the way in and out. */
export function chartOptions(setup: ChartSetup): uPlot.Options {
  const { speech, width, height, colour } = setup;
  const { data, span } = setup.now();
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
      // Set from outside, by hand or by zoom: see LatencyChart.
      x: { time: true, auto: false, min: span.from, max: span.to },
      y: { range: (_, __, max) => [0, Math.max(100, max * 1.15)] },
    },
    axes: [
      { ...axis, values: (chart, splits) => ticks(chart, splits, speech), space: 90, size: 32 },
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
      ...(setup.band ? data.lines.map((line) => bandEdge(line, colour)) : []),
    ],
    bands: setup.band ? data.lines.map((line, n) => bandOf(line, n, data.lines.length, colour)) : [],
    hooks: {
      draw: [(chart) => drawMarks(chart, setup.now().marks, setup.now().data, colour)],
      setSelect: [(chart) => select(chart, setup.zoom)],
      setCursor: [(chart) => setup.hover(chart.cursor.idx ?? null)],
    },
  };
}

/** Fewer points than this are seen one by one. */
const FEW_POINTS = 40;

/** Whether a line has so few points that each is drawn. */
export function isSparse(values: Line["values"]): boolean {
  return values.filter((value) => typeof value === "number").length < FEW_POINTS;
}

/** The upper edge of a line's band: seen by its fill alone. */
function bandEdge(line: Line, colour: ChartSetup["colour"]): uPlot.Series {
  return { label: line.endpoint, stroke: colour(seriesToken(line.place)), width: 0, points: { show: false } };
}

/** How much of a band lets through what lies behind it, as a hexadecimal alpha. */
const SEE_THROUGH = "26";

function bandOf(line: Line, at: number, lines: number, colour: ChartSetup["colour"]): uPlot.Band {
  const { red, green, blue } = partsOf(colour(seriesToken(line.place)));
  return { series: [1 + lines + at, 1 + at], fill: `#${red}${green}${blue}${SEE_THROUGH}` };
}

/** A computed colour, `rgb(0, 97, 138)`, in hexadecimal parts. */
function partsOf(colour: string): { readonly red: string; readonly green: string; readonly blue: string } {
  const [red = "80", green = "80", blue = "80"] = (colour.match(/\d+/g) ?? []).map((part) =>
    Number(part).toString(16).padStart(2, "0"),
  );
  return { red, green, blue };
}

function ticks(chart: uPlot, splits: readonly number[], { language }: Speech): string[] {
  const { min = 0, max = 0 } = chart.scales["x"] ?? {};
  const isLong = max - min > 2 * DAY;
  const style: Intl.DateTimeFormatOptions = isLong
    ? { month: "numeric", day: "numeric" }
    : { hour: "2-digit", minute: "2-digit" };
  const format = new Intl.DateTimeFormat(language, style);
  return splits.map((at) => format.format(at));
}

function select(chart: uPlot, zoom: (span: Span) => void): void {
  const { left, width } = chart.select;
  // Fewer pixels are a click with a shaking hand.
  if (width < 8) return;
  zoom({ from: chart.posToVal(left, "x"), to: chart.posToVal(left + width, "x") });
}
