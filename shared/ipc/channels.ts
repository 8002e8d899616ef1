// Names only, so that the preload bundle stays free of the schema library.

/** Requests from the window to the shell, as `noun:verb`. */
export const CALLS = [
  "snapshot:read",
  "profile:choose",
  "switch:undo",
  "probe:now",
  "auto:set",
  "pause:set",
  "hold:release",
  "network:correct",
  "history:read",
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
] as const;

/** Facts that the shell pushes to the window. */
export const PUSHES = ["snapshot"] as const;

/** Name of a call. */
export type CallName = (typeof CALLS)[number];

/** Name of a push. */
export type PushName = (typeof PUSHES)[number];
