// Takes the application out of an unpacked Electron, so that it behaves as the one electron's installer brings.
import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { ROOT } from "../process.mjs";

/** What belongs to the application and not to Electron. The snapshot holds that application's code. */
const FOREIGN = ["resources/app", "resources/app-update.yml", "browser_v8_context_snapshot.bin"];

/**
 * Changes the dist in `folder` (its binary named `electron`) in place: removes the application, sets the fuses as
 * Electron ships them, adds default-app as `default_app.asar`, and notes `version`. Needs node_modules.
 */
export async function makeStockLike(folder, version) {
  for (const name of FOREIGN) rmSync(path.join(folder, name), { recursive: true, force: true });
  const { flipFuses, FuseVersion, FuseV1Options } = await import("@electron/fuses");
  await flipFuses(path.join(folder, "electron"), {
    version: FuseVersion.V1,
    [FuseV1Options.RunAsNode]: true,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  });
  const { createPackage } = await import("@electron/asar");
  await createPackage(path.join(ROOT, "build", "default-app"), path.join(folder, "resources", "default_app.asar"));
  writeFileSync(path.join(folder, "version"), version);
}
