import { type KeyboardEvent, useState } from "react";
import { useSpeech } from "../../speech.ts";
import { acceleratorOf } from "./accelerator.ts";

/** A button that, once pressed, takes the next keys as a hot key. Escape leaves it as it was, Backspace takes it away. */
export function KeyRecorder(props: {
  readonly label: string;
  readonly accelerator: string | null;
  readonly set: (accelerator: string | null) => void;
}) {
  const { t } = useSpeech();
  const { label, accelerator, set } = props;
  const [isRecording, setRecording] = useState(false);
  const press = (event: KeyboardEvent): void => {
    if (!isRecording || event.key === "Tab") return;
    event.preventDefault();
    // A hot key is no key of the window while it is being chosen.
    event.stopPropagation();
    const pressed = acceleratorOf(event);
    if (pressed.kind === "waiting") return;
    setRecording(false);
    if (pressed.kind === "cleared") set(null);
    if (pressed.kind === "keys") set(pressed.accelerator);
  };
  const shown = accelerator ?? t("settings:hot-keys.none");
  return (
    <button
      type="button"
      className="button key"
      aria-label={t("settings:hot-keys.record", { name: label, keys: shown })}
      aria-pressed={isRecording}
      onClick={() => setRecording(true)}
      onBlur={() => setRecording(false)}
      onKeyDown={press}
    >
      {isRecording ? t("settings:hot-keys.press") : shown}
    </button>
  );
}
