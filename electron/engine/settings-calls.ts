// What the Settings view asks of the engine beside what the snapshot has: how much is kept, and to forget it.
import { readdirSync, statSync } from "node:fs";
import path from "node:path";
import { isPlaceKind, withCorrection } from "../../shared/domain/known-network.ts";
import type { Settings } from "../../shared/domain/settings.ts";
import type { Correction, DataSize, SettingsCalls } from "../../shared/ipc/settings-calls.ts";
import type { CallHost } from "./calls.ts";

type Handlers = { readonly [K in keyof SettingsCalls]: (...args: Parameters<SettingsCalls[K]>) => unknown };

/** The answers to the calls of the Settings view. */
export function settingsCalls(host: CallHost): Handlers {
  const { doors } = host;
  const corrections = (): readonly Correction[] => {
    const here = host.state().attachment?.fingerprint ?? "";
    // The newest first: they are kept in the order in which they were said.
    return Object.entries(doors.settings.read().corrections)
      .filter(([, kind]) => isPlaceKind(kind))
      .map(([fingerprint, kind]) => ({ fingerprint, kind, here: fingerprint === here }))
      .reverse();
  };
  return {
    "data:size": () => sizeOf(doors.home),
    "history:clear": () => {
      doors.history.clear();
      return sizeOf(doors.home);
    },
    "corrections:read": corrections,
    "corrections:forget": (fingerprint) => {
      const forget = (settings: Settings): Settings =>
        fingerprint === null ? { ...settings, corrections: {} } : withCorrection(settings, fingerprint, null);
      doors.settings.update(forget);
      host.settingsChanged();
      return corrections();
    },
  };
}

/** Which kind of file a name in Gangway's folder is. */
function kindOf(name: string): "history" | "settings" | "logs" | "other" {
  if (name.startsWith("history.db")) return "history";
  if (name.startsWith("settings.json")) return "settings";
  return name.startsWith(`logs${path.sep}`) ? "logs" : "other";
}

/** What lies in the folder, in bytes by kind. What cannot be read counts as nothing: it may be gone by now. */
function sizeOf(folder: string | undefined): DataSize {
  const size = { history: 0, settings: 0, logs: 0, other: 0 };
  for (const name of folder === undefined ? [] : namesIn(folder)) {
    // Electron's own files are Chromium's caches, which it keeps small by itself.
    if (name.startsWith(`electron${path.sep}`)) continue;
    size[kindOf(name)] += bytesOf(path.join(folder ?? "", name));
  }
  return { folder: folder ?? "", ...size };
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: "utf8" });
  } catch {
    return [];
  }
}

function bytesOf(file: string): number {
  try {
    const found = statSync(file);
    return found.isFile() ? found.size : 0;
  } catch {
    return 0;
  }
}
