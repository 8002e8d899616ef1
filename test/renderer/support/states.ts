// Every state the window may be in: each is shown to axe, measured for texts cut off, and may have its picture taken. One
// line is one state, for all views.
import { UNMEASURED } from "../../../shared/domain/outlook.ts";
import { reason } from "../../../shared/domain/reason.ts";
import type { Snapshot } from "../../../shared/domain/snapshot.ts";
import type { HistoryPage } from "../../../shared/ipc/contract.ts";
import { CORRECTED } from "./corrected.ts";
import { CROWDED, THOUSAND } from "./crowded.ts";
import { longHistoryPage } from "./long-history.ts";
import {
  CAPTIVE,
  DEGRADED,
  endpointView,
  FIRST_RUN,
  HEALTHY,
  historyPage,
  LONG_TITLES,
  NOW,
  OFFLINE,
  PAUSED,
  profileViews,
  REFUSED,
} from "./snapshots.ts";

/** What the shell answers in a state. */
export interface PageState {
  /** `null` until the engine has started. */
  readonly snapshot: Snapshot | null;
  readonly history: HistoryPage;
  /** Every call but that for the snapshot is answered with an error. */
  readonly fails?: true;
  /** So many rows that looking at them takes long; they are those of other states, so one look is enough. */
  readonly large?: true;
}

const PAGE = historyPage();
const EMPTY_PAGE: HistoryPage = { samples: [], switches: [], networks: [], kinds: [] };

const NEW_ENDPOINTS = HEALTHY.endpoints.map(({ name }) => ({ ...endpointView(name, []), probing: true }));

/** The first second: nothing was looked at, and nothing is known of the network. */
const MEASURING: Snapshot = {
  ...HEALTHY,
  status: "measuring",
  network: {
    ...HEALTHY.network,
    kind: "unknown",
    confidence: 0,
    because: reason("network-thin"),
    evidence: [],
    since: NOW,
  },
  endpoints: NEW_ENDPOINTS,
  profiles: profileViews(NEW_ENDPOINTS, "global"),
  outlook: UNMEASURED,
  decision: { kind: "stay", profile: "global", because: reason("decision-measuring") },
  weighing: {
    ...HEALTHY.weighing,
    network: { kind: "unknown", confidence: 0 },
    evidence: [],
    alternatives: [],
    next: [],
  },
  lastSwitch: null,
  canUndo: false,
  undoTo: null,
};

const FAULT: Snapshot = {
  ...HEALTHY,
  notices: [
    { code: "engine-fault", at: NOW, values: { message: "ENOSPC: no space left on device, write" } },
    { code: "engine-restarted", at: NOW, values: {} },
  ],
};

/** Values that no profile has, set by hand. */
const CUSTOM: Snapshot = {
  ...HEALTHY,
  active: null,
  activeSince: null,
  goproxy: "https://goproxy.cs.a-rather-long-department-name.example.edu/repository/golang-group,direct",
  profiles: profileViews(HEALTHY.endpoints, null),
  decision: { kind: "stay", profile: null, because: reason("decision-outside") },
};

/** All states by name. */
export const STATES = {
  starting: { snapshot: null, history: PAGE },
  measuring: { snapshot: MEASURING, history: EMPTY_PAGE },
  normal: { snapshot: HEALTHY, history: PAGE },
  degraded: { snapshot: DEGRADED, history: PAGE },
  down: { snapshot: { ...FIRST_RUN, settings: HEALTHY.settings, lastSwitch: HEALTHY.lastSwitch }, history: PAGE },
  offline: { snapshot: OFFLINE, history: PAGE },
  captive: { snapshot: CAPTIVE, history: PAGE },
  paused: { snapshot: PAUSED, history: PAGE },
  "first run": { snapshot: FIRST_RUN, history: EMPTY_PAGE },
  corrected: { snapshot: CORRECTED, history: PAGE },
  refused: { snapshot: REFUSED, history: PAGE },
  "engine fault": { snapshot: FAULT, history: PAGE },
  "custom values": { snapshot: CUSTOM, history: PAGE },
  "forty endpoints": { snapshot: CROWDED, history: PAGE, large: true },
  "a thousand endpoints": { snapshot: THOUSAND, history: PAGE, large: true },
  "long titles": { snapshot: LONG_TITLES, history: PAGE },
  "empty history": { snapshot: HEALTHY, history: EMPTY_PAGE },
  "long history": { snapshot: HEALTHY, history: longHistoryPage() },
  "errors for answers": { snapshot: DEGRADED, history: EMPTY_PAGE, fails: true },
} as const satisfies Record<string, PageState>;

/** Name of a state. */
export type StateName = keyof typeof STATES;

/** The states in which there is a view to go to. */
export const STATE_NAMES = Object.keys(STATES) as readonly StateName[];
