import type { ChecksumCosts } from "./checksum-cost.ts";
import type { Checksums } from "./checksums.ts";
import type { Decision, Hold } from "./decision.ts";
import type { RoutePair } from "./desktop-route.ts";
import type { EndpointRole } from "./endpoint.ts";
import type { EffectiveEnv, Warning } from "./goenv.ts";
import type { Weighing } from "./grounds.ts";
import type { Health } from "./health.ts";
import type { Light } from "./lights.ts";
import type { Network, NetworkKind } from "./network.ts";
import type { Outlook } from "./outlook.ts";
import type { RecentDecision } from "./recent-decisions.ts";
import type { Reuse } from "./reuse.ts";
import type { Sample } from "./sample.ts";
import type { Settings } from "./settings.ts";
import type { Switch } from "./switch.ts";
import type { Instant } from "./time.ts";

/** The state that the tray shows by shape and colour. */
export type Status = "healthy" | "degraded" | "down" | "offline" | "paused" | "measuring";

/** One endpoint as tray and window show it. */
export interface EndpointView {
  readonly name: string;
  readonly role: EndpointRole;
  readonly health: Health;
  /** The last samples, oldest first, at most 60, and at most 6,000 of all endpoints together. */
  readonly recent: readonly Sample[];
  readonly probing: boolean;
  /** What a usual download from it costs in connections; absent until it has answered. */
  readonly reuse?: Reuse;
  /** What a download needs of it beside the files; absent until that was looked at. */
  readonly lights?: readonly Light[];
}

/** One profile as tray and window show it. Values are redacted. */
export interface ProfileView {
  readonly name: string;
  readonly title: string;
  readonly builtin: boolean;
  /** Its placeholder has to be filled in before it can be used; absent: it can be used. */
  readonly template?: true;
  readonly env: Readonly<Record<string, string | null>>;
  readonly kinds: readonly NetworkKind[];
  readonly outlook: Outlook;
  readonly active: boolean;
}

/** Something the user must know: what happened and what to do, as data. */
export interface Notice {
  readonly code:
    | "settings-corrupt"
    | "settings-invalid"
    | "history-corrupt"
    | "history-failed"
    | "switch-interrupted"
    | "engine-restarted"
    | "engine-fault"
    | "go-not-found"
    | "goenv-off"
    | "shadowed"
    | "refused"
    | "changed-outside";
  readonly at: Instant;
  readonly values: Readonly<Record<string, string | number>>;
}

/** All that tray, window and `watch` may know, one immutable value. Holds no credentials. */
export interface Snapshot {
  readonly at: Instant;
  readonly version: string;
  readonly demo: boolean;
  readonly status: Status;
  readonly network: Network;
  /** Name of the profile in force; `null` for values that match none. */
  readonly active: string | null;
  readonly activeSince: Instant | null;
  /** GOPROXY in force, redacted. */
  readonly goproxy: string;
  /** What to expect of the values in force. */
  readonly outlook: Outlook;
  readonly profiles: readonly ProfileView[];
  readonly endpoints: readonly EndpointView[];
  readonly decision: Decision;
  /** Changes of mind, newest first, at most 8. */
  readonly recentDecisions: readonly RecentDecision[];
  /** What the decision was weighed from. */
  readonly weighing: Weighing;
  readonly hold: Hold | null;
  readonly pausedUntil: Instant | null;
  readonly lastSwitch: Switch | null;
  readonly canUndo: boolean;
  /** Name of the profile that an undo would bring back; `null` for values of no profile, or when there is nothing to undo. */
  readonly undoTo: string | null;
  readonly env: EffectiveEnv;
  /** What keeps the profile from taking effect. */
  readonly warnings: readonly Warning[];
  readonly notices: readonly Notice[];
  /** The desktop's way to each endpoint and Go's; absent where nobody can ask the desktop, as on the command line. */
  readonly routes?: readonly RoutePair[];
  /** Where lookups of checksums go under the values in force. */
  readonly checksums: Checksums;
  /** What they cost a usual download; absent where none are looked up, or it is not known where. */
  readonly checksumCosts?: ChecksumCosts;
  readonly settings: Omit<Settings, "profiles" | "removedProfiles" | "profileOrder" | "corrections">;
}
