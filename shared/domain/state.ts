import type { Decision, Hold } from "./decision.ts";
import type { RoutePair } from "./desktop-route.ts";
import type { Endpoint } from "./endpoint.ts";
import type { ApplyOutcome, EffectiveEnv } from "./goenv.ts";
import type { Health } from "./health.ts";
import type { Light, LightErrand, LitEndpoint } from "./lights.ts";
import type { Attachment, Doubt, KnownNetwork, Network, ToldKind } from "./network.ts";
import type { Outlook } from "./outlook.ts";
import type { Policy } from "./policy.ts";
import type { Debt } from "./politeness.ts";
import type { Profile } from "./profile.ts";
import type { RecentDecision } from "./recent-decisions.ts";
import type { Sample } from "./sample.ts";
import type { SampleWindow } from "./sample-window.ts";
import type { Settings } from "./settings.ts";
import type { Notice, Status } from "./snapshot.ts";
import type { Survey, SurveyErrand } from "./survey.ts";
import type { Switch, SwitchCause } from "./switch.ts";
import type { Instant, Millis, Steady } from "./time.ts";

/** When an endpoint is looked at, and what that rests on. */
export interface Plan {
  /** When to look next, if politeness allows; never, if nobody names the endpoint any more. */
  readonly due: Steady;
  /** Quick looks still to come. */
  readonly burst: number;
  /** Looks made lately. */
  readonly debt: Debt;
  /** Since when every look was a fast success; `null` while one was not. */
  readonly calmSince: Steady | null;
}

/** Everything the core remembers. Only `advance` makes a new one. */
export interface State {
  /** What the wall clock said last. It may have been set since the event before. */
  readonly at: Instant;
  /** The same moment for the schedule, which nobody can set. */
  readonly steady: Steady;
  readonly policy: Policy;
  readonly settings: Settings;
  readonly profiles: readonly Profile[];
  readonly endpoints: readonly Endpoint[];
  /** Samples on the network of now; a network change empties them. */
  readonly windows: ReadonlyMap<string, SampleWindow>;
  /** Endpoints that are being looked at. */
  readonly probing: ReadonlySet<string>;
  /** For every endpoint, and for those forgotten a moment ago: naming it again does not make a second one of it. */
  readonly plans: ReadonlyMap<string, Plan>;
  /** Looks made lately at all endpoints together. */
  readonly debt: Debt;
  /** When the last look would have begun had we been on time; the next keeps its distance from there. */
  readonly place: Steady;
  /** Names of the endpoints that the GOPROXY in force names. */
  readonly inForce: ReadonlySet<string>;
  readonly attachment: Attachment | null;
  readonly network: Network;
  /** The last place with a network, and since when there was no other; `null` before the first. */
  readonly site: { readonly fingerprint: string; readonly since: Instant } | null;
  /** That it may be another kind of place than is shown; `null` while nothing speaks for that. */
  readonly doubt: Doubt | null;
  /** What was known of the network of now when it was joined, or was said of it since; `null` when nothing was. */
  readonly known: KnownNetwork | null;
  /** What a recording says of the network of now, in place of a judgement; `null` outside replays. */
  readonly told: ToldKind | null;
  readonly env: EffectiveEnv | null;
  readonly active: string | null;
  readonly activeSince: Instant | null;
  readonly healths: ReadonlyMap<string, Health>;
  readonly outlooks: ReadonlyMap<string, Outlook>;
  /** What to expect of the values in force, whatever their name. */
  readonly current: Outlook;
  /** Since when each profile's outlook has been good enough without a break. */
  readonly goodSince: ReadonlyMap<string, Instant>;
  readonly hold: Hold | null;
  readonly pausedUntil: Instant | null;
  readonly asleep: boolean;
  readonly onBattery: boolean;
  /** A switch was asked of the machine and its outcome is not known yet. */
  readonly switching: boolean;
  readonly lastSwitch: Switch | null;
  /** The last switch that an undo would take back. */
  readonly standing: Switch | null;
  /** The last automatic attempt, whatever came of it. */
  readonly lastAutoAt: Instant | null;
  readonly decision: Decision;
  /** Changes of mind, newest first, at most `MOST_DECISIONS`. */
  readonly recentDecisions: readonly RecentDecision[];
  readonly status: Status;
  /** Since it went down the user was told that there is no way out. */
  readonly problemTold: boolean;
  /** When all verdicts were last derived anew, and whether a sample has come since. */
  readonly consideredAt: Steady;
  readonly unconsidered: boolean;
  readonly notices: readonly Notice[];
  /** The desktop's way to each endpoint and Go's; `null` where nobody can ask the desktop. */
  readonly routes: readonly RoutePair[] | null;
  /** What was seen of a download's other needs on the network of now, by endpoint. */
  readonly lights: ReadonlyMap<string, LitEndpoint>;
  /** The endpoint whose lights are being looked at; `null` when none is. */
  readonly lighting: string | null;
  /** What the last survey of the network of now found; `null` before the first. */
  readonly survey: Survey | null;
  /** When it was made. */
  readonly surveyedAt: Steady | null;
  /** When the survey that is under way was asked for; `null` when none is. */
  readonly surveying: Steady | null;
}

