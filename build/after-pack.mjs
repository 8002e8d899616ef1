// Called by electron-builder when an app is packed, before installers are made of it.
import { readdirSync, rmSync } from "node:fs";
import path from "node:path";

/** Removes what Electron runs when it has no app: ours is in app.asar, and nothing else may be started. */
export default function removeDefaultApp({ appOutDir, electronPlatformName, packager }) {
  const onMac = electronPlatformName === "darwin";
  const resources = onMac ? `${packager.appInfo.productFilename}.app/Contents/Resources` : "resources";
  const folder = path.join(appOutDir, resources);
  for (const name of readdirSync(folder)) if (name === "default_app.asar") rmSync(path.join(folder, name));
}
