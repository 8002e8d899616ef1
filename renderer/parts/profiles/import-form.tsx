import { useId, useState } from "react";
import type { ImportOutcome } from "../../../shared/ipc/profile-calls.ts";
import { sayComplaint } from "../../../shared/view/profile-complaint.ts";
import { bridge } from "../../bridge.ts";
import { type Speech, useSpeech } from "../../speech.ts";
import { useArea } from "../../window-store.ts";

/** Takes profiles over from a file or from pasted text: all or none, and says why none. */
export function ImportForm({ close }: { readonly close: () => void }) {
  const { t } = useSpeech();
  const id = useId();
  const read = useArea("profiles", (state) => state.read);
  const [text, setText] = useState("");
  const [outcome, setOutcome] = useState<ImportOutcome | string | null>(null);
  const take = async (replace: boolean): Promise<void> => {
    try {
      const next = await bridge()["profile:import"]({ text, replace });
      setOutcome(next);
      if (next.ok) await read();
    } catch (error) {
      setOutcome(error instanceof Error ? error.message : String(error));
    }
  };
  const isTaken = outcome !== null && typeof outcome !== "string" && !outcome.ok && outcome.why === "taken";
  return (
    <div className="form">
      <h2>{t("profiles:import.title")}</h2>
      <div className="field">
        <label htmlFor={`${id}-file`}>{t("profiles:import.file")}</label>
        <input
          id={`${id}-file`}
          type="file"
          accept=".json,application/json"
          onChange={({ target }) => void target.files?.[0]?.text().then(setText)}
        />
      </div>
      <div className="field">
        <label htmlFor={id}>{t("profiles:import.text")}</label>
        <textarea id={id} className="code" rows={8} value={text} onChange={({ target }) => setText(target.value)} />
      </div>
      <div aria-live="polite">
        <Outcome outcome={outcome} />
      </div>
      <div className="actions">
        <button type="button" className="button" onClick={close}>
          {t("window:close")}
        </button>
        {isTaken && (
          <button type="button" className="button" onClick={() => void take(true)}>
            {t("profiles:import.replace")}
          </button>
        )}
        <button type="button" className="button primary" disabled={text.trim() === ""} onClick={() => void take(false)}>
          {t("profiles:import.take")}
        </button>
      </div>
    </div>
  );
}

function Outcome({ outcome }: { readonly outcome: ImportOutcome | string | null }) {
  const speech = useSpeech();
  if (outcome === null) return null;
  const { t } = speech;
  if (typeof outcome === "string") return <p className="hint hint-bad">{t("profiles:fault", { message: outcome })}</p>;
  if (outcome.ok) return <p>{t("profiles:import.done", { profiles: outcome.names.join(", ") })}</p>;
  const lines = complaintsOf(outcome, speech);
  return (
    <>
      <p className="hint hint-bad">{t("profiles:import.none")}</p>
      <ul className="evidence">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </>
  );
}

function complaintsOf(outcome: Exclude<ImportOutcome, { ok: true }>, { t }: Speech): readonly string[] {
  switch (outcome.why) {
    case "not-json":
      return [t("cli:profile-file.no-json", { place: outcome.place })];
    case "complaints":
      return outcome.complaints.map((complaint) => sayComplaint(t, complaint));
    case "problems":
      return outcome.problems.map(
        ({ code, values }) => `${t(`cli:error.${code}.what`, values)} ${t(`cli:error.${code}.why`, values)}`,
      );
    case "taken":
      return [t("profiles:import.taken", { profiles: outcome.names.join(", ") })];
    default:
      return outcome satisfies never;
  }
}
