// The calls that the shell answers by itself, one function each. Arguments were validated at the border.
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { app, type BrowserWindow, clipboard, dialog } from "electron";
import { SHELL_CALLS, type ShellCallName } from "../../shared/ipc/channels.ts";
import type { HotKeys, LoginState, SavedFile, SaveOutcome, ShellCalls } from "../../shared/ipc/shell-calls.ts";

/** What these calls need of the shell. */
export interface ShellCallParts {
  readonly login: { read(): LoginState; set(on: boolean): LoginState };
  readonly hotKeys: () => HotKeys;
  readonly setHotKey: (target: string, accelerator: string | null) => Promise<HotKeys>;
  readonly diagnostics: () => string;
  /** The window that a dialog belongs to; `null` while there is none. */
  readonly window: () => BrowserWindow | null;
}

/** One function a call; some answer later. */
export type ShellHandlers = {
  readonly [K in ShellCallName]: (
    ...args: Parameters<ShellCalls[K]>
  ) => ReturnType<ShellCalls[K]> | Promise<ReturnType<ShellCalls[K]>>;
};

/** Whether the shell answers it by itself. */
export function isShellCall(name: string): name is ShellCallName {
  return (SHELL_CALLS as readonly string[]).includes(name);
}

/** The table of handlers. */
export function createShellCalls(parts: ShellCallParts): ShellHandlers {
  return {
    "login:read": () => parts.login.read(),
    "login:set": (on) => parts.login.set(on),
    "hotkeys:read": () => parts.hotKeys(),
    "hotkeys:set": (target, accelerator) => parts.setHotKey(target, accelerator),
    "clipboard:write": async (text) => {
      await clipboard.writeText(text);
      return null;
    },
    "file:save": (file) => saveFile(parts.window(), file),
    "diagnostics:copy": async () => {
      const text = parts.diagnostics();
      await clipboard.writeText(text);
      return text;
    },
    // That it was called is all that it says; whoever runs calls has heard it.
    "window:attended": () => null,
  };
}

async function saveFile(window: BrowserWindow | null, file: SavedFile): Promise<SaveOutcome> {
  const options = { defaultPath: path.join(app.getPath("documents"), file.name) };
  const { canceled, filePath } = await (window === null
    ? dialog.showSaveDialog(options)
    : dialog.showSaveDialog(window, options));
  if (canceled) return { cancelled: true };
  try {
    await writeFile(filePath, "text" in file ? file.text : Buffer.from(file.base64, "base64"));
    return { saved: filePath };
  } catch (error) {
    return { failed: error instanceof Error ? error.message : String(error) };
  }
}
