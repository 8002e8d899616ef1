import { PLACE_KINDS } from "../../../shared/domain/network.ts";
import type { Profile } from "../../../shared/domain/profile.ts";
import { useSpeech } from "../../speech.ts";
import { useArea } from "../../window-store.ts";

/** The networks that a profile is meant for: Gangway takes it there by itself. */
export function MeantFor({ profile }: { readonly profile: Profile }) {
  const { t } = useSpeech();
  const edit = useArea("profiles", (state) => state.edit);
  const here = useArea("profiles", (state) => state.list?.fingerprint ?? null);
  const { kinds, fingerprints } = profile;
  const others = fingerprints.filter((fingerprint) => fingerprint !== here).length;
  return (
    <fieldset className="choices">
      <legend>{t("profiles:meant.title")}</legend>
      <div className="choice-row">
        {PLACE_KINDS.map((kind) => (
          <label key={kind}>
            <input
              type="checkbox"
              checked={kinds.includes(kind)}
              onChange={({ target }) =>
                edit({ kinds: target.checked ? [...kinds, kind] : kinds.filter((each) => each !== kind) })
              }
            />
            {t(`words:kind.${kind}`)}
          </label>
        ))}
        {here !== null && (
          <label>
            <input
              type="checkbox"
              checked={fingerprints.includes(here)}
              onChange={({ target }) => {
                const rest = fingerprints.filter((fingerprint) => fingerprint !== here);
                edit({ fingerprints: target.checked ? [...rest, here] : rest });
              }}
            />
            {t("profiles:meant.here")}
          </label>
        )}
      </div>
      {others > 0 && <p className="hint">{t("profiles:meant.others", { count: others })}</p>}
      <p className="hint">{t("profiles:meant.hint")}</p>
    </fieldset>
  );
}
