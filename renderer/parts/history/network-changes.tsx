import type { HistoryPage } from "../../../shared/ipc/contract.ts";
import { useSpeech } from "../../speech.ts";
import { Card } from "../card.tsx";

/** When the machine joined another network, newest first. */
export function NetworkChanges({ networks }: { readonly networks: HistoryPage["networks"] }) {
  const { t, moment } = useSpeech();
  return (
    <Card title={t("window:history.networks")}>
      {networks.length === 0 ? (
        <p className="hint">{t("window:history.no-networks")}</p>
      ) : (
        <ul className="network-changes">
          {networks.toReversed().map(({ at, kind }) => (
            <li key={at}>
              <span className="when">{moment(at)}</span> {t(`words:kind.${kind}`)}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
