import { z } from "zod";
import type { ChecksumCosts } from "../domain/checksum-cost.ts";
import type { Cell, Diagnosis } from "../domain/diagnosis.ts";
import type { Explanation } from "../domain/explain.ts";
import type { FoundFinding } from "../domain/finding-source.ts";
import type { ApplyOutcome } from "../domain/goenv.ts";
import type { Outlook } from "../domain/outlook.ts";
import type { Reuse } from "../domain/reuse.ts";
import type { Instant, Millis } from "../domain/time.ts";

/** Everything about one module under the values in force, and what it would cost now. */
export interface ModuleStory {
  readonly explanation: Explanation;
  readonly version: string | null;
  /** `null` when no proxy is asked. */
  readonly outlook: Outlook | null;
  /** What a usual download costs in connections, for each proxy of the route that answered once. */
  readonly reuses: readonly (Reuse & { readonly entry: string })[];
  /** What checksums cost a usual download; `null` when none are looked up. */
  readonly checksums: ChecksumCosts | null;
}

/** Where a diagnosis stands. */
export type DiagnosisState =
  /** Cells that are filled, of `total`. */
  | { readonly state: "running"; readonly endpoint: string; readonly total: number; readonly cells: readonly Cell[] }
  | { readonly state: "done"; readonly endpoint: string; readonly diagnosis: Diagnosis }
  | { readonly state: "cancelled"; readonly endpoint: string }
  | { readonly state: "failed"; readonly endpoint: string; readonly problem: string };

/** What came of asking for a diagnosis. */
export type DiagnosisStart =
  | { readonly ok: true }
  /** `demo`: it is none of the simulated endpoints, and nothing else may be asked. `too-soon`: politeness, for so long. */
  | { readonly ok: false; readonly why: "bad-url" | "not-https" | "busy" | "demo" }
  | { readonly ok: false; readonly why: "too-soon"; readonly waitMs: Millis };

/** What the Doctor view asks for. Too much for the snapshot, and wanted by nobody else. */
export interface DoctorCalls {
  /** What the linter says of the values in force and of the go env file, each with where it comes from. */
  "findings:read": () => { readonly at: Instant; readonly findings: readonly FoundFinding[] };
  /** Carries out the remedy of a finding that is there now, as a switch that can be undone. */
  "finding:fix": (changes: Readonly<Record<string, string | null>>) => ApplyOutcome;
  /** `null` for what is no module path. */
  "module:explain": (query: string) => ModuleStory | null;
  "diagnosis:start": (url: string) => DiagnosisStart;
  /** The diagnosis under way or the last one; `null` when there was none. */
  "diagnosis:read": () => DiagnosisState | null;
  "diagnosis:cancel": () => null;
}

const changes = z.record(z.string().max(100), z.string().max(10_000).nullable());

/** Validates the arguments of each of these calls. */
export const DOCTOR_ARGUMENTS = {
  "findings:read": z.tuple([]),
  "finding:fix": z.tuple([changes]),
  "module:explain": z.tuple([z.string().max(500)]),
  "diagnosis:start": z.tuple([z.string().max(2_000)]),
  "diagnosis:read": z.tuple([]),
  "diagnosis:cancel": z.tuple([]),
} satisfies { [K in keyof DoctorCalls]: z.ZodType<Parameters<DoctorCalls[K]>> };
