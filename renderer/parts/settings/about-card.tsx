import { useState } from "react";
import { useSpeech } from "../../speech.ts";
import { useArea, useSnapshot, useWindow } from "../../window-store.ts";
import { Card } from "../card.tsx";

/** Which Gangway this is, what a report of a fault should hold, and the way back to the first proposal. */
export function AboutCard() {
  const { t } = useSpeech();
  const { env, version } = useSnapshot();
  const propose = useWindow((state) => state.propose);
  const show = useWindow((state) => state.show);
  const copy = useArea("settings", (state) => state.copyDiagnostics);
  const [copied, setCopied] = useState(false);
  return (
    <Card title={t("settings:about.title")}>
      <p>
        {t("settings:about.version", { version })} · {env.go?.version ?? t("settings:about.no-go")}
      </p>
      <p className="hint">{t("settings:about.licence")}</p>
      <div className="actions">
        <button type="button" className="button" onClick={() => void copy().then((text) => setCopied(text !== null))}>
          <span aria-live="polite">{t(copied ? "window:copied" : "settings:about.copy")}</span>
        </button>
        <button
          type="button"
          className="button"
          onClick={() => {
            propose(true);
            show("status");
          }}
        >
          {t("settings:about.propose")}
        </button>
      </div>
      <p className="hint">{t("settings:about.copy-hint")}</p>
    </Card>
  );
}
