import { useSpeech } from "../speech.ts";
import { MENDED, type Said } from "../store.ts";
import { useSnapshot, useWindow } from "../window-store.ts";
import { ChangeTable } from "./change-table.tsx";

type Applied = Extract<Said, { kind: "applied" }>;

/** What came of the reader's last act, until dismissed. The region is always there, so that it is read out when filled. */
export function SaidNote() {
  const { t } = useSpeech();
  const said = useWindow((state) => state.said);
  const forget = useWindow((state) => state.forget);
  return (
    <div aria-live="polite" className="said-region">
      {said !== null && (
        <div className={`note ${isBad(said) ? "note-bad" : "note-good"}`}>
          <div className="note-words">
            {said.kind === "fault" ? <p>{t("window:said.fault", { message: said.message })}</p> : <Outcome {...said} />}
          </div>
          <button type="button" className="button quiet" onClick={forget}>
            {t("window:close")}
          </button>
        </div>
      )}
    </div>
  );
}

function isBad(said: Said): boolean {
  return said.kind === "fault" || said.outcome.outcome === "refused";
}

function Outcome({ outcome, subject }: Applied) {
  const { t, title } = useSpeech();
  const profile = useSnapshot().profiles.find(({ name }) => name === subject);
  const named = profile === undefined ? (subject ?? "") : title(profile);
  if (outcome.outcome === "refused") {
    return (
      <>
        <p>{t("window:said.refused", { reason: t(`window:refusal.${outcome.reason}`) })}</p>
        {outcome.detail !== "" && <p className="hint">{t("window:said.detail", { detail: outcome.detail })}</p>}
      </>
    );
  }
  return (
    <>
      <p>{t(`window:said.${keyOf(subject, outcome.outcome)}`, { profile: named })}</p>
      {outcome.changes.length > 0 && (
        <details>
          <summary>{t("window:said.changes")}</summary>
          <p className="hint">{t("window:said.file", { file: outcome.file })}</p>
          <ChangeTable changes={outcome.changes} />
        </details>
      )}
    </>
  );
}

/** Key of the sentence that says what was done, or that there was nothing to do. */
function keyOf(subject: string | null, outcome: "written" | "unchanged"): string {
  if (subject === null) return outcome === "written" ? "undone" : "undo-unchanged";
  return subject === MENDED && outcome === "written" ? "mended" : outcome;
}
