// What the tray's menu puts on the clipboard.
import { clipboard } from "electron";
import { exportProfile } from "../../shared/domain/profile-export.ts";
import type { Snapshot } from "../../shared/domain/snapshot.ts";
import type { CopyWhat } from "../../shared/view/tray-model.ts";
import { diagnosticsOf } from "./diagnostics.ts";

/** Copies it. Without a profile in force there is none to export, and the clipboard stays as it is. */
export async function copy(what: CopyWhat, snapshot: Snapshot | null): Promise<void> {
  if (what === "diagnostics") {
    await clipboard.writeText(diagnosticsOf(snapshot));
    return;
  }
  const active = snapshot?.profiles.find((p) => p.active);
  if (active !== undefined) await clipboard.writeText(`${exportProfile(active, what)}\n`);
}
