// A panel with a tray, as an Xfce desktop has it: a tray icon is only there when somebody shows it.
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { run } from "../process.mjs";
import { start, until } from "./children.mjs";

/** Height of the panel along the upper edge of the screen, in pixels. */
const PANEL_HEIGHT = 30;

/** One panel along the upper edge with nothing but a tray on it. */
export const PANEL_SETTINGS = `<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
  <property name="configver" type="int" value="2"/>
  <property name="panels" type="array"><value type="int" value="1"/>
    <property name="panel-1" type="empty">
      <property name="position" type="string" value="p=6;x=0;y=0"/>
      <property name="position-locked" type="bool" value="true"/>
      <property name="length" type="uint" value="100"/>
      <property name="size" type="uint" value="${PANEL_HEIGHT}"/>
      <property name="dark-mode" type="bool" value="false"/>
      <property name="plugin-ids" type="array"><value type="int" value="1"/></property>
    </property>
  </property>
  <property name="plugins" type="empty"><property name="plugin-1" type="string" value="systray"/></property>
</channel>
`;

/** Starts the panel and waits for its tray. `env`: where HOME, the screen and the bus are. */
export async function startPanel(env) {
  const settings = path.join(env.XDG_CONFIG_HOME, "xfce4/xfconf/xfce-perchannel-xml");
  mkdirSync(settings, { recursive: true });
  writeFileSync(path.join(settings, "xfce4-panel.xml"), PANEL_SETTINGS);
  const panel = await start("xfce4-panel", ["xfce4-panel", "--disable-wm-check"], { env });
  const bus = `--address=${env.DBUS_SESSION_BUS_ADDRESS}`;
  await until("the panel's tray", async () => {
    const { stdout } = await run("busctl", ["--user", bus, "list", "--acquired"], { env, output: "capture" });
    return !panel.hasEnded && stdout.includes("org.kde.StatusNotifierWatcher");
  });
  return panel;
}
