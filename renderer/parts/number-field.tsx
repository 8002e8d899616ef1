import { useId, useState } from "react";
import { useSpeech } from "../speech.ts";

/** A whole number within bounds. Saved when the field is left or Enter is pressed, never while it is out of bounds. */
export function NumberField(props: {
  readonly label: string;
  readonly hint: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  /** Whether it was kept. */
  readonly save: (value: number) => Promise<boolean>;
}) {
  const { t } = useSpeech();
  const id = useId();
  const { label, hint, value, min, max, save } = props;
  const [draft, setDraft] = useState<string | null>(null);
  const text = draft ?? String(value);
  const wanted = Number(text);
  const isValid = /^\d+$/.test(text) && wanted >= min && wanted <= max;
  const commit = async (): Promise<void> => {
    if (!isValid) return;
    // What could not be kept stays in the field.
    if (wanted === value || (await save(wanted))) setDraft(null);
  };
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        inputMode="numeric"
        value={text}
        aria-invalid={!isValid}
        aria-describedby={`${id}-hint`}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={() => void commit()}
        onKeyDown={(event) => {
          if (event.key === "Enter") void commit();
          if (event.key === "Escape") setDraft(null);
        }}
      />
      <p id={`${id}-hint`} className={isValid ? "hint" : "hint hint-bad"} role={isValid ? undefined : "alert"}>
        {isValid ? hint : t("window:settings.invalid", { min, max })}
      </p>
    </div>
  );
}
