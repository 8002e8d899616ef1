import { createStore, type StoreApi } from "zustand/vanilla";
import type { ApplyOutcome } from "../shared/domain/goenv.ts";
import type { PlaceKind } from "../shared/domain/network.ts";
import type { Snapshot } from "../shared/domain/snapshot.ts";
import { DAY, HOUR, type Instant, type Millis, SECOND } from "../shared/domain/time.ts";
import type { Bridge, HistoryPage, SettingsPatch } from "../shared/ipc/contract.ts";
import { shareParts } from "./shared-parts.ts";
import { createDoctorStore, type DoctorStore } from "./stores/doctor.ts";
import { createProfilesStore, type ProfilesStore } from "./stores/profiles.ts";
import { createSettingsStore, type SettingsStore } from "./stores/settings.ts";

// What the window knows: the last snapshot, where the reader is, the history page of the chosen range, and what came
// of the reader's last act. Nothing is judged here and nothing is kept that a snapshot already says.

/** The views, in the order of their keys. */
export const VIEWS = ["status", "history", "profiles", "doctor", "settings"] as const;
/** Name of a view. */
export type ViewName = (typeof VIEWS)[number];

/** How far back the history looks. */
export const RANGES = {
  "1h": HOUR,
  "24h": DAY,
  "7d": 7 * DAY,
  "30d": 30 * DAY,
  "90d": 90 * DAY,
} as const satisfies Record<string, Millis>;
/** Name of a range. */
export type RangeName = keyof typeof RANGES;

/** A stretch of time, both ends included. */
export interface Stretch {
  readonly from: Instant;
  readonly to: Instant;
}

/** The history of one range, as read. */
export interface ShownHistory {
  readonly range: RangeName;
  readonly since: Instant;
  readonly until: Instant;
  readonly page: HistoryPage;
}

/** Stands for the remedy of a finding where else a profile is named. No profile can be named so. */
export const MENDED = "*";

/** What came of the reader's last act. `subject` is the profile chosen, `MENDED`, or `null` for an undo. */
export type Said =
  | { readonly kind: "applied"; readonly subject: string | null; readonly outcome: ApplyOutcome }
  | { readonly kind: "fault"; readonly message: string };

/** The stores of views that know more than the snapshot. */
export interface Areas {
  readonly doctor: DoctorStore;
  readonly profiles: ProfilesStore;
  readonly settings: SettingsStore;
}

/** All that the window knows, and what a reader can do. */
export interface WindowState {
  /** `null` until the engine has started, or the state of the run before was found. */
  readonly snapshot: Snapshot | null;
  /** Whether the snapshot is of the run before: the engine has not spoken yet. */
  readonly isKept: boolean;
  readonly view: ViewName;
  readonly range: RangeName;
  /** `null` until read. */
  readonly history: ShownHistory | null;
  /** The part of the range in sight; `null`: all of it. */
  readonly zoomed: Stretch | null;
  /** The history round what is in sight, in finer points; `null` until read. */
  readonly closer: ShownHistory | null;
  readonly said: Said | null;
  /** The profile being switched to, `""` for an undo; `null` when no switch is under way. */
  readonly switchingTo: string | null;
  /** Whether the proposal of the first run was asked for again. */
  readonly proposing: boolean;
  /** What a view of its own knows beside the snapshot. */
  readonly areas: Areas;
  /** Shows the state of the run before, where there is one, until the engine speaks. */
  readonly recall: () => Promise<void>;
  /** Drops the state of the run before, if that is what is shown. */
  readonly drop: () => void;
  /** Listens for snapshots and asks for the first, once `ready` settles where it is given; the answer ends the listening. */
  readonly open: (ready?: Promise<unknown>) => () => void;
  readonly show: (view: ViewName) => void;
  readonly look: (range: RangeName) => void;
  /** Brings a part of the range in sight; `null`: all of it. */
  readonly zoom: (span: Stretch | null) => void;
  /** Whether it came about, or was so already. */
  readonly choose: (profile: string) => Promise<boolean>;
  readonly undo: () => Promise<boolean>;
  /** Carries out the remedy of a finding. */
  readonly mend: (changes: Readonly<Record<string, string | null>>) => Promise<boolean>;
  readonly probe: () => Promise<void>;
  readonly setAuto: (on: boolean) => Promise<void>;
  /** Minutes, or `null` to go on. */
  readonly pause: (minutes: number | null) => Promise<void>;
  readonly release: () => Promise<void>;
  /** What the network of now is, or `null` for what is measured. */
  readonly correct: (kind: PlaceKind | null) => Promise<void>;
  /** Whether it was kept. */
  readonly save: (patch: SettingsPatch) => Promise<boolean>;
  /** Shows the proposal of the first run whatever was said before, or no longer. */
  readonly propose: (on: boolean) => void;
  readonly forget: () => void;
}

/** The window's one store. */
export type WindowStore = StoreApi<WindowState>;

/** While the history is open it is read again this often: one normal interval of measurement. */
const HISTORY_REFRESH: Millis = 30 * SECOND;

/** Less than this part of the range is worth a page of its own: its points would be twice as fine at least. */
const WORTH_READING = 3;

/** A page this many times as long as what is in sight is too coarse for it. */
const MOST_LENGTHS = 8;

