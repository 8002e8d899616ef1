import { DEFAULT_POLICY } from "../../../shared/domain/policy.ts";
import type { Settings } from "../../../shared/domain/settings.ts";
import { useSpeech } from "../../speech.ts";
import { useSnapshot, useWindow } from "../../window-store.ts";
import { Card } from "../card.tsx";
import { ChoiceField } from "../choice-field.tsx";
import { Toggle } from "../toggle.tsx";

const NOTIFICATIONS: readonly Settings["notifications"][] = ["off", "problems", "all"];

/** Whether Gangway switches by itself, what that means in plain words, and what it tells. */
export function SwitchingCard() {
  const { t } = useSpeech();
  const { auto, notifications } = useSnapshot().settings;
  const save = useWindow((state) => state.save);
  const setAuto = useWindow((state) => state.setAuto);
  return (
    <Card title={t("settings:switching.title")}>
      <Toggle
        label={t("settings:switching.auto")}
        hint={t("settings:switching.auto-hint")}
        on={auto}
        change={(on) => void setAuto(on)}
      />
      <details>
        <summary>{t("settings:policy.title")}</summary>
        <PolicyInWords />
      </details>
      <ChoiceField
        label={t("settings:notifications.title")}
        value={notifications}
        options={NOTIFICATIONS.map((name) => ({ name, label: t(`settings:notifications.${name}`) }))}
        choose={(name) => void save({ notifications: name })}
      />
      <p className="hint">{t(`settings:notifications.${notifications}-example`)}</p>
    </Card>
  );
}

const RULES = ["leave", "needs", "rest", "arrive", "return", "good-enough", "hold", "never", "unsafe"] as const;

/** The policy's own numbers in sentences, so that they cannot differ from what is done. */
function PolicyInWords() {
  const { t, millis, percent, spell } = useSpeech();
  const policy = DEFAULT_POLICY;
  const values = {
    failures: policy.sureFailures,
    rest: spell(policy.restMs),
    arrival: millis(policy.arrivalMs),
    back: spell(policy.returnMs),
    enough: percent(policy.goodEnough),
    slow: millis(policy.goodEnoughMs),
  };
  return (
    <ul className="evidence">
      {RULES.map((rule) => (
        <li key={rule}>{t(`settings:policy.${rule}`, values)}</li>
      ))}
    </ul>
  );
}
