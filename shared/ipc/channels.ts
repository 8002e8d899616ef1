// Names only, so that the preload bundle stays free of the schema library.

/** Requests that the shell answers by itself: they are about the desktop, not about networks (`shell-calls.ts`). */
export const SHELL_CALLS = [
  "login:read",
  "login:set",
  "hotkeys:read",
  "hotkeys:set",
  "clipboard:write",
  "file:save",
  "diagnostics:copy",
  "window:attended",
] as const;

/** The one request that is answered before the rest of the shell is loaded. */
export const FIRST_CALL = "snapshot:kept";

/** Requests from the window to the shell, as `noun:verb`. */
export const CALLS = [
  FIRST_CALL,
  ...SHELL_CALLS,
  "snapshot:read",
  "profile:choose",
  "switch:undo",
  "probe:now",
  "auto:set",
  "pause:set",
  "hold:release",
  "network:correct",
  "history:read",
  "chains:compare",
  "settings:save",
  "profile:list",
  "profile:preview",
  "profile:save",
  "profile:remove",
  "profile:reset",
  "profile:order",
  "profile:import",
  "profile:export",
  "findings:read",
  "finding:fix",
  "module:explain",
  "diagnosis:start",
  "diagnosis:read",
  "diagnosis:cancel",
  "data:size",
  "history:clear",
  "corrections:read",
  "corrections:forget",
] as const;

/** Facts that the shell pushes to the window. */
export const PUSHES = ["snapshot"] as const;

/** Name of a call. */
export type CallName = (typeof CALLS)[number];

/** Name of a call that the shell answers by itself. */
export type ShellCallName = (typeof SHELL_CALLS)[number];

/** Name of a call that the whole shell must be there for. */
export type LaterCallName = Exclude<CallName, typeof FIRST_CALL>;

/** Name of a call that the engine answers. */
export type EngineCallName = Exclude<LaterCallName, ShellCallName>;

/** Name of a push. */
export type PushName = (typeof PUSHES)[number];