/** Creates the store. Nothing happens until `open`. */
export function createWindowStore(bridge: Bridge): WindowStore {
  return createStore<WindowState>()((set, get) => ({
    snapshot: null,
    isKept: false,
    view: "status",
    range: "24h",
    history: null,
    zoomed: null,
    closer: null,
    said: null,
    switchingTo: null,
    proposing: false,
    areas: {
      doctor: createDoctorStore(bridge),
      profiles: createProfilesStore(bridge),
      settings: createSettingsStore(bridge),
    },
    ...actions(bridge, set),
    drop: () => {
      if (get().isKept) set({ snapshot: null, isKept: false });
    },
    ...reading(bridge, set, get),
    choose: (profile) => apply(set, get, { subject: profile, act: () => bridge["profile:choose"](profile) }),
    mend: (changes) => apply(set, get, { subject: MENDED, act: () => bridge["finding:fix"](changes) }),
    undo: () => apply(set, get, { subject: null, act: () => bridge["switch:undo"]() }),
  }));
}

type Set = (change: Partial<WindowState>) => void;
type Get = () => WindowState;

/** Does what the reader asked for; when that fails, says so. Whether it did not. */
async function attempt(set: Set, act: () => Promise<unknown>): Promise<boolean> {
  try {
    await act();
    return true;
  } catch (error) {
    set({ said: { kind: "fault", message: error instanceof Error ? error.message : String(error) } });
    return false;
  }
}

/** One switch at a time: a second one waits for the reader to see what came of the first. Whether it came about. */
async function apply(
  set: Set,
  get: Get,
  { subject, act }: { readonly subject: string | null; readonly act: () => Promise<ApplyOutcome> },
): Promise<boolean> {
  if (get().switchingTo !== null) return false;
  set({ switchingTo: subject ?? "", said: null });
  let isDone = false;
  await attempt(set, async () => {
    const outcome = await act();
    isDone = outcome.outcome !== "refused";
    set({ said: { kind: "applied", subject, outcome } });
  });
  set({ switchingTo: null });
  return isDone;
}

function actions(
  bridge: Bridge,
  set: Set,
): Pick<WindowState, "correct" | "forget" | "pause" | "probe" | "propose" | "release" | "save" | "setAuto"> {
  const act = async (call: () => Promise<unknown>): Promise<void> => {
    await attempt(set, call);
  };
  return {
    propose: (on) => {
      set({ proposing: on });
    },
    probe: () => act(() => bridge["probe:now"]()),
    setAuto: (on) => act(() => bridge["auto:set"](on)),
    pause: (minutes) => act(() => bridge["pause:set"](minutes)),
    release: () => act(() => bridge["hold:release"]()),
    correct: (kind) => act(() => bridge["network:correct"](kind)),
    save: (patch) => attempt(set, () => bridge["settings:save"](patch)),
    forget: () => {
      set({ said: null });
    },
  };
}

function reading(bridge: Bridge, set: Set, get: Get): Pick<WindowState, "look" | "open" | "recall" | "show" | "zoom"> {
  const read = (): Promise<boolean> =>
    attempt(set, async () => {
      const { snapshot, range } = get();
      if (snapshot === null) return;
      const until = snapshot.at;
      const since = until - RANGES[range];
      const page = await bridge["history:read"]({ since });
      // The reader may have chosen another range meanwhile.
      if (get().range === range) set({ history: { range, since, until, page } });
    });
  /** Reads the stretch and as much again on both sides, where the page in hand is coarser than need be. */
  const readCloser = (span: Stretch): Promise<boolean> =>
    attempt(set, async () => {
      const { closer, history, range } = get();
      const length = span.to - span.from;
      if (history === null || history.page.series === undefined) return;
      if (length > (history.until - history.since) / WORTH_READING) return;
      const isThere = closer !== null && closer.since <= span.from && closer.until >= span.to;
      if (isThere && closer.until - closer.since < MOST_LENGTHS * length) return;
      const since = Math.max(history.since, span.from - length);
      const until = Math.min(history.until, span.to + length);
      const page = await bridge["history:read"]({ since, until });
      // The reader may have gone on meanwhile.
      if (get().zoomed === span) set({ closer: { range, since, until, page } });
    });
  const receive = (told: Snapshot): void => {
    const { history, view } = get();
    const snapshot = shareParts(get().snapshot, told);
    set({ snapshot, isKept: false });
    const isStale = history === null || snapshot.at - history.until >= HISTORY_REFRESH;
    if (view === "history" && isStale) void read();
  };
  return {
    recall: async () => {
      // Without it the window says that it is starting, which is as true.
      const kept = await bridge["snapshot:kept"]().catch(() => null);
      if (kept !== null && get().snapshot === null) set({ snapshot: kept, isKept: true });
    },
    open: (ready) => {
      const stop = bridge.on("snapshot", receive);
      void attempt(set, async () => {
        if (ready !== undefined) await ready;
        const first = await bridge["snapshot:read"]();
        if (first !== null && (get().snapshot === null || get().isKept)) receive(first);
      });
      return stop;
    },
    show: (view) => {
      set({ view });
      if (view === "history") void read();
    },
    look: (range) => {
      set({ range, zoomed: null, closer: null });
      void read();
    },
    zoom: (span) => {
      set({ zoomed: span });
      if (span !== null) void readCloser(span);
    },
  };
}
