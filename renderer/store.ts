import { createStore, type StoreApi } from "zustand/vanilla";
import type { ApplyOutcome } from "../shared/domain/goenv.ts";
import type { Snapshot } from "../shared/domain/snapshot.ts";
import { DAY, HOUR, type Instant, type Millis, SECOND } from "../shared/domain/time.ts";
import type { Bridge, HistoryPage, SettingsPatch } from "../shared/ipc/contract.ts";

// What the window knows: the last snapshot, where the reader is, the history page of the chosen range, and what came
// of the reader's last act. Nothing is judged here and nothing is kept that a snapshot already says.

/** The views, in the order of their keys. */
export const VIEWS = ["status", "history", "settings"] as const;
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

/** The history of one range, as read. */
export interface ShownHistory {
  readonly range: RangeName;
  readonly since: Instant;
  readonly until: Instant;
  readonly page: HistoryPage;
}

/** What came of the reader's last act. `subject` is the profile chosen, or `null` for an undo. */
export type Said =
  | { readonly kind: "applied"; readonly subject: string | null; readonly outcome: ApplyOutcome }
  | { readonly kind: "fault"; readonly message: string };

/** All that the window knows, and what a reader can do. */
export interface WindowState {
  /** `null` until the engine has started. */
  readonly snapshot: Snapshot | null;
  readonly view: ViewName;
  readonly range: RangeName;
  /** `null` until read. */
  readonly history: ShownHistory | null;
  readonly said: Said | null;
  /** The profile being switched to, `""` for an undo; `null` when no switch is under way. */
  readonly switchingTo: string | null;
  /** Listens for snapshots and asks for the first; the answer ends the listening. */
  readonly open: () => () => void;
  readonly show: (view: ViewName) => void;
  readonly look: (range: RangeName) => void;
  readonly choose: (profile: string) => Promise<void>;
  readonly undo: () => Promise<void>;
  readonly probe: () => Promise<void>;
  readonly setAuto: (on: boolean) => Promise<void>;
  /** Minutes, or `null` to go on. */
  readonly pause: (minutes: number | null) => Promise<void>;
  readonly release: () => Promise<void>;
  readonly save: (patch: SettingsPatch) => Promise<void>;
  readonly forget: () => void;
}

/** The window's one store. */
export type WindowStore = StoreApi<WindowState>;

/** While the history is open it is read again this often: one normal interval of measurement. */
const HISTORY_REFRESH: Millis = 30 * SECOND;

/** Creates the store. Nothing happens until `open`. */
export function createWindowStore(bridge: Bridge): WindowStore {
  return createStore<WindowState>()((set, get) => {
    const attempt = async (act: () => Promise<unknown>): Promise<void> => {
      try {
        await act();
      } catch (error) {
        set({ said: { kind: "fault", message: error instanceof Error ? error.message : String(error) } });
      }
    };
    const apply = async (subject: string | null, act: () => Promise<ApplyOutcome>): Promise<void> => {
      if (get().switchingTo !== null) return;
      set({ switchingTo: subject ?? "", said: null });
      await attempt(async () => {
        const outcome = await act();
        set({ said: { kind: "applied", subject, outcome } });
      });
      set({ switchingTo: null });
    };
    const read = (): Promise<void> =>
      attempt(async () => {
        const { snapshot, range } = get();
        if (snapshot === null) return;
        const until = snapshot.at;
        const since = until - RANGES[range];
        const page = await bridge["history:read"]({ since });
        if (get().range === range) set({ history: { range, since, until, page } });
      });
    const receive = (snapshot: Snapshot): void => {
      const { history, view } = get();
      set({ snapshot });
      const stale = history === null || snapshot.at - history.until >= HISTORY_REFRESH;
      if (view === "history" && stale) void read();
    };
    return {
      snapshot: null,
      view: "status",
      range: "24h",
      history: null,
      said: null,
      switchingTo: null,
      open: () => {
        const stop = bridge.on("snapshot", receive);
        void attempt(async () => {
          const first = await bridge["snapshot:read"]();
          if (first !== null && get().snapshot === null) receive(first);
        });
        return stop;
      },
      show: (view) => {
        set({ view });
        if (view === "history") void read();
      },
      look: (range) => {
        set({ range });
        void read();
      },
      choose: (profile) => apply(profile, () => bridge["profile:choose"](profile)),
      undo: () => apply(null, () => bridge["switch:undo"]()),
      probe: () => attempt(() => bridge["probe:now"]()),
      setAuto: (on) => attempt(() => bridge["auto:set"](on)),
      pause: (minutes) => attempt(() => bridge["pause:set"](minutes)),
      release: () => attempt(() => bridge["hold:release"]()),
      save: (patch) => attempt(() => bridge["settings:save"](patch)),
      forget: () => set({ said: null }),
    };
  });
}
