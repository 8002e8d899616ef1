import { useEffect } from "react";
import { DiagnoseCard } from "../parts/doctor/diagnose-card.tsx";
import { ExplainCard } from "../parts/doctor/explain-card.tsx";
import { FindingsCard } from "../parts/doctor/findings-card.tsx";
import { SaidNote } from "../parts/said-note.tsx";
import { NoticeList } from "../parts/status/notice-list.tsx";
import { useSpeech } from "../speech.ts";
import { useArea, useSnapshot } from "../window-store.ts";

/** What is wrong and what mends it: of the values in force, of one module's way, of the path to one endpoint. */
export function DoctorView() {
  const { t } = useSpeech();
  const { env } = useSnapshot();
  const read = useArea("doctor", (state) => state.read);
  const fault = useArea("doctor", (state) => state.fault);
  const values = JSON.stringify(env);
  // biome-ignore lint/correctness/useExhaustiveDependencies: read again when the values in force change.
  useEffect(() => void read(), [read, values]);
  return (
    <>
      <h1>{t("doctor:title")}</h1>
      <SaidNote />
      {fault !== null && (
        <div className="note note-bad" role="alert">
          <p className="note-words">{t("doctor:fault", { message: fault })}</p>
          <button type="button" className="button" onClick={() => void read()}>
            {t("doctor:again")}
          </button>
        </div>
      )}
      <NoticeList />
      <FindingsCard />
      <ExplainCard />
      <DiagnoseCard />
    </>
  );
}
