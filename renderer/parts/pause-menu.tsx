import { DropdownMenu } from "radix-ui";
import { useSpeech } from "../speech.ts";
import { useWindow } from "../window-store.ts";

/** What a break usually lasts: a call, a meeting, a working day. */
const PAUSES = [
  { key: "minutes", count: 30, minutes: 30 },
  { key: "hours", count: 1, minutes: 60 },
  { key: "hours", count: 8, minutes: 480 },
] as const;

/** Pauses for a chosen time. Not modal, so that nothing needs to style the page from a script. */
export function PauseMenu() {
  const { t } = useSpeech();
  const pause = useWindow((state) => state.pause);
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="button">{t("window:status.pause")}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="start" sideOffset={4}>
          {PAUSES.map(({ key, count, minutes }) => (
            <DropdownMenu.Item key={minutes} className="menu-item" onSelect={() => void pause(minutes)}>
              {t(`window:status.pause-${key}`, { count })}
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
