import type { Settings } from "../../shared/domain/settings.ts";
import { Card } from "../parts/card.tsx";
import { ChoiceField } from "../parts/choice-field.tsx";
import { NumberField } from "../parts/number-field.tsx";
import { SaidNote } from "../parts/said-note.tsx";
import { Toggle } from "../parts/toggle.tsx";
import { useSpeech } from "../speech.ts";
import { useSnapshot, useWindow } from "../window-store.ts";

// The bounds are those that the shell's validation of `settings:save` keeps.
const INTERVAL = { min: 5, max: 3_600 } as const;
const DAYS = { min: 1, max: 3_650 } as const;

const LANGUAGES: readonly Settings["language"][] = ["system", "en", "zh-CN"];
const THEMES: readonly Settings["theme"][] = ["system", "light", "dark"];
const NOTIFICATIONS: readonly Settings["notifications"][] = ["off", "problems", "all"];

/** What the reader may choose. Each choice holds at once. */
export function SettingsView() {
  const { t } = useSpeech();
  const { version } = useSnapshot();
  return (
    <>
      <h1>{t("window:settings.title")}</h1>
      <SaidNote />
      <div className="cards">
        <LookCard />
        <MeasuringCard />
        <KeepingCard />
      </div>
      <p className="hint">{t("window:settings.about", { version })}</p>
    </>
  );
}

function LookCard() {
  const { t } = useSpeech();
  const { language, theme } = useSnapshot().settings;
  const save = useWindow((state) => state.save);
  return (
    <Card title={t("window:settings.look")}>
      <ChoiceField
        label={t("window:settings.language")}
        value={language}
        options={LANGUAGES.map((name) => ({ name, label: t(`window:settings.language-${name}`) }))}
        choose={(name) => void save({ language: name })}
      />
      <ChoiceField
        label={t("window:settings.theme")}
        value={theme}
        options={THEMES.map((name) => ({ name, label: t(`window:settings.theme-${name}`) }))}
        choose={(name) => void save({ theme: name })}
      />
    </Card>
  );
}

function MeasuringCard() {
  const { t } = useSpeech();
  const { auto, intervalSeconds, notifications, survey } = useSnapshot().settings;
  const save = useWindow((state) => state.save);
  const setAuto = useWindow((state) => state.setAuto);
  return (
    <Card title={t("window:settings.measuring")}>
      <Toggle
        label={t("window:settings.auto")}
        hint={t("window:settings.auto-hint")}
        on={auto}
        change={(on) => void setAuto(on)}
      />
      <NumberField
        label={t("window:settings.interval")}
        hint={t("window:settings.interval-hint", INTERVAL)}
        value={intervalSeconds}
        {...INTERVAL}
        save={(value) => void save({ intervalSeconds: value })}
      />
      <Toggle
        label={t("window:settings.survey")}
        hint={t("window:settings.survey-hint")}
        on={survey}
        change={(on) => void save({ survey: on })}
      />
      <ChoiceField
        label={t("window:settings.notifications")}
        value={notifications}
        options={NOTIFICATIONS.map((name) => ({ name, label: t(`window:settings.notifications-${name}`) }))}
        choose={(name) => void save({ notifications: name })}
      />
    </Card>
  );
}

function KeepingCard() {
  const { t } = useSpeech();
  const { keepDays } = useSnapshot().settings;
  const save = useWindow((state) => state.save);
  return (
    <Card title={t("window:settings.keeping")}>
      <NumberField
        label={t("window:settings.days")}
        hint={t("window:settings.days-hint", DAYS)}
        value={keepDays}
        {...DAYS}
        save={(value) => void save({ keepDays: value })}
      />
    </Card>
  );
}
