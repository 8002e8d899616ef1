import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import uPlot from "uplot";
import { useSpeech } from "../speech.ts";
import { useSnapshot } from "../window-store.ts";
import type { ChartData, Span } from "./chart-data.ts";
import type { Marks } from "./chart-marks.ts";
import { chartOptions } from "./chart-options.ts";

/** A picture this high shows 50 ms beside 2 s and leaves the tables in sight. */
const HEIGHT = 300;

const dark = matchMedia("(prefers-color-scheme: dark)");

function onScheme(changed: () => void): () => void {
  dark.addEventListener("change", changed);
  return () => dark.removeEventListener("change", changed);
}

/** The lines of a span. A picture only: the legend and the tables hold the figures. */
export function LatencyChart(props: {
  readonly data: ChartData;
  readonly span: Span;
  readonly marks: Marks;
  readonly label: string;
  readonly zoom: (span: Span) => void;
}) {
  const speech = useSpeech();
  const { theme } = useSnapshot().settings;
  const isDark = useSyncExternalStore(onScheme, () => dark.matches);
  const place = useRef<HTMLDivElement>(null);
  const width = useWidth(place);
  const { data, span, marks, label, zoom } = props;
  useEffect(() => {
    const element = place.current;
    if (element === null || width === 0) return;
    const style = getComputedStyle(element);
    const colour = (token: string): string => style.getPropertyValue(token);
    const options = chartOptions({ data, span, marks, width, height: HEIGHT, speech, colour, zoom });
    const values: uPlot.AlignedData = [[...data.at], ...data.lines.map((line) => [...line.values])];
    const chart = new uPlot(options, values, element);
    return () => chart.destroy();
    // The colours come from the page's style, which follows these two.
  }, [data, span, marks, speech, zoom, width, theme, isDark]);
  return <div ref={place} className="chart" role="img" aria-label={label} />;
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
