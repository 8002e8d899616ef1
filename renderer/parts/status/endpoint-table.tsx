import { useDeferredValue, useId, useState } from "react";
import type { EndpointView } from "../../../shared/domain/snapshot.ts";
import { useSpeech } from "../../speech.ts";
import { useSnapshot } from "../../window-store.ts";
import { Card } from "../card.tsx";
import { EndpointRow } from "./endpoint-row.tsx";

/** Columns of the table, by the key of their heading. */
const COLUMNS = ["name", "health", "stages", "recent", "success", "tls"] as const;

/** So many rows are drawn at once: more than anybody reads, and few enough that a thousand endpoints slow nothing. */
export const ROWS_AT_ONCE = 40;

const WORST_FIRST = ["down", "degraded", "unknown", "healthy"] as const;

/** Every endpoint with its health. The roles are written out because a narrow window lays the cells out as cards. */
export function EndpointTable() {
  const { t, number } = useSpeech();
  const { endpoints } = useSnapshot();
  const [sought, setSought] = useState("");
  const [shown, setShown] = useState(ROWS_AT_ONCE);
  const found = useDeferredValue(ordered(endpoints, sought));
  return (
    <Card
      title={t("window:endpoints.title")}
      className="card-endpoints"
      beside={<span className="tag">{number(endpoints.length)}</span>}
    >
      {endpoints.length === 0 && <p>{t("window:endpoints.none")}</p>}
      {endpoints.length > ROWS_AT_ONCE && <Search value={sought} change={setSought} found={found.length} />}
      {found.length > 0 && <Rows endpoints={found.slice(0, shown)} />}
      {found.length > shown && (
        <button type="button" className="button" onClick={() => setShown(shown + ROWS_AT_ONCE)}>
          {t("window:endpoints.more", { count: Math.min(ROWS_AT_ONCE, found.length - shown) })}
        </button>
      )}
    </Card>
  );
}

/** As the profiles name them; with very many of them, those in trouble first, as nobody would find them otherwise. */
function ordered(endpoints: readonly EndpointView[], sought: string): readonly EndpointView[] {
  if (endpoints.length <= ROWS_AT_ONCE) return endpoints;
  const wanted = sought.trim().toLowerCase();
  const badness = ({ health }: EndpointView): number => WORST_FIRST.indexOf(health.kind);
  return endpoints.filter(({ name }) => name.toLowerCase().includes(wanted)).sort((a, b) => badness(a) - badness(b));
}

function Search(props: { readonly value: string; readonly change: (value: string) => void; readonly found: number }) {
  const { t } = useSpeech();
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{t("window:endpoints.search")}</label>
      <input id={id} type="search" value={props.value} onChange={(event) => props.change(event.target.value)} />
      <p className="hint" aria-live="polite">
        {t("window:endpoints.found", { count: props.found })}
      </p>
    </div>
  );
}

function Rows({ endpoints }: { readonly endpoints: readonly EndpointView[] }) {
  const { t } = useSpeech();
  return (
    <table role="table" className="endpoints">
      <thead role="rowgroup">
        <tr role="row">
          {COLUMNS.map((column) => (
            <th key={column} role="columnheader" scope="col" className={`column-${column}`}>
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
  );
}
