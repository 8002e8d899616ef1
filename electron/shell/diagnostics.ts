// The machine's part of the diagnostics.
import { homedir, release, userInfo } from "node:os";
import type { Snapshot } from "../../shared/domain/snapshot.ts";
import { diagnosticsText } from "../../shared/view/diagnostics-text.ts";

/** What a bug report needs, without secrets. */
export function diagnosticsOf(snapshot: Snapshot | null): string {
  const { chrome, electron, node } = process.versions;
  const { XDG_CURRENT_DESKTOP: desktop, XDG_SESSION_TYPE: session } = process.env;
  const system = [`${process.platform} ${release()} ${process.arch}`, desktop, session].filter(Boolean).join(", ");
  return diagnosticsText(snapshot, {
    versions: { Electron: electron, Chromium: chrome, Node: node },
    system,
    home: homedir(),
    user: userName(),
  });
}

/** A process may run as a user that the system does not list. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return "";
  }
}
