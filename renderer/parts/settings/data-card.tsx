import { useState } from "react";
import { useSpeech } from "../../speech.ts";
import { useArea, useSnapshot, useWindow } from "../../window-store.ts";
import { Card } from "../card.tsx";
import { CopyButton } from "../copy-button.tsx";
import { Modal } from "../modal.tsx";
import { NumberField } from "../number-field.tsx";

const DAYS = { min: 1, max: 3_650 } as const;

const PARTS = ["history", "settings", "logs", "other"] as const;

/** What is kept, for how long, how much that is, and how to be rid of it. */
export function DataCard() {
  const { t, bytes } = useSpeech();
  const { keepDays } = useSnapshot().settings;
  const save = useWindow((state) => state.save);
  const size = useArea("settings", (state) => state.size);
  return (
    <Card title={t("settings:data.title")}>
      <NumberField
        label={t("settings:data.days")}
        hint={t("settings:data.days-hint", DAYS)}
        value={keepDays}
        {...DAYS}
        save={(value) => save({ keepDays: value })}
      />
      {size !== null && (
        <>
          <dl className="figures">
            {PARTS.map((part) => (
              <div key={part}>
                <dt>{t(`settings:data.${part}`)}</dt>
                <dd>{bytes(size[part])}</dd>
              </div>
            ))}
          </dl>
          {size.folder !== "" && (
            <div className="copy-line">
              <code>{size.folder}</code>
              <CopyButton text={size.folder} label={t("settings:data.copy-folder")} />
            </div>
          )}
        </>
      )}
      <ClearButton />
    </Card>
  );
}

function ClearButton() {
  const { t } = useSpeech();
  const clear = useArea("settings", (state) => state.clearHistory);
  const [isAsking, setAsking] = useState(false);
  const title = t("settings:data.clear-title");
  const go = async (): Promise<void> => {
    setAsking(false);
    await clear();
  };
  return (
    <>
      <button type="button" className="button" onClick={() => setAsking(true)}>
        {t("settings:data.clear")}
      </button>
      {isAsking && (
        <Modal label={title} close={() => setAsking(false)}>
          <h2>{title}</h2>
          <p>{t("settings:data.clear-text")}</p>
          <div className="actions">
            <button type="button" className="button" onClick={() => setAsking(false)}>
              {t("settings:cancel")}
            </button>
            <button type="button" className="button danger" onClick={() => void go()}>
              {t("settings:data.clear-now")}
            </button>
          </div>
        </Modal>
      )}
    </>
  );
}
