import { useSpeech } from "../speech.ts";
import type { Line } from "./chart-data.ts";
import { seriesDash } from "./chart-options.ts";

/** Which endpoints are drawn, with the figures of those that are. */
export function ChartLegend(props: {
  readonly endpoints: readonly string[];
  readonly lines: readonly Line[];
  readonly toggle: (endpoint: string) => void;
}) {
  const { t } = useSpeech();
  const { endpoints, lines, toggle } = props;
  return (
    <fieldset className="legend">
      <legend>{t("window:history.shown")}</legend>
      {endpoints.map((endpoint, place) => {
        const line = lines.find((shown) => shown.endpoint === endpoint);
        return (
          <label key={endpoint} className="legend-item">
            <input type="checkbox" checked={line !== undefined} onChange={() => toggle(endpoint)} />
            <svg className={`swatch swatch-${(place % 8) + 1}`} viewBox="0 0 28 6" aria-hidden="true">
              <line x1="0" y1="3" x2="28" y2="3" strokeDasharray={seriesDash(place).join(" ")} />
            </svg>
            <span className="legend-words">
              {endpoint.replace(/^https:\/\//, "")}
              {line !== undefined && <Figures line={line} />}
            </span>
          </label>
        );
      })}
    </fieldset>
  );
}

function Figures({ line }: { readonly line: Line }) {
  const { t, millis, number } = useSpeech();
  const median = line.median === null ? t("window:history.no-success") : millis(line.median);
  return <span className="hint">{t("window:history.figures", { median, failed: number(line.failed) })}</span>;
}
