import type { Light } from "../../../shared/domain/lights.ts";
import { useSpeech } from "../../speech.ts";

/** Drawn for eyes; what it says is in the words beside it. */
const MARKS: Readonly<Record<Light["state"], string>> = { on: "✓", off: "✗", unknown: "?", unneeded: "–" };

/** What a download needs of an endpoint beside the files, each need with its mark, its word and, on hovering, its reason. */
export function LightList({ lights }: { readonly lights: readonly Light[] }) {
  const { t, why } = useSpeech();
  return (
    <ul className="lights">
      {lights.map(({ id, state, because }) => (
        <li key={id} className={`light light-${state}`} title={why(because)}>
          <span aria-hidden="true">{MARKS[state]}</span>{" "}
          {t("download:light-said", {
            name: t(`download:light.${id}.name`),
            state: t(`download:light.${id}.${state}`),
          })}
        </li>
      ))}
    </ul>
  );
}
