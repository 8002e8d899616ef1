import { CompareCard } from "../parts/history/compare-card.tsx";
import { KindTable } from "../parts/history/kind-table.tsx";
import { LatencyCard } from "../parts/history/latency-card.tsx";
import { NetworkChanges } from "../parts/history/network-changes.tsx";
import { SwitchTable } from "../parts/history/switch-table.tsx";
import { SaidNote } from "../parts/said-note.tsx";
import { Segments } from "../parts/segments.tsx";
import { useSpeech } from "../speech.ts";
import { RANGES, type RangeName } from "../store.ts";
import { useWindow } from "../window-store.ts";

const RANGE_NAMES = Object.keys(RANGES) as readonly RangeName[];

/** What was measured and switched over a range of time. */
export function HistoryView() {
  const { t } = useSpeech();
  const range = useWindow((state) => state.range);
  const look = useWindow((state) => state.look);
  const options = RANGE_NAMES.map((name) => ({ name, label: t(`window:history.ranges.${name}`) }));
  return (
    <>
      <div className="view-head">
        <h1>{t("window:history.title")}</h1>
        <Segments label={t("window:history.range")} value={range} options={options} choose={look} />
      </div>
      <SaidNote />
      <Pages />
    </>
  );
}

function Pages() {
  const { t } = useSpeech();
  const history = useWindow((state) => (state.history?.range === state.range ? state.history : null));
  const range = useWindow((state) => state.range);
  const look = useWindow((state) => state.look);
  const isFailed = useWindow((state) => state.said?.kind === "fault");
  if (history === null && isFailed) {
    return (
      <div className="empty">
        <h2>{t("history:failed")}</h2>
        <button type="button" className="button" onClick={() => look(range)}>
          {t("history:again")}
        </button>
      </div>
    );
  }
  if (history === null) {
    return (
      <p className="empty" aria-busy="true">
        {t("window:history.reading")}
      </p>
    );
  }
  const { kinds, networks, samples, series, switches } = history.page;
  return (
    <>
      {(series ?? samples).length === 0 ? (
        <div className="empty">
          <h2>{t("window:history.empty")}</h2>
          <p>{t("window:history.empty-text")}</p>
        </div>
      ) : (
        <LatencyCard key={history.range} history={history} />
      )}
      <CompareCard />
      <div className="cards">
        {kinds.length > 0 && <KindTable kinds={kinds} />}
        <SwitchTable switches={switches} />
        <NetworkChanges networks={networks} />
      </div>
    </>
  );
}
