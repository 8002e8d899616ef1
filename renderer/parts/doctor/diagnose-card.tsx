import { useId } from "react";
import { CELL_IDS } from "../../../shared/domain/diagnosis.ts";
import { sayCell } from "../../../shared/view/diagnosis-text.ts";
import { useSpeech } from "../../speech.ts";
import { useArea, useSnapshot } from "../../window-store.ts";
import { Card } from "../card.tsx";
import { DiagnosisResult } from "./diagnosis-result.tsx";
import { Matrix } from "./matrix.tsx";

/** What stands between go and one endpoint: every way of speaking to it, tried one after another. */
export function DiagnoseCard() {
  const { t } = useSpeech();
  const running = useArea("doctor", (state) => state.running);
  const ended = useArea("doctor", (state) => state.ended);
  const diagnoses = useArea("doctor", (state) => state.diagnoses);
  return (
    <Card title={t("doctor:diagnose.title")}>
      <p className="hint">{t("doctor:diagnose.hint")}</p>
      <Form />
      <div aria-live="polite">
        <NotStartedNote />
        {running === null && ended?.state === "cancelled" && <p>{t("doctor:diagnose.cancelled")}</p>}
        {running === null && ended?.state === "failed" && (
          <p className="hint hint-bad">{t("doctor:fault", { message: ended.problem })}</p>
        )}
      </div>
      {running !== null && <Running />}
      {diagnoses.map((diagnosis, at) => (
        <DiagnosisResult key={`${diagnosis.endpoint} ${diagnosis.at}`} diagnosis={diagnosis} isOpen={at === 0} />
      ))}
    </Card>
  );
}

function Form() {
  const { t } = useSpeech();
  const id = useId();
  const { endpoints } = useSnapshot();
  const url = useArea("doctor", (state) => state.url);
  const aim = useArea("doctor", (state) => state.aim);
  const diagnose = useArea("doctor", (state) => state.diagnose);
  const isRunning = useArea("doctor", (state) => state.running !== null);
  return (
    <form
      className="ask-row"
      onSubmit={(event) => {
        event.preventDefault();
        void diagnose();
      }}
    >
      <div className="field">
        <label htmlFor={id}>{t("doctor:diagnose.endpoint")}</label>
        <input
          id={id}
          type="text"
          inputMode="url"
          className="code"
          list={`${id}-known`}
          placeholder="https://proxy.golang.org"
          value={url}
          spellCheck={false}
          autoComplete="off"
          onChange={({ target }) => aim(target.value)}
        />
        <datalist id={`${id}-known`}>
          {endpoints.map(({ name }) => (
            <option key={name} value={name} />
          ))}
        </datalist>
      </div>
      <button type="submit" className="button primary" disabled={url.trim() === "" || isRunning}>
        {t("doctor:diagnose.start")}
      </button>
    </form>
  );
}

function NotStartedNote() {
  const { t, millis } = useSpeech();
  const notStarted = useArea("doctor", (state) => state.notStarted);
  const url = useArea("doctor", (state) => state.url);
  if (notStarted === null) return null;
  const time = notStarted.why === "too-soon" ? millis(notStarted.waitMs) : "";
  return <p className="hint hint-bad">{t(`doctor:diagnose.${notStarted.why}`, { given: url, time })}</p>;
}

function Running() {
  const { t } = useSpeech();
  const running = useArea("doctor", (state) => state.running);
  const cancel = useArea("doctor", (state) => state.cancel);
  if (running === null) return null;
  const { cells, endpoint, total } = running;
  const done = new Set(cells.map(({ id }) => id));
  const next = CELL_IDS.find((id) => !done.has(id));
  return (
    <>
      <div className="running">
        <p role="status">{t("diagnose:progress", { endpoint, done: cells.length, total })}</p>
        <progress max={total} value={cells.length} aria-label={t("doctor:diagnose.progress")} />
        <button type="button" className="button" onClick={() => void cancel()}>
          {t("doctor:diagnose.cancel")}
        </button>
      </div>
      {next !== undefined && <p className="hint">{t("doctor:diagnose.waiting", { cell: sayCell(t, next) })}</p>}
      <Matrix cells={cells} />
    </>
  );
}
