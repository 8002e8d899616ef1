import { useSpeech } from "../../speech.ts";

/** What a profile does with a variable: not touch it, unset it, or set it. */
export type Mode = "leave" | "unset" | "set";

const MODES: readonly Mode[] = ["leave", "unset", "set"];

/** How the environment of a profile says it: absent, `null`, or a value. */
export function modeOf(value: string | null | undefined): Mode {
  if (value === undefined) return "leave";
  return value === null ? "unset" : "set";
}

/** The choice of a mode for the variable `name`. */
export function ModeField(props: {
  readonly name: string;
  readonly mode: Mode;
  readonly choose: (mode: Mode) => void;
}) {
  const { t } = useSpeech();
  const choose = (value: string): void => {
    const mode = MODES.find((each) => each === value);
    if (mode !== undefined) props.choose(mode);
  };
  return (
    <select
      aria-label={t("profiles:mode.label", { name: props.name })}
      className="mode"
      value={props.mode}
      onChange={(event) => choose(event.target.value)}
    >
      {MODES.map((mode) => (
        <option key={mode} value={mode}>
          {t(`profiles:mode.${mode}`)}
        </option>
      ))}
    </select>
  );
}
