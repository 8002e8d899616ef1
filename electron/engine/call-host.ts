import type { ApplyOutcome } from "../../shared/domain/goenv.ts";
import type { Snapshot } from "../../shared/domain/snapshot.ts";
import type { Event, State } from "../../shared/domain/state.ts";
import type { SwitchCause } from "../../shared/domain/switch.ts";
import type { Doors } from "./doors.ts";

/** What the calls need of the engine they belong to. */
export interface CallHost {
  readonly doors: Doors;
  readonly state: () => State;
  readonly snapshot: () => Snapshot;
  readonly dispatch: (event: Event) => void;
  readonly change: (cause: SwitchCause, to: string | null) => Promise<ApplyOutcome>;
  /** Changes variables of the go env file that no profile stands for. */
  readonly fix: (changes: Readonly<Record<string, string | null>>) => Promise<ApplyOutcome>;
  readonly settingsChanged: () => void;
  /** Has `end` called, and waited for, before the engine is stopped. */
  readonly onStop: (end: () => Promise<void>) => void;
}
