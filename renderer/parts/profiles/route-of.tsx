import { useId } from "react";
import type { Saying } from "../../../shared/domain/explain.ts";
import type { ProfilePreview } from "../../../shared/ipc/profile-calls.ts";
import { useSpeech } from "../../speech.ts";
import { useArea } from "../../window-store.ts";

/** The way that Go would take for a module of the reader's choice. */
export function RouteOf({ preview }: { readonly preview: ProfilePreview }) {
  const { t } = useSpeech();
  const id = useId();
  const module = useArea("profiles", (state) => state.module);
  const ask = useArea("profiles", (state) => state.ask);
  const { explanation } = preview;
  const say = ({ code, values }: Saying): string => t(`lint:explain.${code}`, values);
  return (
    <>
      <div className="field">
        <label htmlFor={id}>{t("profiles:route.module")}</label>
        <input
          id={id}
          type="text"
          className="code"
          placeholder="github.com/acme/private"
          value={module}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => ask(event.target.value)}
        />
      </div>
      <div aria-live="polite">
        {explanation === null && module.trim() !== "" && <p className="hint">{t("profiles:route.no-path")}</p>}
        {explanation !== null && (
          <ol className="evidence">
            {explanation.route.map(({ entry, why }, at) => (
              <li key={`${at} ${entry}`}>
                <code>{entry}</code> <span className="hint">{say(why)}</span>
              </li>
            ))}
            <li>
              {t("profiles:route.sums")} <span className="hint">{say(explanation.sumdb.why)}</span>
            </li>
            {explanation.warnings.map((warning) => (
              <li key={warning.code}>
                <span className="hint">{say(warning)}</span>
              </li>
            ))}
          </ol>
        )}
      </div>
    </>
  );
}
