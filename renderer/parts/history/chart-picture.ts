import type { Line } from "./chart-data.ts";
import { seriesDash, seriesToken } from "./chart-options.ts";

// The chart as a picture of its own, which has to say by itself what is on it. Lengths are CSS pixels.

/** Room round everything. */
const MARGIN = 16;
/** Height of a line of words. */
const ROW = 20;
/** The piece of a line that stands before its name, and what is between both. */
const SWATCH = 28;
const GAP = 8;

/** The chart in `card` under its heading, and a legend with the line of each name as it is drawn, as a PNG in base64; `null` where no chart is. */
export function pictureOf(query: {
  readonly card: HTMLElement | null;
  readonly heading: string;
  readonly lines: readonly Line[];
}): string | null {
  const { card, heading, lines } = query;
  const chart = card?.querySelector("canvas");
  if (card === null || chart === null || chart === undefined) return null;
  const scale = devicePixelRatio;
  const picture = document.createElement("canvas");
  const context = picture.getContext("2d");
  if (context === null) return null;
  const style = getComputedStyle(card);
  const font = (weight: string): string => `${weight} 12px ${style.fontFamily}`;
  context.font = font("400");
  const names = lines.map((line) => ({ line, name: line.endpoint.replace(/^https:\/\//, "") }));
  const places = placed(
    names.map(({ name }) => SWATCH + GAP + context.measureText(name).width + 2 * GAP),
    chart.width / scale,
  );
  const legend = ((places.at(-1)?.row ?? -1) + 1) * ROW;
  picture.width = chart.width + 2 * MARGIN * scale;
  picture.height = chart.height + (3 * MARGIN + ROW + legend) * scale;
  context.fillStyle = getComputedStyle(card.closest(".card") ?? card).backgroundColor;
  context.fillRect(0, 0, picture.width, picture.height);
  context.drawImage(chart, MARGIN * scale, picture.height - chart.height - MARGIN * scale);
  context.scale(scale, scale);
  context.translate(MARGIN, MARGIN);
  context.textBaseline = "middle";
  context.fillStyle = style.color;
  context.font = font("600");
  context.fillText(heading, 0, ROW / 2);
  context.font = font("400");
  context.lineWidth = 2;
  names.forEach(({ line, name }, n) => {
    const { x, row } = places[n] ?? { x: 0, row: 0 };
    const y = ROW * (row + 1.5);
    context.strokeStyle = style.getPropertyValue(seriesToken(line.place));
    context.setLineDash([...seriesDash(line.place)]);
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(x + SWATCH, y);
    context.stroke();
    context.fillText(name, x + SWATCH + GAP, y);
  });
  return picture.toDataURL("image/png").replace(/^data:image\/png;base64,/, "");
}

/** Where words of these widths go, one after the other in rows of `width`; one that is wider has a row of its own. @internal */
export function placed(
  widths: readonly number[],
  width: number,
): readonly { readonly x: number; readonly row: number }[] {
  let x = 0;
  let row = 0;
  return widths.map((own) => {
    if (x > 0 && x + own > width) {
      x = 0;
      row += 1;
    }
    const place = { x, row };
    x += own;
    return place;
  });
}
