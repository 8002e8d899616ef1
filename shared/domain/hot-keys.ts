// Keys that work wherever the keyboard is, one a profile and one for the window.

/** What opens the window, among the names of profiles: no profile can be named so. */
export const OPEN_WINDOW = "#window";

/** Accelerators by name of a profile, or `OPEN_WINDOW`. */
export type HotKeyChoices = Readonly<Record<string, string>>;

/** By what Electron calls them, with the one name that stands for each. */
const MODIFIERS: Readonly<Record<string, string>> = {
  CommandOrControl: "CommandOrControl",
  CmdOrCtrl: "CommandOrControl",
  Command: "Command",
  Cmd: "Command",
  Control: "Control",
  Ctrl: "Control",
  Alt: "Alt",
  Option: "Alt",
  Shift: "Shift",
  Super: "Super",
  Meta: "Super",
};

const FUNCTION_KEY = /^F(?:[1-9]|1\d|2[0-4])$/;
const KEY =
  /^(?:[A-Z0-9]|[-=[\];',./\\`]|Plus|Space|Tab|Backspace|Delete|Insert|Enter|Up|Down|Left|Right|Home|End|PageUp|PageDown)$/;

/**
 * Whether it can be a hot key, as Electron writes accelerators: modifiers and a key, as `CommandOrControl+Alt+1`, or a
 * function key. A key with no modifier but Shift is refused, for nobody could type it any more.
 */
export function isAccelerator(text: string): boolean {
  const parts = text.split("+");
  const key = parts.pop() ?? "";
  const modifiers = parts.map((part) => MODIFIERS[part]);
  if (modifiers.includes(undefined) || new Set(modifiers).size < modifiers.length) return false;
  if (FUNCTION_KEY.test(key)) return true;
  return KEY.test(key) && modifiers.some((each) => each !== "Shift");
}

/** The same for all ways of writing the same keys, on macOS or elsewhere. */
export function sameKeys(accelerator: string, onMac: boolean): string {
  const parts = accelerator.split("+");
  const key = parts.pop() ?? "";
  const either = onMac ? "Command" : "Control";
  const modifiers = parts.map((part) => MODIFIERS[part] ?? part).map((m) => (m === "CommandOrControl" ? either : m));
  return [...modifiers.sort(), key].join("+");
}
