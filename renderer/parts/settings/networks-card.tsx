import { useSpeech } from "../../speech.ts";
import { useArea } from "../../window-store.ts";
import { Card } from "../card.tsx";

/** Letters of a fingerprint that are enough to tell one from another. */
const SHORT = 8;

/** What the reader said of networks; it wins over what is measured until it is forgotten. */
export function NetworksCard() {
  const { t } = useSpeech();
  const corrections = useArea("settings", (state) => state.corrections);
  const forget = useArea("settings", (state) => state.forget);
  if (corrections === null) return null;
  return (
    <Card title={t("settings:networks.title")}>
      <p className="hint">{t(corrections.length === 0 ? "settings:networks.none" : "settings:networks.hint")}</p>
      <ul className="order">
        {corrections.map(({ fingerprint, kind, here }) => (
          <li key={fingerprint} className="order-row">
            <span className="order-name">
              <span>
                {t(`words:kind.${kind}`)} {here && <span className="tag">{t("settings:networks.here")}</span>}
              </span>
              <code className="hint">{fingerprint.slice(0, SHORT)}</code>
            </span>
            <button
              type="button"
              className="button"
              aria-label={t("settings:networks.forget-one", { name: fingerprint.slice(0, SHORT) })}
              onClick={() => void forget(fingerprint)}
            >
              {t("settings:networks.forget")}
            </button>
          </li>
        ))}
      </ul>
      {corrections.length > 1 && (
        <button type="button" className="button" onClick={() => void forget(null)}>
          {t("settings:networks.forget-all")}
        </button>
      )}
    </Card>
  );
}
