import type { Change } from "../../shared/domain/goenv.ts";
import { useSpeech } from "../speech.ts";

/** A change, and the value that will go on being in force in its place where there is one. */
export type ShownChange = Change & { readonly hiddenBy?: string };

/** Keys of the go env file with the values before and after. */
export function ChangeTable({ changes }: { readonly changes: readonly ShownChange[] }) {
  const { t } = useSpeech();
  return (
    <dl className="changes">
      {changes.map(({ name, before, after, hiddenBy }) => (
        <div key={name}>
          <dt>
            <code>{name}</code>
          </dt>
          <dd>
            <del>{before ?? t("window:unset")}</del> <ins>{after ?? t("window:unset")}</ins>
            {hiddenBy !== undefined && (
              <p className="hint hint-bad">{t("profiles:changes.hidden", { value: hiddenBy })}</p>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
