import type { ReactNode } from "react";
import type { ChecksumCosts } from "../../../shared/domain/checksum-cost.ts";
import { lastGood } from "../../../shared/domain/sample.ts";
import type { EndpointView, Snapshot } from "../../../shared/domain/snapshot.ts";
import { sayChecksumCosts, sayReuse } from "../../../shared/view/download-texts.ts";
import { sayGoHello } from "../../../shared/view/go-hello-text.ts";
import { type Speech, useSpeech } from "../../speech.ts";
import { useArea, useSnapshot, useWindow } from "../../window-store.ts";
import { LightList } from "./light-list.tsx";
import { isServing } from "./serving.ts";
import { sayStages } from "./stage-bar.tsx";

/** Everything that is known of an endpoint, each figure with what it means. */
export function EndpointDetails({ endpoint }: { readonly endpoint: EndpointView }) {
  const facts = useFacts(endpoint);
  const { lights } = endpoint;
  return (
    <>
      {lights !== undefined && <LightList lights={lights} />}
      <dl className="facts facts-wide">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <DiagnoseButton endpoint={endpoint} />
    </>
  );
}

/** The way to what stands between go and this endpoint. Nothing is asked by going there. */
function DiagnoseButton({ endpoint }: { readonly endpoint: EndpointView }) {
  const { t } = useSpeech();
  const show = useWindow((state) => state.show);
  const aim = useArea("doctor", (state) => state.aim);
  if (!endpoint.name.startsWith("https:")) return null;
  return (
    <button
      type="button"
      className="button"
      onClick={() => {
        aim(endpoint.name);
        show("doctor");
      }}
    >
      {t("window:endpoints.diagnose")}
    </button>
  );
}

type Fact = readonly [name: string, value: ReactNode];

function useFacts(endpoint: EndpointView): readonly Fact[] {
  const speech = useSpeech();
  const snapshot = useSnapshot();
  const facts = [
    ...verdictFacts(endpoint, speech),
    ...tlsFacts(endpoint, speech),
    failureFact(endpoint, speech, snapshot),
    ...costFacts(endpoint, speech, snapshot),
    [speech.t("window:endpoints.looks"), speech.number(endpoint.recent.length)] as const,
  ];
  return facts.filter((fact) => fact !== null);
}

function verdictFacts({ health, recent }: EndpointView, speech: Speech): readonly (Fact | null)[] {
  const { t, millis, percent } = speech;
  const sure = t("window:endpoints.sure-said", { percent: percent(health.confidence), count: health.samples });
  const good = lastGood(recent);
  return [
    [t("window:endpoints.sure"), sure],
    health.p50HandshakeMs === null ? null : [t("window:endpoints.handshake"), millis(health.p50HandshakeMs)],
    good === undefined ? null : [t("window:endpoints.last-good"), sayStages(good, speech)],
  ];
}

function tlsFacts({ recent }: EndpointView, { t }: Speech): readonly (Fact | null)[] {
  const tls = recent.findLast((sample) => sample.tls !== null)?.tls ?? null;
  const hello = recent.findLast(({ goHello }) => goHello !== undefined)?.goHello;
  return [
    tls === null ? null : [t("window:endpoints.trust"), t(`words:trust.${tls.trust}`)],
    tls?.issuer === undefined ? null : [t("window:endpoints.issuer"), tls.issuer],
    hello === undefined ? null : [t("window:endpoints.hello"), sayGoHello(t, hello)],
  ];
}

function failureFact({ recent }: EndpointView, { t, ago, failure }: Speech, { at }: Snapshot): Fact {
  const name = t("window:endpoints.failure");
  const last = recent.findLast((sample) => sample.failure !== null);
  if (last === undefined || last.failure === null) return [name, t("window:endpoints.no-failure")];
  return [name, t("window:endpoints.failure-said", { what: failure(last.failure), ago: ago(last.at, at) })];
}

function costFacts(endpoint: EndpointView, { t }: Speech, snapshot: Snapshot): readonly (Fact | null)[] {
  const { reuse } = endpoint;
  const costs = checksumCostsAt(endpoint, snapshot);
  return [
    reuse === undefined ? null : [t("window:endpoints.reuse"), sayReuse(t, reuse)],
    costs === undefined ? null : [t("window:endpoints.checksums"), sayChecksumCosts(t, costs)],
  ];
}

/** Told once: at the proxy that passes lookups, or at the one that serves the files whose checksums the database gives. */
function checksumCostsAt(endpoint: EndpointView, snapshot: Snapshot): ChecksumCosts | undefined {
  const { checksums, checksumCosts } = snapshot;
  const isHere = checksums.way === "proxy" ? checksums.entry === endpoint.name : isServing(endpoint, snapshot);
  return isHere ? checksumCosts : undefined;
}
