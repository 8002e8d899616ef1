// Learns when a Linux desktop's tray comes up after the app did: at log-in, or when the panel was restarted. Electron
// looks for it only while it makes an icon, and an icon made before is never seen.
import { watchName } from "./name-watch.ts";

/** Who offers a tray for StatusNotifierItems takes this name, on every desktop that has one. */
const NAME = "org.kde.StatusNotifierWatcher";

/** A host takes its name before it is ready to show icons; a guess, and short enough not to be seen. */
const SETTLE_MS = 300;

/** Calls back each time a tray host comes up, until stopped. Does nothing on other systems, or without a session bus. */
export async function watchTrayHost(appeared: () => void): Promise<() => void> {
  const address = process.platform === "linux" ? busAddress() : null;
  if (address === null) return () => undefined;
  let settle: NodeJS.Timeout | undefined;
  const taken = (): void => {
    clearTimeout(settle);
    settle = setTimeout(appeared, SETTLE_MS);
  };
  const stop = await watchName({ address, name: NAME, taken });
  return () => {
    clearTimeout(settle);
    stop?.();
  };
}

function busAddress(): string | null {
  const { DBUS_SESSION_BUS_ADDRESS: named, XDG_RUNTIME_DIR: runtime } = process.env;
  if (named !== undefined && named !== "") return named;
  return runtime === undefined || runtime === "" ? null : `unix:path=${runtime}/bus`;
}
