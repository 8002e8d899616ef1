import { useState } from "react";
import { useSpeech } from "../speech.ts";

/** Copies a text, and says on the button that it did, or why it could not. */
export function CopyButton(props: {
  readonly text: string;
  readonly label?: string;
  /** Id of what shows the text, where several stand side by side. */
  readonly describedBy?: string;
}) {
  const { text, label, describedBy } = props;
  const { t } = useSpeech();
  const [told, setTold] = useState<{ readonly of: string; readonly said: string } | null>(null);
  const tell = (said: string): void => setTold({ of: text, said });
  const copy = (): void => {
    navigator.clipboard.writeText(text).then(
      () => tell(t("window:copied")),
      (error: unknown) => tell(t("window:not-copied", { problem: String(error) })),
    );
  };
  return (
    <button type="button" className="button" disabled={text === ""} aria-describedby={describedBy} onClick={copy}>
      <span aria-live="polite">{told !== null && told.of === text ? told.said : (label ?? t("window:copy"))}</span>
    </button>
  );
}
