import type { ReactNode } from "react";
import type { ChecksumCosts } from "../../shared/domain/checksum-cost.ts";
import type { EndpointView, Snapshot } from "../../shared/domain/snapshot.ts";
import { sayChecksumCosts, sayReuse } from "../../shared/view/download-texts.ts";
import { useSpeech } from "../speech.ts";
import { useSnapshot } from "../window-store.ts";
import { HelloLight } from "./hello-light.tsx";
import { LatencyStrip } from "./latency-strip.tsx";
import { LightList } from "./light-list.tsx";
import { Mark } from "./mark.tsx";

/** One endpoint's health and figures. */
export function EndpointRow({ endpoint }: { readonly endpoint: EndpointView }) {
  const { t, millis, percent, why } = useSpeech();
  const { health, recent } = endpoint;
  const tls = recent.findLast((sample) => sample.tls !== null)?.tls ?? null;
  return (
    <tr role="row">
      <th role="rowheader" scope="row">
        <EndpointName endpoint={endpoint} />
      </th>
      <Cell column="health">
        <span className={`verdict verdict-${health.kind}`}>
          <Mark kind={health.kind} />
          {t(`words:health.${health.kind}`)}
        </span>
        <span className="hint">{why(health.because)}</span>
        <Needs endpoint={endpoint} />
      </Cell>
      <Cell column="recent">
        <LatencyStrip samples={recent} />
      </Cell>
      <Cell column="success">{health.successRate === null ? "–" : percent(health.successRate)}</Cell>
      <Cell column="handshake">{health.p50HandshakeMs === null ? "–" : millis(health.p50HandshakeMs)}</Cell>
      <Cell column="tls">
        {tls === null ? "–" : tls.version.replace("TLSv", "")}
        <HelloLight samples={recent} />
      </Cell>
      <Cell column="trust">{tls === null ? "–" : t(`words:trust.${tls.trust}`)}</Cell>
      <Cell column="failure">
        <LastFailure endpoint={endpoint} />
      </Cell>
    </tr>
  );
}

function isServing({ name }: EndpointView, { profiles }: Snapshot): boolean {
  return profiles.some(({ active, outlook }) => active && outlook.servedBy === name);
}

/** Told once: at the proxy that passes lookups, or at the one that serves the files whose checksums the database gives. */
function checksumCostsAt(endpoint: EndpointView, snapshot: Snapshot): ChecksumCosts | undefined {
  const { checksums, checksumCosts } = snapshot;
  const isHere = checksums.way === "proxy" ? checksums.entry === endpoint.name : isServing(endpoint, snapshot);
  return isHere ? checksumCosts : undefined;
}

/** What a download needs of it beside the files, and what it costs in connections and checksums. */
function Needs({ endpoint }: { readonly endpoint: EndpointView }) {
  const { t } = useSpeech();
  const { lights, reuse } = endpoint;
  const costs = checksumCostsAt(endpoint, useSnapshot());
  return (
    <>
      {lights !== undefined && <LightList lights={lights} />}
      {reuse !== undefined && <span className="hint">{sayReuse(t, reuse)}</span>}
      {costs !== undefined && <span className="hint">{sayChecksumCosts(t, costs)}</span>}
    </>
  );
}

function EndpointName({ endpoint }: { readonly endpoint: EndpointView }) {
  const { t } = useSpeech();
  const snapshot = useSnapshot();
  return (
    <>
      <span className="endpoint-name">{endpoint.name.replace(/^https:\/\//, "")}</span>
      {isServing(endpoint, snapshot) && <span className="tag">{t("window:endpoints.in-use")}</span>}
      {endpoint.probing && <span className="tag">{t("window:endpoints.probing")}</span>}
    </>
  );
}

function LastFailure({ endpoint }: { readonly endpoint: EndpointView }) {
  const { t, ago, failure } = useSpeech();
  const { at } = useSnapshot();
  const last = endpoint.recent.findLast((sample) => sample.failure !== null);
  if (last === undefined || last.failure === null) return <>{t("window:endpoints.no-failure")}</>;
  return (
    <>
      {failure(last.failure)} <span className="hint">{ago(last.at, at)}</span>
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
