// What a tray icon tells the desktop, and when: the signals on the session bus, as the bus stamps them.
import { start } from "../children.mjs";

/** A new tooltip, icon or menu. */
const SIGNALS = ["org.kde.StatusNotifierItem", "com.canonical.dbusmenu"];

/** Listens from now on. `firstAfter(ms since 1970)` waits for the first signal after that; its time, also in ms. */
export async function listenToTray(env) {
  const rules = SIGNALS.map((name) => `type='signal',interface='${name}'`);
  const bus = ["--address", env.DBUS_SESSION_BUS_ADDRESS];
  const monitor = await start("dbus-monitor", ["dbus-monitor", ...bus, "--profile", ...rules], { env });
  return {
    firstAfter: async (at) => {
      for (;;) {
        const [kind, stamp, , , , , name] = (await monitor.line()).split("\t");
        if (kind === "sig" && SIGNALS.includes(name) && Number(stamp) * 1_000 >= at) return Number(stamp) * 1_000;
      }
    },
    end: () => monitor.end(),
  };
}
