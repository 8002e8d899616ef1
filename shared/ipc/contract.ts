import { z } from "zod";
import type { Compared } from "../domain/chain-comparison.ts";
import type { FailureName } from "../domain/failure.ts";
import type { ApplyOutcome } from "../domain/goenv.ts";
import type { HotKeyChoices } from "../domain/hot-keys.ts";
import { PLACE_KINDS, type PlaceKind } from "../domain/network.ts";
import { PROFILE_NAME } from "../domain/profile.ts";
import type { Sample } from "../domain/sample.ts";
import type { Series } from "../domain/series.ts";
import { HOT_KEYS } from "../domain/settings-schema.ts";
import type { Snapshot } from "../domain/snapshot.ts";
import type { Switch } from "../domain/switch.ts";
import type { Instant } from "../domain/time.ts";
import type { CallName, PushName } from "./channels.ts";
import { DOCTOR_ARGUMENTS, type DoctorCalls } from "./doctor-calls.ts";
import { PROFILE_ARGUMENTS, type ProfileCalls } from "./profile-calls.ts";
import { SETTINGS_ARGUMENTS, type SettingsCalls } from "./settings-calls.ts";
import { SHELL_CALL_ARGUMENTS, type ShellCalls } from "./shell-calls.ts";

/** What the history view shows for a range of time. */
export interface HistoryPage {
  /** Single looks; empty where `series` is there. */
  readonly samples: readonly Sample[];
  /** One for each endpoint that was looked at, where the range is too long for single looks. All have the same width. */
  readonly series?: readonly Series[];
  readonly switches: readonly Switch[];
  readonly networks: readonly { readonly at: Instant; readonly kind: string }[];
  /** The network and the profile when the range began, as far as they are known. */
  readonly atStart?: { readonly kind?: string; readonly profile?: string | null };
  readonly kinds: readonly {
    readonly kind: string;
    readonly samples: number;
    readonly tls13Rate: number;
    readonly failureMs: number | null;
    readonly commonFailure: FailureName | null;
  }[];
}

/** The part of the settings that the window may change. */
export interface SettingsPatch {
  readonly intervalSeconds?: number | undefined;
  readonly language?: "system" | "en" | "zh-CN" | undefined;
  readonly theme?: "system" | "light" | "dark" | undefined;
  readonly notifications?: "off" | "problems" | "all" | undefined;
  readonly keepDays?: number | undefined;
  readonly survey?: boolean | undefined;
  readonly hotKeys?: HotKeyChoices | undefined;
  /** Whether the proposal of the first run was answered. */
  readonly proposalAnswered?: boolean | undefined;
}

/** What the engine answers. A new one must explain why the Snapshot does not suffice. */
export interface EngineCalls extends DoctorCalls, ProfileCalls, SettingsCalls {
  /** The snapshot of now, for a window that has just opened; `null` while the engine starts. */
  "snapshot:read": () => Snapshot | null;
  "profile:choose": (name: string) => ApplyOutcome;
  "switch:undo": () => ApplyOutcome;
  "probe:now": () => null;
  "auto:set": (on: boolean) => null;
  /** Minutes to pause, or `null` to go on. */
  "pause:set": (minutes: number | null) => null;
  "hold:release": () => null;
  /** What the user says the network of now is, or `null` for what is measured. Nothing happens without a network. */
  "network:correct": (kind: PlaceKind | null) => null;
  /** Too large for the snapshot, and only wanted while the history view is open. */
  "history:read": (query: {
    readonly since: Instant;
    /** Now, when absent. */
    readonly until?: Instant | undefined;
    readonly endpoint?: string | undefined;
  }) => HistoryPage;
  /** GOPROXY values side by side, by what was measured here lately. Any value may be asked about. */
  "chains:compare": (values: readonly string[]) => readonly Compared[];
  "settings:save": (patch: SettingsPatch) => null;
}

/** What is answered before the rest of the shell is loaded. */
export interface FirstCall {
  /**
   * How it was when the app ended last, to be shown as old until the engine has spoken; `null` once it has, and where
   * nothing is known. Its status says that nothing is measured yet.
   */
  "snapshot:kept": () => Snapshot | null;
}

/** Every request: name to signature. */
export interface Calls extends EngineCalls, ShellCalls, FirstCall {}

/** Every push: name to payload. */
export interface Pushes {
  snapshot: Snapshot;
}

const nothing = z.tuple([]);

/** Validates the arguments of each call on entry. A call without a parser does not compile. */
export const CALL_ARGUMENTS = {
  ...DOCTOR_ARGUMENTS,
  ...PROFILE_ARGUMENTS,
  ...SETTINGS_ARGUMENTS,
  ...SHELL_CALL_ARGUMENTS,
  "snapshot:kept": nothing,
  "snapshot:read": nothing,
  "profile:choose": z.tuple([z.string().regex(PROFILE_NAME)]),
  "switch:undo": nothing,
  "probe:now": nothing,
  "auto:set": z.tuple([z.boolean()]),
  "pause:set": z.tuple([z.int().min(1).max(10_080).nullable()]),
  "hold:release": nothing,
  "network:correct": z.tuple([z.enum(PLACE_KINDS).nullable()]),
  "history:read": z.tuple([
    z.strictObject({ since: z.number(), until: z.number().optional(), endpoint: z.string().max(2_000).optional() }),
  ]),
  "chains:compare": z.tuple([z.array(z.string().max(10_000)).max(12)]),
  "settings:save": z.tuple([
    z.strictObject({
      intervalSeconds: z.int().min(5).max(3_600).optional(),
      language: z.enum(["system", "en", "zh-CN"]).optional(),
      theme: z.enum(["system", "light", "dark"]).optional(),
      notifications: z.enum(["off", "problems", "all"]).optional(),
      keepDays: z.int().min(1).max(3_650).optional(),
      survey: z.boolean().optional(),
      hotKeys: HOT_KEYS.optional(),
      proposalAnswered: z.boolean().optional(),
    }),
  ]),
} satisfies { [K in CallName]: z.ZodType<Parameters<Calls[K]>> };

/** What the window finds as `window.app`: one function per call, each answering with a promise. */
export type Bridge = {
  readonly [K in CallName]: (...args: Parameters<Calls[K]>) => Promise<ReturnType<Calls[K]>>;
} & {
  /** Calls back on each push; the returned function ends that. */
  readonly on: <K extends PushName>(name: K, receive: (payload: Pushes[K]) => void) => () => void;
};
