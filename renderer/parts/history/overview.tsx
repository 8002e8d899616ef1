import { type CSSProperties, type PointerEvent, useEffect, useMemo, useState } from "react";
import { useSpeech } from "../../speech.ts";
import type { ChartData, Line, Span } from "./chart-data.ts";
import { seriesDash, swatchClass } from "./chart-options.ts";
import { fitted, keyMove, shifted } from "./moving.ts";

/** Units of the drawing, which is stretched to the width there is. */
const WIDTH = 1000;
const HEIGHT = 40;

/** The whole range in small, and on it the part that the chart shows, to be dragged along. */
export function Overview(props: {
  /** The lines over the whole range. */
  readonly data: ChartData;
  readonly whole: Span;
  readonly span: Span;
  readonly zoom: (span: Span) => void;
}) {
  const { t, moment } = useSpeech();
  const { data, whole, span, zoom } = props;
  const [held, setHeld] = useState<{ readonly x: number; readonly from: Span } | null>(null);
  const [seen, setSeen] = useState(span);
  useEffect(() => setSeen(span), [span]);
  const paths = useMemo(() => data.lines.map((line) => ({ line, path: pathOf(line, data, whole) })), [data, whole]);
  const length = whole.to - whole.from;
  const take = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const at = whole.from + ((event.clientX - left) / width) * length;
    // A hand that takes hold beside the part brings it there.
    const isOn = at >= seen.from && at <= seen.to;
    const from = isOn
      ? seen
      : fitted({ from: at - (seen.to - seen.from) / 2, to: at + (seen.to - seen.from) / 2 }, whole);
    setSeen(from);
    setHeld({ x: event.clientX, from });
  };
  const move = (event: PointerEvent<HTMLDivElement>): void => {
    if (held === null) return;
    const share = (event.clientX - held.x) / event.currentTarget.getBoundingClientRect().width;
    const parts = length / (held.from.to - held.from.from);
    setSeen(fitted(shifted(held.from, share * parts), whole));
  };
  const drop = (): void => {
    if (held !== null) zoom(seen);
    setHeld(null);
  };
  const style = {
    "--from": `${((seen.from - whole.from) / length) * 100}%`,
    "--share": `${((seen.to - seen.from) / length) * 100}%`,
  } as CSSProperties;
  return (
    <div
      className="overview"
      role="slider"
      tabIndex={0}
      aria-label={t("history:overview")}
      aria-valuemin={whole.from}
      aria-valuemax={whole.to}
      aria-valuenow={(seen.from + seen.to) / 2}
      aria-valuetext={t("history:overview-part", { from: moment(seen.from), to: moment(seen.to) })}
      onPointerDown={take}
      onPointerMove={move}
      onPointerUp={drop}
      onPointerCancel={drop}
      onKeyDown={(event) => {
        const to = keyMove({ key: event.key, shiftKey: true }, seen);
        if (to === null || !("span" in to)) return;
        event.preventDefault();
        zoom(fitted(to.span, whole));
      }}
      style={style}
    >
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        {paths.map(({ line, path }) => (
          <path
            key={line.endpoint}
            className={swatchClass(line.place)}
            d={path}
            strokeDasharray={seriesDash(line.place).join(" ")}
          />
        ))}
      </svg>
      <div className="overview-part" />
    </div>
  );
}

/** The line in the units of the drawing, with a gap wherever nothing is known. */
function pathOf({ values }: Line, { at, lines }: ChartData, whole: Span): string {
  const most = Math.max(1, ...lines.flatMap((line) => line.values.map((value) => value ?? 0)));
  let isBroken = true;
  return values
    .map((value, n) => {
      if (value === null) isBroken = true;
      if (typeof value !== "number") return "";
      const x = (((at[n] ?? whole.from) - whole.from) / (whole.to - whole.from)) * WIDTH;
      const y = HEIGHT - 2 - (value / most) * (HEIGHT - 4);
      const step = `${isBroken ? "M" : "L"}${Math.round(x)} ${Math.round(y * 10) / 10}`;
      isBroken = false;
      return step;
    })
    .join("");
}
