import { useEffect } from "react";
import { SaidNote } from "../parts/said-note.tsx";
import { AboutCard } from "../parts/settings/about-card.tsx";
import { DataCard } from "../parts/settings/data-card.tsx";
import { HotKeyCard } from "../parts/settings/hot-key-card.tsx";
import { LookCard } from "../parts/settings/look-card.tsx";
import { MeasuringCard } from "../parts/settings/measuring-card.tsx";
import { NetworksCard } from "../parts/settings/networks-card.tsx";
import { ShellCard } from "../parts/settings/shell-card.tsx";
import { SwitchingCard } from "../parts/settings/switching-card.tsx";
import { useSpeech } from "../speech.ts";
import { useArea } from "../window-store.ts";

/** What the reader may choose. Each choice holds at once. */
export function SettingsView() {
  const { t } = useSpeech();
  const read = useArea("settings", (state) => state.read);
  const fault = useArea("settings", (state) => state.fault);
  useEffect(() => void read(), [read]);
  return (
    <>
      <h1>{t("settings:title")}</h1>
      <SaidNote />
      {fault !== null && (
        <div className="note note-bad" role="alert">
          <p className="note-words">{t("settings:fault", { message: fault })}</p>
          <button type="button" className="button" onClick={() => void read()}>
            {t("settings:again")}
          </button>
        </div>
      )}
      <div className="cards settings">
        <LookCard />
        <SwitchingCard />
        <MeasuringCard />
        <HotKeyCard />
        <DataCard />
        <NetworksCard />
        <ShellCard />
        <AboutCard />
      </div>
    </>
  );
}
