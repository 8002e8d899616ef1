import { useSpeech } from "../speech.ts";
import { useSnapshot } from "../window-store.ts";
import { Card } from "./card.tsx";
import { EndpointRow } from "./endpoint-row.tsx";

/** Columns of the table, by the key of their heading. */
const COLUMNS = ["name", "health", "recent", "success", "handshake", "tls", "trust", "failure"] as const;

/** Every endpoint with its health. The roles are written out because a narrow window lays the cells out as cards. */
export function EndpointTable() {
  const { t, number } = useSpeech();
  const { endpoints } = useSnapshot();
  const count = <span className="tag">{number(endpoints.length)}</span>;
  return (
    <Card title={t("window:endpoints.title")} className="card-endpoints" beside={count}>
      {endpoints.length === 0 ? (
        <p>{t("window:endpoints.none")}</p>
      ) : (
        <table role="table" className="endpoints">
          <thead role="rowgroup">
            <tr role="row">
              {COLUMNS.map((column) => (
                <th key={column} role="columnheader" scope="col">
                  {t(`window:endpoints.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody role="rowgroup">
            {endpoints.map((endpoint) => (
              <EndpointRow key={endpoint.name} endpoint={endpoint} />
            ))}
          </tbody>
        </table>
      )}
    </Card>
  );
}
