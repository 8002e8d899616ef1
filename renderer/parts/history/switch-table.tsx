import { useCallback } from "react";
import type { Switch } from "../../../shared/domain/switch.ts";
import { type Instant, MINUTE } from "../../../shared/domain/time.ts";
import { useSpeech } from "../../speech.ts";
import type { Stretch } from "../../store.ts";
import { useSnapshot, useWindow } from "../../window-store.ts";
import { Card } from "../card.tsx";
import { WideTable } from "../wide-table.tsx";

/** Switches, newest first, with who wanted them, why, and what came of it. */
export function SwitchTable({ switches }: { readonly switches: readonly Switch[] }) {
  const { t } = useSpeech();
  const title = t("window:history.switches");
  return (
    <Card title={title} className="card-wide">
      {switches.length === 0 ? (
        <p className="hint">{t("window:history.no-switches")}</p>
      ) : (
        <WideTable
          label={title}
          head={["when", "change", "cause", "reason", "outcome"].map((column) => t(`window:history.${column}`))}
        >
          {switches.toReversed().map((entry) => (
            <SwitchRow key={entry.id} entry={entry} />
          ))}
        </WideTable>
      )}
    </Card>
  );
}

/** So much on both sides of a switch shows what led to it and what came of it. */
const BESIDE = 30 * MINUTE;

function around(at: Instant): Stretch {
  return { from: at - BESIDE, to: at + BESIDE };
}

function SwitchRow({ entry }: { readonly entry: Switch }) {
  const { t, moment, why } = useSpeech();
  const profileTitle = useProfileTitle();
  const zoom = useWindow((state) => state.zoom);
  return (
    <tr>
      <td className="when">
        <button type="button" className="link" title={t("history:go-there")} onClick={() => zoom(around(entry.at))}>
          {moment(entry.at)}
        </button>
      </td>
      <td className="when">
        {t("window:history.from-to", { from: profileTitle(entry.from), to: profileTitle(entry.to) })}
      </td>
      <td className="when">{t(`words:cause.${entry.cause}`)}</td>
      <td>{why(entry.because)}</td>
      <td>
        {t(`words:outcome.${entry.outcome}`)}
        {entry.undoneBy !== undefined && <> · {t("window:history.undone")}</>}
        {entry.refusal !== undefined && <span className="hint">{t(`window:refusal.${entry.refusal}`)}</span>}
      </td>
    </tr>
  );
}

/** Answers with the title of a profile of this name, with the name itself when it is gone. */
export function useProfileTitle(): (name: string | null) => string {
  const { t, title } = useSpeech();
  const { profiles } = useSnapshot();
  // Snapshots come every few seconds and seldom rename a profile, so the titles and not the profiles are compared.
  const titles = JSON.stringify(profiles.map((profile) => [profile.name, title(profile)]));
  return useCallback(
    (name) => {
      if (name === null) return t("window:history.custom");
      return new Map(JSON.parse(titles) as readonly (readonly [string, string])[]).get(name) ?? name;
    },
    [t, titles],
  );
}
