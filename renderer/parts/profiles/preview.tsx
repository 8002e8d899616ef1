import type { Consequence } from "../../../shared/domain/consequences.ts";
import type { PlannedChange, ProfilePreview } from "../../../shared/ipc/profile-calls.ts";
import { useSpeech } from "../../speech.ts";
import { shownProfile } from "../../stores/profiles.ts";
import { useArea } from "../../window-store.ts";
import { Card } from "../card.tsx";
import { ChangeTable } from "../change-table.tsx";
import { FindingList } from "../finding-list.tsx";
import { Mark, type MarkKind } from "../mark.tsx";
import { OutlookFigures } from "../outlook-figures.tsx";
import { RouteOf } from "./route-of.tsx";
import { WhatIfTable } from "./what-if-table.tsx";
import { withVariable } from "./with-variable.ts";

/** What is expected of the profile in sight here and now, and when something fails. */
export function ExpectedCard() {
  const { t } = useSpeech();
  const preview = useArea("profiles", (state) => state.preview);
  return (
    <Card title={t("profiles:expected")}>
      {preview === null ? (
        <p aria-busy="true">{t("profiles:looking")}</p>
      ) : (
        <>
          <Expected preview={preview} />
          <WhatIfTable rows={preview.whatIf} />
        </>
      )}
    </Card>
  );
}

/** What the profile in sight would mean for what is asked and checked, and what would be written. */
export function MeaningCards() {
  const { t } = useSpeech();
  const preview = useArea("profiles", (state) => state.preview);
  if (preview === null) return null;
  return (
    <>
      <Card title={t("profiles:means")}>
        <Means preview={preview} />
        <RouteOf preview={preview} />
      </Card>
      <Card title={t("profiles:changes.title")}>
        <Changes changes={preview.changes} />
      </Card>
    </>
  );
}

function Expected({ preview }: { readonly preview: ProfilePreview }) {
  const { why } = useSpeech();
  const { outlook } = preview;
  if (outlook.success === null) return <p className="sentence">{why(outlook.because)}</p>;
  return (
    <>
      <OutlookFigures outlook={outlook} />
      <p className="hint sentence">{why(outlook.because)}</p>
    </>
  );
}

const MARKS: Readonly<Record<Consequence["severity"], MarkKind>> = {
  error: "down",
  warning: "degraded",
  info: "unknown",
};

function Means({ preview }: { readonly preview: ProfilePreview }) {
  const { t, why } = useSpeech();
  const { consequences, findings, unsafe } = preview;
  const edit = useArea("profiles", (state) => state.edit);
  const profile = useArea("profiles", shownProfile);
  const fix = (changes: Readonly<Record<string, string | null>>): void => {
    if (profile === null) return;
    edit({ env: Object.entries(changes).reduce((env, [name, value]) => withVariable(env, name, value), profile.env) });
  };
  const isQuiet = consequences.length === 0 && findings.length === 0 && unsafe === null;
  if (isQuiet) return <p>{t("profiles:nothing-odd")}</p>;
  return (
    <>
      <ul className="findings">
        {consequences.map(({ code, severity, values }) => (
          <li key={code} className={`finding finding-${severity}`}>
            <Mark kind={MARKS[severity]} />
            <p className="finding-words">{t(`profiles:consequence.${code}`, values)}</p>
          </li>
        ))}
        {unsafe !== null && (
          <li className="finding finding-info">
            <Mark kind="unknown" />
            <p className="finding-words sentence">{why(unsafe)}</p>
          </li>
        )}
      </ul>
      <FindingList findings={findings} fix={fix} />
    </>
  );
}

function Changes({ changes }: { readonly changes: readonly PlannedChange[] }) {
  const { t } = useSpeech();
  return changes.length === 0 ? <p>{t("profiles:changes.none")}</p> : <ChangeTable changes={changes} />;
}
