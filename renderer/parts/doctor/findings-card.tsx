import { useState } from "react";
import { useSpeech } from "../../speech.ts";
import { useArea, useSnapshot, useWindow } from "../../window-store.ts";
import { Card } from "../card.tsx";
import { ChangeTable } from "../change-table.tsx";
import { FindingList } from "../finding-list.tsx";
import { Mark } from "../mark.tsx";
import { Modal } from "../modal.tsx";

type Changes = Readonly<Record<string, string | null>>;

/** The remedy asked for, and what the go env file has now of what it changes. */
interface Asked {
  readonly changes: Changes;
  readonly before: Changes;
}

/** What the linter finds in the values in force. A remedy shows its change first, and is written when that is confirmed. */
export function FindingsCard() {
  const { t, clock } = useSpeech();
  const { at } = useSnapshot();
  const findings = useArea("doctor", (state) => state.findings);
  const readAt = useArea("doctor", (state) => state.readAt);
  const read = useArea("doctor", (state) => state.read);
  const [asked, setAsked] = useState<Asked | null>(null);
  const again = (
    <button type="button" className="button" onClick={() => void read()}>
      {t("doctor:findings.again")}
    </button>
  );
  return (
    <Card title={t("doctor:findings.title")} beside={again}>
      {findings === null && <p aria-busy="true">{t("doctor:findings.reading")}</p>}
      {findings?.length === 0 && (
        <p className="verdict verdict-healthy">
          <Mark kind="healthy" />
          {t("doctor:findings.none")}
        </p>
      )}
      {findings !== null && findings.length > 0 && (
        <FindingList findings={findings} fix={(changes, { before }) => setAsked({ changes, before: before ?? {} })} />
      )}
      {readAt !== null && <p className="hint">{t("doctor:findings.read-at", { when: clock(readAt, at) })}</p>}
      {asked !== null && <FixDialog asked={asked} close={() => setAsked(null)} />}
    </Card>
  );
}

function FixDialog({ asked, close }: { readonly asked: Asked; readonly close: () => void }) {
  const { t } = useSpeech();
  const { env } = useSnapshot();
  const { before, changes } = asked;
  const mend = useWindow((state) => state.mend);
  const read = useArea("doctor", (state) => state.read);
  const title = t("doctor:fix.title");
  const rows = Object.entries(changes).map(([name, after]) => ({ name, before: before[name] ?? null, after }));
  const go = async (): Promise<void> => {
    close();
    await mend(changes);
    await read();
  };
  return (
    <Modal label={title} close={close}>
      <h2>{title}</h2>
      <ChangeTable changes={rows} />
      <p className="hint">{t("doctor:fix.text", { file: env.file ?? "" })}</p>
      <div className="actions">
        <button type="button" className="button" onClick={close}>
          {t("doctor:fix.cancel")}
        </button>
        <button type="button" className="button primary" onClick={() => void go()}>
          {t("doctor:fix.write")}
        </button>
      </div>
    </Modal>
  );
}
