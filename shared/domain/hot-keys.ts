// Keys that work wherever the keyboard is, one a profile and one for the window.

/** What opens the window, among the names of profiles: no profile can be named so. */
export const OPEN_WINDOW = "window:open";

const MODIFIER = "Command|Cmd|Control|Ctrl|CommandOrControl|CmdOrCtrl|Alt|Option|AltGr|Shift|Super|Meta";
const NAMED =
  "Plus|Space|Tab|Backspace|Delete|Insert|Return|Enter|Up|Down|Left|Right|Home|End|PageUp|PageDown|PrintScreen";

/**
 * An accelerator as Electron writes it: one to four modifiers and a key, as `CommandOrControl+Alt+1`, or a function key by
 * itself. A letter with nothing but Shift is refused: nobody could type it any more.
 */
export const ACCELERATOR = new RegExp(
  `^(?:(?!Shift\\+[^+]+$)(?:(?:${MODIFIER})\\+){1,4}(?:[A-Z0-9]|F(?:[1-9]|1\\d|2[0-4])|${NAMED}|[-=\\[\\];',./\\\\\`])|(?:Shift\\+)?F(?:[1-9]|1\\d|2[0-4]))$`,
);

/** Accelerators by name of a profile, or `OPEN_WINDOW`. */
export type HotKeyChoices = Readonly<Record<string, string>>;
