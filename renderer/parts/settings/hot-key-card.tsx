import { OPEN_WINDOW } from "../../../shared/domain/hot-keys.ts";
import type { HotKey } from "../../../shared/ipc/shell-calls.ts";
import { useSpeech } from "../../speech.ts";
import { useArea, useSnapshot } from "../../window-store.ts";
import { Card } from "../card.tsx";
import { KeyRecorder } from "./key-recorder.tsx";

/** Keys that work in every program: one for each profile, one for the window. */
export function HotKeyCard() {
  const { t, title } = useSpeech();
  const { profiles } = useSnapshot();
  const hotKeys = useArea("settings", (state) => state.hotKeys);
  if (hotKeys === null) return null;
  return (
    <Card title={t("settings:hot-keys.title")}>
      <p className="hint">{t(hotKeys.supported ? "settings:hot-keys.hint" : "settings:hot-keys.unsupported")}</p>
      <ul className="hot-keys">
        <Row target={OPEN_WINDOW} label={t("settings:hot-keys.open")} hotKey={hotKeys.open} />
        {hotKeys.keys.map((hotKey) => {
          const profile = profiles.find(({ name }) => name === hotKey.profile);
          const label = profile === undefined ? hotKey.profile : title(profile);
          return <Row key={hotKey.profile} target={hotKey.profile} label={label} hotKey={hotKey} />;
        })}
      </ul>
    </Card>
  );
}

function Row(props: { readonly target: string; readonly label: string; readonly hotKey: HotKey }) {
  const { t } = useSpeech();
  const { target, label, hotKey } = props;
  const setHotKey = useArea("settings", (state) => state.setHotKey);
  const isBad = hotKey.state === "taken" || hotKey.state === "duplicate" || hotKey.state === "invalid";
  return (
    <li className="hot-key">
      <span>{label}</span>
      <KeyRecorder label={label} accelerator={hotKey.accelerator} set={(key) => void setHotKey(target, key)} />
      {isBad && (
        <p className="hint hint-bad" role="alert">
          {t(`settings:hot-keys.${hotKey.state}`)}
        </p>
      )}
    </li>
  );
}
