import type uPlot from "uplot";
import type { Instant } from "../../../shared/domain/time.ts";
import type { ChartData } from "./chart-data.ts";

/** What happened beside the measurements. */
export interface Marks {
  readonly switches: readonly { readonly at: Instant; readonly label: string }[];
  readonly networks: readonly { readonly at: Instant; readonly label: string }[];
}

/** Lanes of failures above the time axis; later endpoints share the last one. */
const LANES = 8;

/** Draws failed looks as crosses, switches as diamonds and network changes as open triangles, each on its own level. */
export function drawMarks(chart: uPlot, marks: Marks, data: ChartData, colour: (token: string) => string): void {
  const { ctx, bbox } = chart;
  const unit = devicePixelRatio;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.lineWidth = 1.5 * unit;
  ctx.font = `${12 * unit}px system-ui, sans-serif`;
  ctx.strokeStyle = colour("--chart-bad");
  data.lines.forEach((line, lane) => {
    const y = bbox.top + bbox.height - (Math.min(lane, LANES - 1) * 9 + 7) * unit;
    for (const at of line.failedAt) cross(ctx, chart.valToPos(at, "x", true), y, 3 * unit);
  });
  ctx.strokeStyle = ctx.fillStyle = colour("--chart-ink");
  notes(chart, marks.switches, "◆", 12 * unit);
  notes(chart, marks.networks, "▽", 28 * unit);
  ctx.restore();
}

/** A rule and a glyph for each mark, and its words where those of the mark before leave room. */
function notes(chart: uPlot, marks: Marks["switches"], glyph: string, level: number): void {
  const { ctx, bbox } = chart;
  const unit = devicePixelRatio;
  let free = bbox.left;
  ctx.textAlign = "left";
  ctx.textBaseline = "middle";
  for (const { at, label } of marks) {
    const x = chart.valToPos(at, "x", true);
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    rule(ctx, x, bbox, unit);
    const whole = `${glyph} ${label}`;
    const width = ctx.measureText(whole).width + 8 * unit;
    if (x < free) continue;
    const fits = x + width <= bbox.left + bbox.width;
    ctx.fillText(fits ? whole : glyph, x + 4 * unit, bbox.top + level);
    free = x + width;
  }
}

function cross(ctx: CanvasRenderingContext2D, x: number, y: number, size: number): void {
  ctx.beginPath();
  ctx.moveTo(x - size, y - size);
  ctx.lineTo(x + size, y + size);
  ctx.moveTo(x - size, y + size);
  ctx.lineTo(x + size, y - size);
  ctx.stroke();
}

function rule(ctx: CanvasRenderingContext2D, x: number, bbox: uPlot.BBox, unit: number): void {
  ctx.save();
  ctx.lineWidth = unit;
  ctx.setLineDash([2 * unit, 3 * unit]);
  ctx.beginPath();
  ctx.moveTo(x, bbox.top);
  ctx.lineTo(x, bbox.top + bbox.height);
  ctx.stroke();
  ctx.restore();
}
