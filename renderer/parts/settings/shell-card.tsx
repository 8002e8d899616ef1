import { useSpeech } from "../../speech.ts";
import { useSnapshot } from "../../window-store.ts";
import { Card } from "../card.tsx";
import { CopyButton } from "../copy-button.tsx";

/** Variables of the login shell that hide what Gangway writes, each with where it is set and how to be rid of it. */
export function ShellCard() {
  const { t } = useSpeech();
  const { env } = useSnapshot();
  const found = env.shell ?? [];
  return (
    <Card title={t("settings:shell.title")}>
      <p className="hint">{t(found.length === 0 ? "settings:shell.none" : "settings:shell.hint")}</p>
      <ul className="findings">
        {found.map(({ name, value, where }) => (
          <li key={`${name} ${where ?? ""}`} className="finding">
            <div className="finding-words">
              <code>
                {name}={value}
              </code>
              <p className="hint">{where ?? t("window:warnings.startup-file")}</p>
            </div>
            <CopyButton text={`unset ${name}`} label={t("settings:shell.copy", { command: `unset ${name}` })} />
          </li>
        ))}
      </ul>
    </Card>
  );
}
