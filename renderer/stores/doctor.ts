import { createStore, type StoreApi } from "zustand/vanilla";
import type { Diagnosis } from "../../shared/domain/diagnosis.ts";
import type { FoundFinding } from "../../shared/domain/finding-source.ts";
import type { Instant, Millis } from "../../shared/domain/time.ts";
import type { Bridge } from "../../shared/ipc/contract.ts";
import type { DiagnosisStart, DiagnosisState, ModuleStory } from "../../shared/ipc/doctor-calls.ts";
import { attempt } from "./attempt.ts";

// What the Doctor view knows: findings as last read, the story of the module that was asked about, the diagnosis under way
// and the last one of each endpoint. It outlives the view.

/** Why a diagnosis was not begun, or `null`. */
export type NotStarted = Exclude<DiagnosisStart, { ok: true }> | null;

/** What the Doctor view knows and can do. */
export interface DoctorState {
  /** `null` until read. */
  readonly findings: readonly FoundFinding[] | null;
  readonly readAt: Instant | null;
  readonly fault: string | null;
  readonly query: string;
  /** What is known of the module last asked about; `null`: nothing was asked, or it is no module path. */
  readonly story: { readonly query: string; readonly told: ModuleStory | null } | null;
  /** The address to be diagnosed. */
  readonly url: string;
  readonly running: Extract<DiagnosisState, { state: "running" }> | null;
  /** How the last one ended without a result; `null` when it did not. */
  readonly ended: Extract<DiagnosisState, { state: "cancelled" | "failed" }> | null;
  readonly notStarted: NotStarted;
  /** The last diagnosis of each endpoint, the newest first. */
  readonly diagnoses: readonly Diagnosis[];
  readonly read: () => Promise<void>;
  readonly type: (query: string) => void;
  readonly explain: () => Promise<void>;
  readonly aim: (url: string) => void;
  readonly diagnose: () => Promise<void>;
  readonly cancel: () => Promise<void>;
}

/** The store of the Doctor view. */
export type DoctorStore = StoreApi<DoctorState>;

/** How often a diagnosis under way is looked at: cells take a tenth of a second to some seconds. */
const LOOK_EVERY_MS: Millis = 250;

const NOTHING = {
  findings: null,
  readAt: null,
  fault: null,
  query: "",
  story: null,
  url: "",
  running: null,
  ended: null,
  notStarted: null,
  diagnoses: [],
} as const;

type Set = (change: Partial<DoctorState>) => void;
type Get = () => DoctorState;

/** Creates the store. Nothing happens until `read`. */
export function createDoctorStore(bridge: Bridge): DoctorStore {
  return createStore<DoctorState>()((set, get) => ({
    ...NOTHING,
    ...reading(bridge, set, get),
    ...diagnosing(bridge, set, get),
  }));
}

function reading(bridge: Bridge, set: Set, get: Get): Pick<DoctorState, "explain" | "read" | "type"> {
  return {
    read: async () => {
      const answer = await attempt(set, () => bridge["findings:read"]());
      if (answer !== null) set({ findings: answer.findings, readAt: answer.at });
    },
    type: (query) => set({ query }),
    explain: async () => {
      const query = get().query.trim();
      if (query === "") return;
      try {
        const told = await bridge["module:explain"](query);
        set({ fault: null, story: { query, told } });
      } catch (error) {
        set({ fault: error instanceof Error ? error.message : String(error) });
      }
    },
  };
}

function diagnosing(bridge: Bridge, set: Set, get: Get): Pick<DoctorState, "aim" | "cancel" | "diagnose"> {
  const look = async (): Promise<void> => {
    const state = await attempt(set, () => bridge["diagnosis:read"]());
    if (state === null || state.state !== "running") {
      set({ running: null, ...ending(state, get().diagnoses) });
      return;
    }
    set({ running: state });
    setTimeout(() => void look(), LOOK_EVERY_MS);
  };
  return {
    aim: (url) => set({ url, notStarted: null }),
    diagnose: async () => {
      const start = await attempt(set, () => bridge["diagnosis:start"](get().url));
      if (start === null) return;
      set({ notStarted: start.ok ? null : start, ended: null });
      if (start.ok) await look();
    },
    cancel: async () => {
      await attempt(set, () => bridge["diagnosis:cancel"]());
    },
  };
}

/** What the end of a diagnosis leaves. */
function ending(state: DiagnosisState | null, before: readonly Diagnosis[]): Partial<DoctorState> {
  if (state === null || state.state === "running") return {};
  if (state.state !== "done") return { ended: state };
  const others = before.filter(({ endpoint }) => endpoint !== state.endpoint);
  return { diagnoses: [state.diagnosis, ...others] };
}
