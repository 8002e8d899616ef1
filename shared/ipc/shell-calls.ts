// The calls that the shell answers by itself: start at login, hot keys, clipboard, files, diagnostics, attention.
import { z } from "zod";
import { isAccelerator, OPEN_WINDOW } from "../domain/hot-keys.ts";
import { PROFILE_NAME } from "../domain/profile.ts";
import type { ShellCallName } from "./channels.ts";

/** Why the desktop will not start Gangway at login although the user wanted it, or cannot be told to. */
export type LoginObstacle =
  /** Linux: the entry says `Hidden=true`, as desktops write when a user switches it off in their own settings. */
  | "hidden"
  /** Linux: `OnlyShowIn` or `NotShowIn` leave this desktop out, or the desktop's own switch is off. */
  | "other-desktop"
  /** The program that the entry names is not there any more. */
  | "program-missing"
  /** Windows: switched off in the Task Manager or the system's settings; macOS: awaits approval in its settings. */
  | "system"
  /** The demo never starts by itself. */
  | "demo"
  /** The entry could not be read or written. */
  | "failed";

/** Whether Gangway starts at login. */
export interface LoginState {
  /** False: nothing can be set here, and `why` says so. */
  readonly supported: boolean;
  /** What the user chose: an entry is there. */
  readonly enabled: boolean;
  /** What will happen at the next login: `blocked` when it was chosen and something prevents it. */
  readonly effective: "on" | "off" | "blocked";
  /** Only when not supported, or blocked. */
  readonly why?: LoginObstacle;
}

/** What became of a hot key. `taken`: another program has it; `duplicate`: another line here has it and comes first. */
export type HotKeyState = "on" | "taken" | "invalid" | "duplicate" | "off";

/** One hot key. */
export interface HotKey {
  /** As Electron writes accelerators, as `CommandOrControl+Alt+1`; `null` for none. */
  readonly accelerator: string | null;
  readonly state: HotKeyState;
}

/** The keys that work wherever the keyboard is. */
export interface HotKeys {
  /** False on Wayland, where no program gets keys of other windows; choices are kept all the same. */
  readonly supported: boolean;
  /** One for each profile, in their order; templates are left out. */
  readonly keys: readonly (HotKey & { readonly profile: string })[];
  /** Opens the window. */
  readonly open: HotKey;
}

/** A file to be saved: a proposed name, and a text of at most 5,000,000 characters or the bytes of a picture in base64, at most 20,000,000. */
export type SavedFile =
  | { readonly name: string; readonly text: string }
  | { readonly name: string; readonly base64: string };

/** What became of a file to be saved. */
export type SaveOutcome =
  | { readonly saved: string }
  | { readonly cancelled: true }
  /** In the operating system's words. */
  | { readonly failed: string };

/** Every call that the shell answers, by name. */
export interface ShellCalls {
  "login:read": () => LoginState;
  /** Answers with what is then so. */
  "login:set": (on: boolean) => LoginState;
  "hotkeys:read": () => HotKeys;
  /** `target`: name of a profile, or `OPEN_WINDOW`. A key that cannot be had is kept all the same, and its state says why. */
  "hotkeys:set": (target: string, accelerator: string | null) => HotKeys;
  /** At most 200,000 characters. */
  "clipboard:write": (text: string) => null;
  /** Asks the user where to. */
  "file:save": (file: SavedFile) => SaveOutcome;
  /** Puts what a bug report needs on the clipboard, without secrets, and answers with the same text. */
  "diagnostics:copy": () => string;
  /** Somebody does something in the window, or moves over it. */
  "window:attended": () => null;
}

/** A plain name for a file: no folder, nothing hidden, nothing that a file system refuses. */
const FILE_NAME = /^[\p{L}\p{N}_][\p{L}\p{N}_ .()-]{0,99}$/u;

const nothing = z.tuple([]);

/** Validates the arguments of each of these calls. */
export const SHELL_CALL_ARGUMENTS = {
  "login:read": nothing,
  "login:set": z.tuple([z.boolean()]),
  "hotkeys:read": nothing,
  "hotkeys:set": z.tuple([
    z.union([z.literal(OPEN_WINDOW), z.string().regex(PROFILE_NAME)]),
    z.string().max(100).refine(isAccelerator, "is no accelerator").nullable(),
  ]),
  "clipboard:write": z.tuple([z.string().max(200_000)]),
  "file:save": z.tuple([
    z.union([
      z.strictObject({ name: z.string().regex(FILE_NAME), text: z.string().max(5_000_000) }),
      z.strictObject({ name: z.string().regex(FILE_NAME), base64: z.base64().max(20_000_000) }),
    ]),
  ]),
  "diagnostics:copy": nothing,
  "window:attended": nothing,
} satisfies { [K in ShellCallName]: z.ZodType<Parameters<ShellCalls[K]>> };
