import { useState } from "react";
import { useSpeech } from "../../speech.ts";
import { Modal } from "../modal.tsx";
import { ExportForm } from "./export-form.tsx";
import { ImportForm } from "./import-form.tsx";

/** Profiles from elsewhere, and to elsewhere. */
export function Exchange() {
  const { t } = useSpeech();
  const [open, setOpen] = useState<"import" | "export" | null>(null);
  const close = (): void => setOpen(null);
  return (
    <div className="actions">
      <button type="button" className="button" onClick={() => setOpen("import")}>
        {t("profiles:import.title")}
      </button>
      <button type="button" className="button" onClick={() => setOpen("export")}>
        {t("profiles:export.title")}
      </button>
      {open !== null && (
        <Modal label={t(`profiles:${open}.title`)} close={close}>
          {open === "import" ? <ImportForm close={close} /> : <ExportForm close={close} />}
        </Modal>
      )}
    </div>
  );
}
