import type { FailureName } from "../../../shared/domain/failure.ts";
import { partsOf } from "../../../shared/domain/failure.ts";
import type { HistoryPage } from "../../../shared/ipc/contract.ts";
import { useSpeech } from "../../speech.ts";
import type { ChartData, Line } from "./chart-data.ts";
import { seriesDash, swatchClass } from "./chart-options.ts";
import { useProfileTitle } from "./switch-table.tsx";

/** Everything at one point of the chart: when, where, under which profile, and what each endpoint did. */
export function Readout(props: {
  readonly data: ChartData;
  readonly index: number | null;
  readonly page: HistoryPage;
}) {
  const { t, moment } = useSpeech();
  const profileTitle = useProfileTitle();
  const { data, index, page } = props;
  const at = index === null ? undefined : data.at[index];
  if (index === null || at === undefined) return <p className="hint readout">{t("history:readout.none")}</p>;
  const { network, profile } = surroundingsAt(page, at);
  return (
    <div className="readout" aria-live="polite">
      <p>
        <strong>{moment(at)}</strong>
        {network !== undefined && <> · {t("history:readout.network", { kind: t(`words:kind.${network}`) })}</>}
        {profile !== undefined && <> · {profileTitle(profile)}</>}
      </p>
      <ul>
        {data.lines.map((line) => (
          <ReadoutLine key={line.endpoint} line={line} index={index} />
        ))}
      </ul>
    </div>
  );
}

/** Network and profile at that moment, as far as they are known. */
function surroundingsAt({ atStart, networks, switches }: HistoryPage, at: number) {
  const entry = switches.findLast((each) => each.at <= at && each.outcome === "written");
  return {
    network: networks.findLast((each) => each.at <= at)?.kind ?? atStart?.kind,
    profile: entry === undefined ? atStart?.profile : entry.to,
  };
}

function ReadoutLine({ line, index }: { readonly line: Line; readonly index: number }) {
  const { t, failure, millis } = useSpeech();
  const { looks, failed, cause } = line.counts[index] ?? { looks: 0, failed: 0, cause: null };
  const [p50, p95] = [line.values[index], line.p95[index]];
  if (looks === 0) return null;
  return (
    <li className="readout-line">
      <svg className={`swatch ${swatchClass(line.place)}`} viewBox="0 0 28 6" aria-hidden="true">
        <line x1="0" y1="3" x2="28" y2="3" strokeDasharray={seriesDash(line.place).join(" ")} />
      </svg>
      <span>{line.endpoint.replace(/^https:\/\//, "")}</span>
      <strong>
        {typeof p50 === "number"
          ? t("history:readout.times", { p50: millis(p50), p95: millis(typeof p95 === "number" ? p95 : p50) })
          : t("window:history.no-success")}
      </strong>
      <span className="hint">{t("history:readout.looks", { count: looks })}</span>
      {failed > 0 && (
        <span className="hint-bad">
          {t("history:readout.failed", {
            count: failed,
            how: cause === null ? "" : failure(partsOf(cause as FailureName)),
          })}
        </span>
      )}
    </li>
  );
}
