/**
 * Why something is so, as data: a code of the closed list below and the values its sentence needs.
 * The sentence itself, in the reader's language, is made by `shared/view/phrases.ts` from `reason.<code>`.
 */
export interface Reason {
  readonly code: ReasonCode;
  /** Numbers are plain (not formatted); texts never hold credentials. */
  readonly values: Readonly<Record<string, string | number>>;
}

/** Every reason the judge can give. A code has one sentence in each language. */
export type ReasonCode =
  // Health of one endpoint
  | "health-no-samples"
  | "health-steady"
  | "health-never-reached"
  | "health-failing"
  | "health-unreliable"
  | "health-slow"
  | "health-recovering"
  // Kind of the attached network
  | "network-offline"
  | "network-portal"
  | "network-intercepted"
  | "network-transparent"
  | "network-clean"
  | "network-thin"
  // Outlook of a chain
  | "outlook-unmeasured"
  | "outlook-serves"
  | "outlook-blocked"
  | "outlook-invalid"
  // Decisions
  | "decision-paused"
  | "decision-manual"
  | "decision-outside"
  | "decision-offline"
  | "decision-captive"
  | "decision-measuring"
  | "decision-good-enough"
  | "decision-preferred"
  | "decision-resting"
  | "decision-nothing-better"
  | "decision-unsafe"
  | "decision-degraded"
  | "decision-failing"
  | "decision-shadowed"
  | "decision-fault"
  | "decision-asked"
  | "decision-undone";

/** A reason with its values. */
export function reason(code: ReasonCode, values: Readonly<Record<string, string | number>> = {}): Reason {
  return { code, values };
}
