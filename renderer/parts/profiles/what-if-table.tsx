import { TROUBLES, type WhatIf } from "../../../shared/domain/what-if.ts";
import { useSpeech } from "../../speech.ts";
import { WideTable } from "../wide-table.tsx";
import { WhatIfCell } from "./what-if-cell.tsx";

/** What comes of a fetch when one of the entries fails in each of the ways that Go treats differently. */
export function WhatIfTable({ rows }: { readonly rows: readonly WhatIf[] }) {
  const { t } = useSpeech();
  const entries = [...new Map(rows.map(({ entry, name }) => [entry, name]))];
  if (entries.length === 0) return null;
  return (
    <WideTable
      label={t("profiles:what-if.title")}
      head={[t("profiles:what-if.entry"), ...TROUBLES.map((trouble) => t(`profiles:what-if.${trouble}`))]}
    >
      {entries.map(([entry, name]) => (
        <tr key={entry}>
          <th scope="row">
            <code>{name.replace(/^https:\/\//, "")}</code>
          </th>
          {TROUBLES.map((trouble) => {
            const row = rows.find((each) => each.entry === entry && each.trouble === trouble);
            return <td key={trouble}>{row === undefined ? null : <WhatIfCell row={row} />}</td>;
          })}
        </tr>
      ))}
    </WideTable>
  );
}
