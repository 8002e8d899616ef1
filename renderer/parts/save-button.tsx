import { useState } from "react";
import type { SavedFile } from "../../shared/ipc/shell-calls.ts";
import { bridge } from "../bridge.ts";
import { useSpeech } from "../speech.ts";

/** Saves a file where the reader says, and what came of it in words; `null` before, and when the reader thought better of it. */
export function useSave() {
  const { t } = useSpeech();
  const [said, setSaid] = useState<string | null>(null);
  const save = async (file: SavedFile): Promise<void> => {
    setSaid(null);
    try {
      const outcome = await bridge()["file:save"](file);
      if ("saved" in outcome) setSaid(t("window:saved", { file: outcome.saved }));
      else if ("failed" in outcome) setSaid(t("window:not-saved", { problem: outcome.failed }));
    } catch (error) {
      setSaid(t("window:not-saved", { problem: error instanceof Error ? error.message : String(error) }));
    }
  };
  return { save, said };
}

/** Saves a text as a file, and says beside the button where it is, or why it is not. */
export function SaveButton(props: { readonly name: string; readonly text: string; readonly label: string }) {
  const { name, text, label } = props;
  const { save, said } = useSave();
  return (
    <>
      <button type="button" className="button" disabled={text === ""} onClick={() => void save({ name, text })}>
        {label}
      </button>
      <SaidOfSaving said={said} />
    </>
  );
}

/** What came of saving, where there is something to say. Heard by those who do not see it. */
export function SaidOfSaving({ said }: { readonly said: string | null }) {
  return (
    <span className="hint" role="status">
      {said}
    </span>
  );
}
