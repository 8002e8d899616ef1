import { partsOf } from "../../../shared/domain/failure.ts";
import type { HistoryPage } from "../../../shared/ipc/contract.ts";
import { useSpeech } from "../../speech.ts";
import { Card } from "../card.tsx";
import { WideTable } from "../wide-table.tsx";

/** How TLS fared on each kind of network. */
export function KindTable({ kinds }: { readonly kinds: HistoryPage["kinds"] }) {
  const { t, failure, millis, number, percent } = useSpeech();
  return (
    <Card title={t("window:history.kinds")} className="card-wide">
      <WideTable
        label={t("window:history.kinds")}
        head={["kind", "samples", "tls13", "delay", "common"].map((column) => t(`window:history.${column}`))}
      >
        {kinds.map((row) => (
          <tr key={row.kind}>
            <th scope="row">{t(`words:kind.${row.kind}`)}</th>
            <td>{number(row.samples)}</td>
            <td>{percent(row.tls13Rate)}</td>
            <td>{row.failureMs === null ? "–" : millis(row.failureMs)}</td>
            <td>{row.commonFailure === null ? "–" : failure(partsOf(row.commonFailure))}</td>
          </tr>
        ))}
      </WideTable>
    </Card>
  );
}
