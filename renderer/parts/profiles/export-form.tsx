import { useEffect, useId, useState } from "react";
import { EXPORT_FORMATS } from "../../../shared/domain/profile-export.ts";
import type { ExportedProfile } from "../../../shared/ipc/profile-calls.ts";
import { bridge } from "../../bridge.ts";
import { useSpeech } from "../../speech.ts";
import { shownDocument } from "../../stores/profiles.ts";
import { useArea } from "../../window-store.ts";
import { CopyButton } from "../copy-button.tsx";
import { SaveButton } from "../save-button.tsx";

const FORMATS = ["json", ...EXPORT_FORMATS] as const;

/** What a file of each format is called. */
const FILES: Readonly<Record<(typeof FORMATS)[number], string>> = {
  json: "gangway-profile.json",
  shell: "gangway-profile.sh",
  fish: "gangway-profile.fish",
  powershell: "gangway-profile.ps1",
  github: "gangway-profile.yml",
  "github-env": "gangway-profile.sh",
  dockerfile: "Dockerfile",
  "go-env": "gangway-profile.sh",
};

type Format = (typeof FORMATS)[number];

/** What was exported, or why nothing was; `null` until told. */
type Exported = ExportedProfile | { readonly fault: string } | null;

function useExport(name: string | null, format: Format): Exported {
  const [exported, setExported] = useState<Exported>(null);
  useEffect(() => {
    const told = (error: unknown): void =>
      setExported({ fault: error instanceof Error ? error.message : String(error) });
    const { "profile:export": ask } = bridge();
    ask({ name, format }).then(setExported).catch(told);
  }, [name, format]);
  return exported;
}

/** The profile in sight, or all of them, as text for elsewhere: to copy, or to keep as a file. */
export function ExportForm({ close }: { readonly close: () => void }) {
  const { t } = useSpeech();
  const own = useArea("profiles", (state) => shownDocument(state)?.profile.name ?? null);
  const [format, setFormat] = useState<Format>("json");
  const [isAll, setAll] = useState(false);
  const exported = useExport(isAll && format === "json" ? null : own, format);
  const text = exported !== null && "text" in exported ? exported.text : "";
  return (
    <div className="form">
      <h2>{t("profiles:export.title")}</h2>
      <div className="field-pair">
        <FormatField format={format} choose={setFormat} />
        <label className="choice-line">
          <input
            type="checkbox"
            checked={isAll && format === "json"}
            disabled={format !== "json"}
            onChange={({ target }) => setAll(target.checked)}
          />
          {t("profiles:export.all")}
        </label>
      </div>
      <textarea readOnly className="code" rows={8} aria-label={t("profiles:export.text")} value={text} />
      <Told exported={exported} />
      <div className="actions">
        <button type="button" className="button" onClick={close}>
          {t("window:close")}
        </button>
        <SaveButton name={FILES[format]} text={text} label={t("profiles:export.save")} />
        <CopyButton text={text} />
      </div>
    </div>
  );
}

function FormatField({ format, choose }: { readonly format: Format; readonly choose: (format: Format) => void }) {
  const { t } = useSpeech();
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{t("profiles:export.format")}</label>
      <select
        id={id}
        value={format}
        onChange={({ target }) => choose(FORMATS.find((each) => each === target.value) ?? "json")}
      >
        {FORMATS.map((each) => (
          <option key={each} value={each}>
            {t(`profiles:export.formats.${each}`)}
          </option>
        ))}
      </select>
    </div>
  );
}

function Told({ exported }: { readonly exported: Exported }) {
  const { t } = useSpeech();
  if (exported === null) return null;
  if ("fault" in exported) return <p className="hint hint-bad">{t("profiles:fault", { message: exported.fault })}</p>;
  return exported.leftOut ? <p className="hint">{t("profiles:export.left-out")}</p> : null;
}
