import { changesBy, type FirstAdvice, firstAdvice, isFirstRun } from "../../shared/domain/first-advice.ts";
import type { Outlook } from "../../shared/domain/outlook.ts";
import type { ProfileView } from "../../shared/domain/snapshot.ts";
import { useSpeech } from "../speech.ts";
import { useSnapshot, useWindow } from "../window-store.ts";
import { ChangeTable } from "./change-table.tsx";
import { Mark } from "./mark.tsx";

/** Before the first switch, or when asked for again: measures, then proposes what serves best. Changes nothing by itself. */
export function FirstRun() {
  const snapshot = useSnapshot();
  const proposing = useWindow((state) => state.proposing);
  if (!isFirstRun(snapshot) && !proposing) return null;
  const advice = firstAdvice(snapshot);
  switch (advice.kind) {
    case "measuring":
      return <Measuring advice={advice} />;
    case "take":
      return <Proposal best={advice.best} outlook={advice.best.outlook} />;
    case "keep":
      return <Proposal best={null} outlook={snapshot.outlook} />;
    // The state above says that there is no network, or that nothing serves.
    case "offline":
    case "none":
      return null;
    default:
      return advice satisfies never;
  }
}

function Measuring({ advice }: { readonly advice: Extract<FirstAdvice, { readonly kind: "measuring" }> }) {
  const { t, number } = useSpeech();
  const values = { measured: number(advice.measured), count: advice.count };
  return (
    <section className="proposal" aria-label={t("settings:first.measuring")}>
      <h2>{t("settings:first.measuring")}</h2>
      <progress max={advice.count} value={advice.measured} aria-label={t("settings:first.progress", values)} />
      <p className="hint">{t("settings:first.progress", values)}</p>
    </section>
  );
}

/** `best`: the profile to take; `null` where the values in force serve as well as any. */
function Proposal({ best, outlook }: { readonly best: ProfileView | null; readonly outlook: Outlook }) {
  const { t, millis, percent, title, why } = useSpeech();
  const { active, network, profiles } = useSnapshot();
  const answer = useAnswer();
  const shown = best ?? profiles.find(({ name }) => name === active);
  const profile = shown === undefined ? t("window:active.custom") : title(shown);
  return (
    <section className="proposal" aria-labelledby="first-run">
      <Mark kind="healthy" />
      <div className="proposal-words">
        <h2 id="first-run">{t(best === null ? "settings:first.well" : "settings:first.title", { profile })}</h2>
        <p>
          {t("settings:first.text", {
            network: t(`tray:network.${network.kind}`),
            success: percent(outlook.success ?? 0),
            time: millis(outlook.expectedMs ?? 0),
          })}{" "}
          <span className="sentence">{why(outlook.because)}.</span>
        </p>
        {best !== null && <Changes profile={best} />}
        <p className="hint">{t("settings:first.tray")}</p>
        <div className="actions">
          {best !== null && (
            <button type="button" className="button primary" onClick={() => void answer(best.name, false)}>
              {t("settings:first.use", { profile })}
            </button>
          )}
          <button type="button" className="button" onClick={() => void answer(best?.name ?? null, true)}>
            {t(best === null ? "settings:first.auto" : "settings:first.use-auto")}
          </button>
          <button type="button" className="button quiet" onClick={() => void answer(null, false)}>
            {t("settings:first.later")}
          </button>
        </div>
      </div>
    </section>
  );
}

/** Takes the profile, if any, then leave to switch by itself, if given. A switch that is refused is no answer. */
function useAnswer(): (profile: string | null, auto: boolean) => Promise<void> {
  const save = useWindow((state) => state.save);
  const choose = useWindow((state) => state.choose);
  const setAuto = useWindow((state) => state.setAuto);
  const propose = useWindow((state) => state.propose);
  return async (profile, auto) => {
    if (profile !== null && !(await choose(profile))) return;
    if (auto) await setAuto(true);
    if (await save({ proposalAnswered: true })) propose(false);
  };
}

function Changes({ profile }: { readonly profile: ProfileView }) {
  const { t } = useSpeech();
  const { env } = useSnapshot();
  const changes = changesBy(profile, env);
  return (
    <details>
      <summary>{t("settings:first.changes", { count: changes.length })}</summary>
      <ChangeTable changes={changes} />
    </details>
  );
}
