import { useSpeech } from "../../speech.ts";
import { useSnapshot, useWindow } from "../../window-store.ts";
import { Mark } from "../mark.tsx";
import { PauseMenu } from "../pause-menu.tsx";

/** The state in one sentence, and what can be done at once. */
export function StatusLine() {
  const { t, ago, clock, second } = useSpeech();
  const { at, endpoints, network, pausedUntil, status } = useSnapshot();
  const probe = useWindow((state) => state.probe);
  const pause = useWindow((state) => state.pause);
  const isKept = useWindow((state) => state.isKept);
  const isCaptive = status === "offline" && network.kind === "captive";
  const measuredAt = Math.max(...endpoints.map(({ health }) => health.lastAt ?? Number.NEGATIVE_INFINITY));
  const until = pausedUntil === null ? "" : clock(pausedUntil, at);
  return (
    <section className={`status-line status-${status}`} aria-labelledby="status-title">
      <Mark kind={status} />
      <div className="status-words">
        <h1 id="status-title">{t(isCaptive ? "window:status.captive-title" : `words:status.${status}`)}</h1>
        <p>
          {isKept
            ? t("window:status.kept", { ago: ago(at, Date.now()) })
            : t(`window:status.${isCaptive ? "captive" : status}`, { until })}
        </p>
        {measuredAt > 0 && !isKept && (
          <p className="hint">{t("window:status.measured", { time: second(measuredAt, at) })}</p>
        )}
      </div>
      <div className="actions">
        <button type="button" className="button primary" onClick={() => void probe()}>
          {t("window:status.probe")}
        </button>
        {pausedUntil === null ? (
          <PauseMenu />
        ) : (
          <button type="button" className="button" onClick={() => void pause(null)}>
            {t("window:status.resume")}
          </button>
        )}
      </div>
    </section>
  );
}
