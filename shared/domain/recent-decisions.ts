import type { Decision } from "./decision.ts";
import { redact } from "./endpoint.ts";
import type { Reason } from "./reason.ts";
import type { Instant } from "./time.ts";

/** A change of mind, as readers see it later: when, what, and why. */
export interface RecentDecision {
  readonly at: Instant;
  readonly kind: Decision["kind"];
  /** The profile it is about; `null` for values of no profile. */
  readonly profile: string | null;
  readonly because: Reason;
}

/**
 * How many are kept: what fits a menu.
 *
 * @internal
 */
export const MOST_DECISIONS = 8;

/** Codes that come and go with each round of looks, and tell a reader nothing. */
const PASSING: ReadonlySet<string> = new Set(["decision-measuring", "decision-resting"]);

/** The list, newest first, after a decision at that moment; the same list where it says what the last one said, or nothing. */
export function withDecision(
  recent: readonly RecentDecision[],
  decision: Decision,
  at: Instant,
): readonly RecentDecision[] {
  const { because, kind, profile } = decision;
  if (PASSING.has(because.code)) return recent;
  const last = recent[0];
  if (last?.kind === kind && last.profile === profile && last.because.code === because.code) return recent;
  return [{ at, kind, profile, because: redacted(because) }, ...recent].slice(0, MOST_DECISIONS);
}

function redacted({ code, values }: Reason): Reason {
  const shown = Object.entries(values).map(([name, value]) => [
    name,
    typeof value === "string" ? redact(value) : value,
  ]);
  return { code, values: Object.fromEntries(shown) as Reason["values"] };
}
