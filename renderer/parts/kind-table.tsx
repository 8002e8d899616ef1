import type { HistoryPage } from "../../shared/ipc/contract.ts";
import { useSpeech } from "../speech.ts";
import { Card } from "./card.tsx";

/** How TLS fared on each kind of network. */
export function KindTable({ kinds }: { readonly kinds: HistoryPage["kinds"] }) {
  const { t, millis, number, percent } = useSpeech();
  return (
    <Card title={t("window:history.kinds")} className="card-wide">
      <div className="scroll" tabIndex={0} role="group" aria-label={t("window:history.kinds")}>
        <table>
          <thead>
            <tr>
              {["kind", "samples", "tls13", "delay", "common"].map((column) => (
                <th key={column} scope="col">
                  {t(`window:history.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {kinds.map((row) => (
              <tr key={row.kind}>
                <th scope="row">{t(`words:kind.${row.kind}`)}</th>
                <td>{number(row.samples)}</td>
                <td>{percent(row.tls13Rate)}</td>
                <td>{row.failureMs === null ? "–" : millis(row.failureMs)}</td>
                <td>{row.commonFailure === null ? "–" : t(`words:kind.${row.commonFailure}`)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}