/** The end of the journal: the last switch, and the last one that an undo would take back. */
export interface JournalEnd {
  readonly lastSwitch: Switch | null;
  readonly standing: Switch | null;
}

/** A look, as far as politeness is concerned. */
export interface PastLook {
  readonly endpoint: string;
  readonly at: Instant;
}

/** What happens. Every event carries when; the core never asks the time. */
export type Event =
  | { readonly type: "tick"; readonly at: Instant }
  /** `chance`, 0 to 1, spreads the next look; randomness comes in with the event. */
  | { readonly type: "sampled"; readonly at: Instant; readonly sample: Sample; readonly chance: number }
  /** A look that was aborted: nothing is known. */
  | { readonly type: "missed"; readonly at: Instant; readonly endpoint: string }
  /** Looks that a process before this one made within the last minute; to be told before anything is looked at. */
  | { readonly type: "remembered"; readonly at: Instant; readonly looks: readonly PastLook[] }
  /** `known`: what was known of that network before; absent when nothing was. */
  | {
      readonly type: "attached";
      readonly at: Instant;
      readonly attachment: Attachment;
      readonly known?: KnownNetwork | null;
      /** What a recording says of it; absent outside replays. */
      readonly told?: ToldKind | null;
    }
  /** `known`: what is known of the network of now under these settings; absent: as before. */
  | {
      readonly type: "settings";
      readonly at: Instant;
      readonly settings: Settings;
      readonly known?: KnownNetwork | null;
    }
  /** The go env file or the journal was read again. */
  | { readonly type: "env"; readonly at: Instant; readonly env: EffectiveEnv; readonly journal: JournalEnd }
  | {
      readonly type: "applied";
      readonly at: Instant;
      readonly cause: SwitchCause;
      readonly to: string | null;
      readonly outcome: ApplyOutcome;
      readonly env: EffectiveEnv;
      readonly journal: JournalEnd;
    }
  | { readonly type: "paused"; readonly at: Instant; readonly until: Instant | null }
  | { readonly type: "released"; readonly at: Instant }
  | { readonly type: "probe-asked"; readonly at: Instant }
  | { readonly type: "suspended"; readonly at: Instant }
  /** The end of a sleep. Told twice, it counts once. */
  | { readonly type: "resumed"; readonly at: Instant }
  | { readonly type: "power"; readonly at: Instant; readonly onBattery: boolean }
  /** The desktop was asked for its proxies. */
  | { readonly type: "routed"; readonly at: Instant; readonly routes: readonly RoutePair[] }
  /** Lights were looked at; `null` when that was broken off. */
  | { readonly type: "lit"; readonly at: Instant; readonly endpoint: string; readonly lights: readonly Light[] | null }
  /** The network was surveyed, as asked at `begun`; `null` when that was broken off. */
  | { readonly type: "surveyed"; readonly at: Instant; readonly begun: Steady; readonly survey: Survey | null }
  | { readonly type: "noticed"; readonly at: Instant; readonly notice: Notice };

/** What the engine must do, in this order. */
export type Effect =
  | { readonly type: "probe"; readonly endpoint: Endpoint }
  | { readonly type: "abort-probes" }
  | { readonly type: "light"; readonly errand: LightErrand }
  | { readonly type: "survey"; readonly errand: SurveyErrand }
  | { readonly type: "record-sample"; readonly sample: Sample; readonly kind: string }
  | {
      readonly type: "record-network";
      readonly at: Instant;
      readonly fingerprint: string;
      readonly kind: string;
      /** 0 to 1. */
      readonly confidence: number;
      /** The user said so. */
      readonly corrected: boolean;
    }
  | { readonly type: "decided"; readonly decision: Decision }
  | { readonly type: "apply"; readonly profile: Profile; readonly decision: Extract<Decision, { kind: "switch" }> }
  | { readonly type: "announce"; readonly code: "switched" | "problem"; readonly decision: Decision }
  /** Takes the place of the wake asked for before. */
  | { readonly type: "wake"; readonly afterMs: Millis };

/** A new state and what to do about it. */
export interface Step {
  readonly state: State;
  readonly effects: readonly Effect[];
}
