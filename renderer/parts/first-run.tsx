import type { ProfileView, Snapshot } from "../../shared/domain/snapshot.ts";
import { useSpeech } from "../speech.ts";
import { useSnapshot, useWindow } from "../window-store.ts";

/** Before the first switch: proposes the profile with the best outlook. Changes nothing by itself. */
export function FirstRun() {
  const { t, millis, percent, title } = useSpeech();
  const snapshot = useSnapshot();
  const choose = useWindow((state) => state.choose);
  const best = proposal(snapshot);
  if (best === null) return null;
  const profile = title(best);
  const { success, expectedMs } = best.outlook;
  return (
    <section className="note note-proposal" aria-labelledby="first-run">
      <div className="note-words">
        <h2 id="first-run">{t("window:first.title", { profile })}</h2>
        <p>{t("window:first.text", { success: percent(success ?? 0), time: millis(expectedMs ?? 0) })}</p>
      </div>
      <button type="button" className="button primary" onClick={() => void choose(best.name)}>
        {t("window:first.use", { profile })}
      </button>
    </section>
  );
}

/** The profile with the best outlook, by success and then by time; `null` when it is in force already or nothing is to propose. */
function proposal({ lastSwitch, profiles, settings }: Snapshot): ProfileView | null {
  if (settings.auto || lastSwitch !== null) return null;
  const measured = profiles.filter(({ outlook }) => (outlook.success ?? 0) > 0);
  const [best] = measured.sort(
    ({ outlook: a }, { outlook: b }) =>
      (b.success ?? 0) - (a.success ?? 0) || (a.expectedMs ?? Infinity) - (b.expectedMs ?? Infinity),
  );
  return best === undefined || best.active ? null : best;
}
