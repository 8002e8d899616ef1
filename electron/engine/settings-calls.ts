// What the Settings view asks of the engine beside what the snapshot has: how much is kept, and to forget it.
import { isPlaceKind, withCorrection } from "../../shared/domain/known-network.ts";
import type { Settings } from "../../shared/domain/settings.ts";
import type { Correction, SettingsCalls } from "../../shared/ipc/settings-calls.ts";
import type { CallHost } from "./call-host.ts";
import { sizeOf } from "./store/data-size.ts";

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
