import { ChevronRight } from "lucide-react";
import { memo, type ReactNode, useId, useState } from "react";
import { lastGood } from "../../../shared/domain/sample.ts";
import type { EndpointView } from "../../../shared/domain/snapshot.ts";
import { useSpeech } from "../../speech.ts";
import { useWindow } from "../../window-store.ts";
import { Mark } from "../mark.tsx";
import { EndpointDetails } from "./endpoint-details.tsx";
import { HelloLight } from "./hello-light.tsx";
import { LatencyStrip } from "./latency-strip.tsx";
import { isServing } from "./serving.ts";
import { StageBar } from "./stage-bar.tsx";
import { SumdbLight } from "./sumdb-light.tsx";

/** How many columns a row has: what the details below it span. */
const COLUMN_COUNT = 6;

/**
 * One endpoint in a line: its verdict, where the time goes, the last looks, TLS; everything else is one click away. Drawn
 * again only when something of this endpoint has changed.
 */
export const EndpointRow = memo(function EndpointRow({ endpoint }: { readonly endpoint: EndpointView }) {
  const { t, millis, percent, why } = useSpeech();
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const { health, recent } = endpoint;
  const good = lastGood(recent);
  return (
    <>
      <tr role="row" className="endpoint">
        <th role="rowheader" scope="row">
          <EndpointName endpoint={endpoint} isOpen={isOpen} detailsId={id} toggle={() => setOpen(!isOpen)} />
        </th>
        <Cell column="health">
          <span className={`verdict verdict-${health.kind}`}>
            <Mark kind={health.kind} />
            {t(`words:health.${health.kind}`)}
          </span>
          <span className="hint">{why(health.because)}</span>
        </Cell>
        <Cell column="stages">
          {good === undefined || health.p50TotalMs === null ? "–" : <span>{millis(health.p50TotalMs)}</span>}
          {good !== undefined && <StageBar sample={good} />}
        </Cell>
        <Cell column="recent">
          <LatencyStrip samples={recent} />
        </Cell>
        <Cell column="success">{health.successRate === null ? "–" : percent(health.successRate)}</Cell>
        <Cell column="tls">
          <TlsWords endpoint={endpoint} />
        </Cell>
      </tr>
      {isOpen && (
        <tr role="row" id={id} className="endpoint-more">
          <td role="cell" colSpan={COLUMN_COUNT}>
            <EndpointDetails endpoint={endpoint} />
          </td>
        </tr>
      )}
    </>
  );
});

function TlsWords({ endpoint }: { readonly endpoint: EndpointView }) {
  const { recent, lights = [] } = endpoint;
  const tls = recent.findLast((sample) => sample.tls !== null)?.tls ?? null;
  return (
    <>
      <span>{tls === null ? "–" : tls.version.replace("TLSv", "")}</span>
      {tls?.group !== undefined && <span className="hint">{tls.group}</span>}
      <span className="small-lights">
        <HelloLight samples={recent} />
        <SumdbLight lights={lights} />
      </span>
    </>
  );
}

function EndpointName(props: {
  readonly endpoint: EndpointView;
  readonly isOpen: boolean;
  readonly detailsId: string;
  readonly toggle: () => void;
}) {
  const { t } = useSpeech();
  const { endpoint, isOpen, detailsId, toggle } = props;
  const serves = useWindow(({ snapshot }) => snapshot !== null && isServing(endpoint, snapshot));
  return (
    <>
      <button
        type="button"
        className="unfold"
        aria-expanded={isOpen}
        aria-controls={isOpen ? detailsId : undefined}
        onClick={toggle}
      >
        <ChevronRight className="icon" aria-hidden="true" />
        <span className="endpoint-name">{endpoint.name.replace(/^https:\/\//, "")}</span>
      </button>
      {serves && <span className="tag tag-active">{t("window:endpoints.in-use")}</span>}
      {endpoint.probing && <span className="tag">{t("window:endpoints.probing")}</span>}
    </>
  );
}

/** A cell that carries its heading, for the narrow layout where the head row is out of sight. */
function Cell({ column, children }: { readonly column: string; readonly children: ReactNode }) {
  const { t } = useSpeech();
  return (
    <td role="cell" className={`column-${column}`} data-heading={t(`window:endpoints.${column}`)}>
      {children}
    </td>
  );
}
