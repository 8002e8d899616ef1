import type { ProfileView, Snapshot } from "../../shared/domain/snapshot.ts";
import { useSpeech } from "../speech.ts";
import { useSnapshot, useWindow } from "../window-store.ts";
import { Mark } from "./mark.tsx";

/** Before the first switch: measures, then proposes the profile with the best outlook. Changes nothing by itself. */
export function FirstRun() {
  const snapshot = useSnapshot();
  if (!isFirstRun(snapshot)) return null;
  const measured = snapshot.endpoints.filter(({ health }) => health.kind !== "unknown").length;
  if (measured < snapshot.endpoints.length && snapshot.status === "measuring") return <Measuring measured={measured} />;
  const best = bestOf(snapshot);
  return best === null ? null : <Proposal best={best} />;
}

/** Whether nothing was ever said to Gangway: neither a switch, nor a word on the proposal, nor leave to switch by itself. */
function isFirstRun({ lastSwitch, settings }: Snapshot): boolean {
  return !settings.auto && lastSwitch === null && !settings.proposalAnswered;
}

function Measuring({ measured }: { readonly measured: number }) {
  const { t, number } = useSpeech();
  const { endpoints } = useSnapshot();
  const values = { measured: number(measured), count: endpoints.length };
  return (
    <section className="proposal" aria-label={t("settings:first.measuring")}>
      <h2>{t("settings:first.measuring")}</h2>
      <progress max={endpoints.length} value={measured} aria-label={t("settings:first.progress", values)} />
      <p className="hint">{t("settings:first.progress", values)}</p>
    </section>
  );
}

function Proposal({ best }: { readonly best: ProfileView }) {
  const { t, millis, percent, title, why } = useSpeech();
  const { network } = useSnapshot();
  const save = useWindow((state) => state.save);
  const choose = useWindow((state) => state.choose);
  const setAuto = useWindow((state) => state.setAuto);
  const profile = title(best);
  const { success, expectedMs, because } = best.outlook;
  const answer = (): Promise<void> => save({ proposalAnswered: true });
  const take = async (auto: boolean): Promise<void> => {
    if (!best.active) await choose(best.name);
    if (auto) await setAuto(true);
    await answer();
  };
  return (
    <section className="proposal" aria-labelledby="first-run">
      <Mark kind="healthy" />
      <div className="proposal-words">
        <h2 id="first-run">{t(best.active ? "settings:first.well" : "settings:first.title", { profile })}</h2>
        <p>
          {t("settings:first.text", {
            network: t(`tray:network.${network.kind}`),
            success: percent(success ?? 0),
            time: millis(expectedMs ?? 0),
          })}{" "}
          <span className="sentence">{why(because)}.</span>
        </p>
        {!best.active && <Changes profile={best} />}
        <p className="hint">{t("settings:first.tray")}</p>
        <div className="actions">
          {!best.active && (
            <button type="button" className="button primary" onClick={() => void take(false)}>
              {t("settings:first.use", { profile })}
            </button>
          )}
          <button type="button" className="button" onClick={() => void take(true)}>
            {t(best.active ? "settings:first.auto" : "settings:first.use-auto")}
          </button>
          <button type="button" className="button quiet" onClick={() => void answer()}>
            {t("settings:first.later")}
          </button>
        </div>
      </div>
    </section>
  );
}

function Changes({ profile }: { readonly profile: ProfileView }) {
  const { t } = useSpeech();
  const { env } = useSnapshot();
  const changes = Object.entries(profile.env).filter(([name, value]) => (env.variables[name]?.value ?? null) !== value);
  return (
    <details>
      <summary>{t("settings:first.changes", { count: changes.length })}</summary>
      <dl className="changes">
        {changes.map(([name, after]) => (
          <div key={name}>
            <dt>
              <code>{name}</code>
            </dt>
            <dd>
              <del>{env.variables[name]?.value ?? t("window:unset")}</del> <ins>{after ?? t("window:unset")}</ins>
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

/** The profile with the best outlook, by success and then by time; the one in force where it is as good. `null`: none was measured. */
function bestOf({ profiles }: Snapshot): ProfileView | null {
  const measured = profiles.filter(({ outlook, template }) => (outlook.success ?? 0) > 0 && template !== true);
  const rank = ({ active, outlook }: ProfileView): readonly number[] => [
    -(outlook.success ?? 0),
    active ? 0 : 1,
    outlook.expectedMs ?? Number.POSITIVE_INFINITY,
  ];
  const [best] = measured.sort((a, b) => compare(rank(a), rank(b)));
  return best ?? null;
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, n) => value !== b[n]);
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}
