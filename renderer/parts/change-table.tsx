import type { Change } from "../../shared/domain/goenv.ts";
import { useSpeech } from "../speech.ts";

/** Keys of the go env file with the values before and after. */
export function ChangeTable({ changes }: { readonly changes: readonly Change[] }) {
  const { t } = useSpeech();
  return (
    <dl className="changes">
      {changes.map(({ name, before, after }) => (
        <div key={name}>
          <dt>
            <code>{name}</code>
          </dt>
          <dd>
            <del>{before ?? t("window:unset")}</del> <ins>{after ?? t("window:unset")}</ins>
          </dd>
        </div>
      ))}
    </dl>
  );
}
