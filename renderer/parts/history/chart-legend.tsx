import { useState } from "react";
import { useSpeech } from "../../speech.ts";
import type { Line } from "./chart-data.ts";
import { seriesDash, swatchClass } from "./chart-options.ts";

/** Which endpoints are drawn, with the figures of those that are. */
export function ChartLegend(props: {
  readonly endpoints: readonly string[];
  readonly lines: readonly Line[];
  readonly toggle: (endpoint: string) => void;
}) {
  const { t } = useSpeech();
  const { endpoints, lines, toggle } = props;
  const [sought, setSought] = useState("");
  const listed = listedOf(endpoints, lines, sought);
  return (
    <fieldset className="legend">
      <legend>{t("window:history.shown")}</legend>
      {endpoints.length > LISTED && (
        <input
          type="search"
          className="code"
          aria-label={t("history:search")}
          placeholder={t("history:search")}
          value={sought}
          onChange={({ target }) => setSought(target.value)}
        />
      )}
      {listed.map((endpoint) => {
        const place = endpoints.indexOf(endpoint);
        const line = lines.find((shown) => shown.endpoint === endpoint);
        return (
          <label key={endpoint} className="legend-item">
            <input type="checkbox" checked={line !== undefined} onChange={() => toggle(endpoint)} />
            <svg className={`swatch ${swatchClass(place)}`} viewBox="0 0 28 6" aria-hidden="true">
              <line x1="0" y1="3" x2="28" y2="3" strokeDasharray={seriesDash(place).join(" ")} />
            </svg>
            <span className="legend-words">
              {endpoint.replace(/^https:\/\//, "")}
              {line !== undefined && <Figures line={line} />}
            </span>
          </label>
        );
      })}
      {endpoints.length > listed.length && (
        <p className="hint">{t("history:rest", { count: endpoints.length - listed.length })}</p>
      )}
    </fieldset>
  );
}

/** More than these would be a page of boxes. */
const LISTED = 16;

/** Those that are drawn, then those whose name has what is sought, as many as are listed. */
function listedOf(endpoints: readonly string[], lines: readonly Line[], sought: string): readonly string[] {
  if (endpoints.length <= LISTED) return endpoints;
  const drawn = lines.map(({ endpoint }) => endpoint);
  const wanted = sought.trim().toLowerCase();
  const found = endpoints.filter((name) => !drawn.includes(name) && name.toLowerCase().includes(wanted));
  return [...drawn, ...found.slice(0, LISTED)];
}

function Figures({ line }: { readonly line: Line }) {
  const { t, millis, number } = useSpeech();
  const median = line.median === null ? t("window:history.no-success") : millis(line.median);
  return <span className="hint">{t("window:history.figures", { median, failed: number(line.failed) })}</span>;
}
