import { useId, useState } from "react";
import type { Profile } from "../../../shared/domain/profile.ts";
import { useSpeech } from "../../speech.ts";
import { useArea } from "../../window-store.ts";
import { FieldProblems } from "./field-problems.tsx";
import { type Mode, ModeField, modeOf } from "./mode-field.tsx";
import { withVariable } from "./with-variable.ts";

/** The variables that decide where modules come from and what is checked; others stand behind them. */
const FAMILY = ["GOPRIVATE", "GONOPROXY", "GONOSUMDB", "GOSUMDB", "GOINSECURE"] as const;

/** What each of the family is for, and every other variable that the profile says something of. */
export function Variables({ profile }: { readonly profile: Profile }) {
  const { t } = useSpeech();
  const known: readonly string[] = ["GOPROXY", ...FAMILY];
  const others = Object.keys(profile.env).filter((name) => !known.includes(name));
  return (
    <>
      <p className="hint">{t("profiles:variables.hint")}</p>
      <ul className="variables">
        {[...FAMILY, ...others].map((name) => (
          <VariableRow key={name} name={name} profile={profile} isFamily={known.includes(name)} />
        ))}
      </ul>
      <AddVariable profile={profile} />
    </>
  );
}

function VariableRow(props: { readonly name: string; readonly profile: Profile; readonly isFamily: boolean }) {
  const { t } = useSpeech();
  const { name, profile, isFamily } = props;
  const id = useId();
  const edit = useArea("profiles", (state) => state.edit);
  const isProblem = useArea("profiles", (state) => state.problems.some(({ at }) => at === name));
  const value = profile.env[name];
  const mode = modeOf(value);
  const change = (next: string | null | undefined): void => edit({ env: withVariable(profile.env, name, next) });
  const turn = (next: Mode): void => change(next === "leave" ? undefined : next === "unset" ? null : (value ?? ""));
  return (
    <li className="variable">
      <div className="variable-head">
        <code>{name}</code>
        <ModeField name={name} mode={mode} choose={turn} />
      </div>
      {typeof value === "string" && (
        <input
          type="text"
          className="code"
          value={value}
          spellCheck={false}
          autoComplete="off"
          aria-label={t("profiles:variables.value", { name })}
          aria-invalid={isProblem}
          aria-describedby={id}
          onChange={(event) => change(event.target.value)}
        />
      )}
      <div id={id}>
        {isFamily && <p className="hint">{t(`profiles:variables.about.${name}`)}</p>}
        <FieldProblems at={name} />
      </div>
    </li>
  );
}

/** A name that go env knows, as far as its form tells. */
const NAME = /^[A-Z][A-Z0-9_]*$/;

function AddVariable({ profile }: { readonly profile: Profile }) {
  const { t } = useSpeech();
  const id = useId();
  const edit = useArea("profiles", (state) => state.edit);
  const [name, setName] = useState("");
  const isWrong = name !== "" && !NAME.test(name);
  return (
    <form
      className="add-variable"
      onSubmit={(event) => {
        event.preventDefault();
        if (!NAME.test(name)) return;
        if (profile.env[name] === undefined) edit({ env: withVariable(profile.env, name, "") });
        setName("");
      }}
    >
      <div className="field">
        <label htmlFor={id}>{t("profiles:variables.more")}</label>
        <input
          id={id}
          type="text"
          className="code"
          placeholder="GOFLAGS"
          value={name}
          spellCheck={false}
          autoComplete="off"
          aria-invalid={isWrong}
          aria-describedby={`${id}-hint`}
          onChange={(event) => setName(event.target.value.trim())}
        />
        <p id={`${id}-hint`} className={isWrong ? "hint hint-bad" : "hint"}>
          {t("profiles:variables.more-hint")}
        </p>
      </div>
      <button type="submit" className="button" disabled={name === "" || isWrong}>
        {t("profiles:variables.add")}
      </button>
    </form>
  );
}
