import type { Settings } from "../../../shared/domain/settings.ts";
import { useSpeech } from "../../speech.ts";
import { useArea, useSnapshot, useWindow } from "../../window-store.ts";
import { Card } from "../card.tsx";
import { ChoiceField } from "../choice-field.tsx";
import { Toggle } from "../toggle.tsx";

const LANGUAGES: readonly Settings["language"][] = ["system", "en", "zh-CN"];
const THEMES: readonly Settings["theme"][] = ["system", "light", "dark"];

/** How Gangway looks and speaks, and whether it is there from login on. */
export function LookCard() {
  const { t } = useSpeech();
  const { language, theme } = useSnapshot().settings;
  const save = useWindow((state) => state.save);
  return (
    <Card title={t("settings:look.title")}>
      <ChoiceField
        label={t("settings:look.language")}
        value={language}
        options={LANGUAGES.map((name) => ({ name, label: t(`settings:look.language-${name}`) }))}
        choose={(name) => void save({ language: name })}
      />
      <ChoiceField
        label={t("settings:look.theme")}
        value={theme}
        options={THEMES.map((name) => ({ name, label: t(`settings:look.theme-${name}`) }))}
        choose={(name) => void save({ theme: name })}
      />
      <Login />
    </Card>
  );
}

/** Shows what will happen at the next login, not only what was asked for. */
function Login() {
  const { t } = useSpeech();
  const login = useArea("settings", (state) => state.login);
  const setLogin = useArea("settings", (state) => state.setLogin);
  if (login === null) return null;
  const { effective, enabled, supported, why } = login;
  const hint = why === undefined ? t(`settings:login.${effective}`) : t(`settings:login.why.${why}`);
  if (!supported) return <p className="hint">{hint}</p>;
  return (
    <div className={effective === "blocked" ? "login-blocked" : undefined}>
      <Toggle label={t("settings:login.title")} hint={hint} on={enabled} change={(on) => void setLogin(on)} />
    </div>
  );
}
