import type { ReactNode } from "react";
import { useSpeech } from "../../speech.ts";
import { useSnapshot, useWindow } from "../../window-store.ts";
import { Card } from "../card.tsx";
import { Toggle } from "../toggle.tsx";
import { Grounds } from "./grounds.tsx";

/** The profile in force: since when, why, what holds it, and the way back. */
export function ActiveCard() {
  const { t, ago, clock, title, why } = useSpeech();
  const { active, activeSince, at, decision, lastSwitch, profiles, settings } = useSnapshot();
  const setAuto = useWindow((state) => state.setAuto);
  const profile = profiles.find(({ name }) => name === active);
  return (
    <Card title={t("window:active.title")} className="card-active" beside={<UndoButton />}>
      <div>
        <p className="lead">{profile === undefined ? t("window:active.custom") : title(profile)}</p>
        {profile === undefined && <p>{t("window:active.custom-text")}</p>}
        {activeSince !== null && (
          <p className="hint">
            {t("window:active.since", { when: clock(activeSince, at), ago: ago(activeSince, at) })}
          </p>
        )}
      </div>
      <div>
        <p className="sentence">{t("window:active.decision", { reason: why(decision.because) })}</p>
        {lastSwitch !== null && <p className="hint">{t("window:active.last", { reason: why(lastSwitch.because) })}</p>}
        <Grounds />
      </div>
      <HoldNote />
      <Toggle
        label={t("window:active.auto")}
        hint={t("window:active.auto-hint")}
        on={settings.auto}
        change={(on) => void setAuto(on)}
      />
      <Facts />
    </Card>
  );
}

function UndoButton() {
  const { t } = useSpeech();
  const { canUndo } = useSnapshot();
  const undo = useWindow((state) => state.undo);
  const isSwitching = useWindow((state) => state.switchingTo !== null);
  return (
    <button type="button" className="button" disabled={!canUndo || isSwitching} onClick={() => void undo()}>
      {t("window:active.undo")}
    </button>
  );
}

function HoldNote() {
  const { t } = useSpeech();
  const { hold } = useSnapshot();
  const release = useWindow((state) => state.release);
  if (hold === null) return null;
  return (
    <div className="hold">
      <p>{t(`window:active.hold-${hold}`)}</p>
      <button type="button" className="button" onClick={() => void release()}>
        {t("window:active.release")}
      </button>
    </div>
  );
}

/** What the go command goes by: the value in force, the file it is kept in, the release. */
function Facts() {
  const { t } = useSpeech();
  const { env, goproxy } = useSnapshot();
  const facts: readonly (readonly [string, ReactNode])[] = [
    [t("window:active.goproxy"), <code key="goproxy">{goproxy}</code>],
    [t("window:active.file"), env.file === null ? t("window:active.no-file") : <code key="file">{env.file}</code>],
    [t("window:active.go"), env.go?.version ?? t("window:active.no-file")],
  ];
  return (
    <dl className="facts facts-wide">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
