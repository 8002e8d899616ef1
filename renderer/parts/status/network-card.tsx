import { PLACE_KINDS } from "../../../shared/domain/network.ts";
import { useSpeech } from "../../speech.ts";
import { useSnapshot, useWindow } from "../../window-store.ts";
import { Card } from "../card.tsx";
import { ChoiceField } from "../choice-field.tsx";
import { Disclosure } from "../disclosure.tsx";

/** What is known of the attached network and, on demand, what that rests on. */
export function NetworkCard() {
  const { t, ago, clock, percent, why } = useSpeech();
  const { at, network } = useSnapshot();
  const known = network.kind === "home" || network.kind === "corporate" || network.kind === "campus";
  const isSaid = network.because.code === "network-corrected";
  const kind = t(`words:kind.${network.kind}`);
  return (
    <Card title={t("window:network.title")} className="card-network">
      <p className="lead">
        {known ? t("window:network.name", { kind }) : kind}{" "}
        {known && !isSaid && (
          <span className="tag">{t("window:network.confidence", { percent: percent(network.confidence) })}</span>
        )}
      </p>
      <p className="sentence">{why(network.because)}</p>
      <p className="hint">
        {t("window:network.since", { when: clock(network.since, at), ago: ago(network.since, at) })}
      </p>
      <Correction />
      <EvidenceList />
    </Card>
  );
}

const CHOICES = ["measured", ...PLACE_KINDS] as const;

/** What the reader says the network is; it holds over what is measured. Not while offline or captive: these are no places. */
function Correction() {
  const { t, percent } = useSpeech();
  const { network } = useSnapshot();
  const correct = useWindow((state) => state.correct);
  const { kind, because, measured } = network;
  if (kind === "offline" || kind === "captive") return null;
  const said = because.code === "network-corrected" ? PLACE_KINDS.find((place) => place === kind) : undefined;
  const options = CHOICES.map((name) => ({
    name,
    label: t(name === "measured" ? "window:network.as-measured" : `words:kind.${name}`),
  }));
  return (
    <>
      <ChoiceField
        label={t("window:network.correct")}
        value={said ?? "measured"}
        options={options}
        choose={(name) => void correct(name === "measured" ? null : name)}
      />
      {measured !== undefined && (
        <p className="hint">
          {t("window:network.measured", {
            kind: t(`words:kind.${measured.kind}`),
            percent: percent(measured.confidence),
          })}
        </p>
      )}
    </>
  );
}

function EvidenceList() {
  const { t } = useSpeech();
  const { evidence } = useSnapshot().network;
  if (evidence.length === 0) return <p className="hint">{t("window:network.no-evidence")}</p>;
  return (
    <Disclosure title={t("window:network.evidence", { count: evidence.length })}>
      {() => (
        <>
          <p className="hint">{t("window:network.points")}</p>
          <ul className="evidence">
            {evidence.map(({ id, observed, points }) => (
              <li key={id}>
                <p>{t(`window:evidence.${id}`)}</p>
                <p className="hint">{t("window:network.seen-at", { where: observed })}</p>
                <p className="points">
                  {(["corporate", "campus"] as const).map((kind) => (
                    <Points key={kind} kind={kind} value={points[kind] - points.home} />
                  ))}
                </p>
              </li>
            ))}
          </ul>
        </>
      )}
    </Disclosure>
  );
}

function Points({ kind, value }: { readonly kind: string; readonly value: number }) {
  const { language, t } = useSpeech();
  const signed = new Intl.NumberFormat(language, { signDisplay: "exceptZero", maximumFractionDigits: 1 });
  return (
    <span>
      {t(`words:kind.${kind}`)} <strong>{signed.format(value)}</strong>
    </span>
  );
}
