import { DAY, SECOND } from "../../../shared/domain/time.ts";
import { useSpeech } from "../../speech.ts";
import { useSnapshot, useWindow } from "../../window-store.ts";
import { Card } from "../card.tsx";
import { NumberField } from "../number-field.tsx";
import { Segments } from "../segments.tsx";
import { Toggle } from "../toggle.tsx";

// The bounds are those that the shell's validation of `settings:save` keeps.
const INTERVAL = { min: 5, max: 3_600 } as const;

/** What most people want, in seconds. */
const PRESETS = [15, 30, 60, 300] as const;

/** How often is measured, and what that costs. */
export function MeasuringCard() {
  const { t, number, spell } = useSpeech();
  const { endpoints, settings } = useSnapshot();
  const { intervalSeconds, survey } = settings;
  const save = useWindow((state) => state.save);
  const preset = PRESETS.find((seconds) => seconds === intervalSeconds);
  const requests = Math.round((DAY / (intervalSeconds * SECOND)) * endpoints.length);
  return (
    <Card title={t("settings:measuring.title")}>
      <Segments
        label={t("settings:measuring.presets")}
        value={String(preset ?? "")}
        options={PRESETS.map((seconds) => ({ name: String(seconds), label: spell(seconds * SECOND) }))}
        choose={(seconds) => void save({ intervalSeconds: Number(seconds) })}
      />
      <NumberField
        label={t("settings:measuring.interval")}
        hint={t("settings:measuring.interval-hint", INTERVAL)}
        value={intervalSeconds}
        {...INTERVAL}
        save={(value) => save({ intervalSeconds: value })}
      />
      <p className="hint">
        {t("settings:measuring.cost", { requests: number(requests), endpoints: number(endpoints.length) })}
      </p>
      <Toggle
        label={t("settings:measuring.survey")}
        hint={t("settings:measuring.survey-hint")}
        on={survey}
        change={(on) => void save({ survey: on })}
      />
    </Card>
  );
}
