import type { HotKeyChoices } from "./hot-keys.ts";
import type { PlaceKind } from "./network.ts";
import type { Profile } from "./profile.ts";

/** How much Gangway says by itself. */
export type NotificationLevel = "off" | "problems" | "all";

/** What the user has chosen. Kept in the settings file, shared by app and command line. */
export interface Settings {
  /** User profiles, and built-in ones the user has changed. Built-ins come from `builtin-profiles.ts`. */
  readonly profiles: readonly Profile[];
  /** Names of built-in profiles the user removed. */
  readonly removedProfiles: readonly string[];
  /** What the user said of networks, by fingerprint, oldest first; at most 200. */
  readonly corrections: Readonly<Record<string, PlaceKind>>;
  /** Whether Gangway may switch by itself. Off until the user says so once. */
  readonly auto: boolean;
  /** Seconds between two samples of one endpoint, 5 to 3600. */
  readonly intervalSeconds: number;
  /** Language tag, or `system`. */
  readonly language: "system" | "en" | "zh-CN";
  readonly theme: "system" | "light" | "dark";
  readonly notifications: NotificationLevel;
  /**
   * Days after which nothing of what was measured is left, 1 to 3650. Single successes go after a week at the latest;
   * failures and counts by the hour last that long, as far as the history's size allows.
   */
  readonly keepDays: number;
  /** Whether the network itself may be looked at now and then, beside the endpoints (docs/network-kinds.md). */
  readonly survey: boolean;
  /** Keys that work wherever the keyboard is: accelerators by name of a profile, or `OPEN_WINDOW`. None until chosen; at most 100. */
  readonly hotKeys: HotKeyChoices;
}

/** What holds before the user has chosen anything. */
export const DEFAULT_SETTINGS: Settings = {
  profiles: [],
  removedProfiles: [],
  corrections: {},
  auto: false,
  intervalSeconds: 30,
  language: "system",
  theme: "system",
  notifications: "problems",
  keepDays: 365,
  survey: true,
  hotKeys: {},
};
