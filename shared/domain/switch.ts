import type { ApplyOutcome, Change } from "./goenv.ts";
import type { Reason } from "./reason.ts";
import type { Instant } from "./time.ts";

/** Who wanted a switch. */
export type SwitchCause = "manual" | "auto" | "undo";

/** One journalled change of the go env file. The intent is on disk before the file is touched, the outcome after. */
export interface Switch {
  /** Grows by one with each switch. */
  readonly id: number;
  readonly at: Instant;
  readonly cause: SwitchCause;
  /** The profile that was active before and the one wanted; `null` for none (custom values, or an undo to such). */
  readonly from: string | null;
  readonly to: string | null;
  readonly because: Reason;
  readonly file: string;
  readonly changes: readonly Change[];
  /** `intended` until the outcome is known; `interrupted` when the process died between. */
  readonly outcome: "intended" | "interrupted" | ApplyOutcome["outcome"];
  readonly refusal?: string;
  /** Id of the switch that took this one back. */
  readonly undoneBy?: number;
}

/** Whether the switch took place and was not taken back, so that an undo would. An undo is not taken back itself. */
export function isStanding(entry: Switch): boolean {
  return entry.outcome === "written" && entry.cause !== "undo" && entry.undoneBy === undefined;
}
