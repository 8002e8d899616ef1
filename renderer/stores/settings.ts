import { createStore, type StoreApi } from "zustand/vanilla";
import type { Bridge } from "../../shared/ipc/contract.ts";
import type { Correction, DataSize } from "../../shared/ipc/settings-calls.ts";
import type { HotKeys, LoginState } from "../../shared/ipc/shell-calls.ts";

// What the Settings view knows beside the snapshot: what the desktop says of login and keys, what is kept, what was said of
// networks. Each is read when the view opens, and is `null` until then.

/** What the Settings view knows and can do. */
export interface SettingsState {
  readonly login: LoginState | null;
  readonly hotKeys: HotKeys | null;
  readonly size: DataSize | null;
  readonly corrections: readonly Correction[] | null;
  /** Why something of this view failed; `null` when nothing did. */
  readonly fault: string | null;
  readonly read: () => Promise<void>;
  readonly setLogin: (on: boolean) => Promise<void>;
  readonly setHotKey: (target: string, accelerator: string | null) => Promise<void>;
  readonly clearHistory: () => Promise<void>;
  /** `null`: all of them. */
  readonly forget: (fingerprint: string | null) => Promise<void>;
  readonly copyDiagnostics: () => Promise<string | null>;
}

/** The store of the Settings view. */
export type SettingsStore = StoreApi<SettingsState>;

type Set = (change: Partial<SettingsState>) => void;

async function attempt<T>(set: Set, act: () => Promise<T>): Promise<T | null> {
  try {
    return await act();
  } catch (error) {
    set({ fault: error instanceof Error ? error.message : String(error) });
    return null;
  }
}

/** Creates the store. Nothing happens until `read`. */
export function createSettingsStore(bridge: Bridge): SettingsStore {
  return createStore<SettingsState>()((set) => {
    /** Does it, and keeps the answer under this name. */
    const keep = async <Name extends "corrections" | "hotKeys" | "login" | "size">(
      name: Name,
      act: () => Promise<NonNullable<SettingsState[Name]>>,
    ): Promise<void> => {
      const answer = await attempt(set, act);
      if (answer !== null) set({ [name]: answer } as unknown as Partial<SettingsState>);
    };
    return {
      login: null,
      hotKeys: null,
      size: null,
      corrections: null,
      fault: null,
      read: async () => {
        set({ fault: null });
        await Promise.all([
          keep("login", () => bridge["login:read"]()),
          keep("hotKeys", () => bridge["hotkeys:read"]()),
          keep("size", () => bridge["data:size"]()),
          keep("corrections", () => bridge["corrections:read"]()),
        ]);
      },
      setLogin: (on) => keep("login", () => bridge["login:set"](on)),
      setHotKey: (target, accelerator) => keep("hotKeys", () => bridge["hotkeys:set"](target, accelerator)),
      clearHistory: () => keep("size", () => bridge["history:clear"]()),
      forget: (fingerprint) => keep("corrections", () => bridge["corrections:forget"](fingerprint)),
      copyDiagnostics: () => attempt(set, () => bridge["diagnostics:copy"]()),
    };
  });
}
