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
  | "network-cut"
  | "network-proxied"
  | "network-relayed"
  | "network-unreached"
  | "network-divided"
  | "network-thin"
  | "network-corrected"
  | "network-remembered"
  | "network-told"
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
  | "decision-slow"
  | "decision-shadowed"
  | "decision-fault"
  | "decision-asked"
  | "decision-fix"
  | "decision-undone"
  // Why a profile is not chosen
  | "not-other"
  | "not-filled-in"
  | "not-measured"
  | "not-serving"
  | "not-sure"
  | "not-faster"
  | "not-seen-since"
  // Why a profile that may be chosen is not
  | "other-chosen"
  | "other-first"
  | "other-slower"
  | "other-not-meant"
  | "other-not-needed"
  | "other-no-decision"
  // What would change the decision
  | "next-resume"
  | "next-online"
  | "next-login"
  | "next-release"
  | "next-unhide"
  | "next-looks"
  | "next-fails"
  | "next-fails-alone"
  | "next-recovers"
  | "next-better"
  | "next-slow"
  | "next-rest"
  | "next-return"
  | "next-return-well"
  | "next-rest-over"
  | "next-auto"
  | "next-network"
  // Lights: what a download needs beside its files
  | "light-unreached"
  | "light-redirected"
  | "light-refused"
  | "light-sumdb-passed"
  | "light-sumdb-page"
  | "light-sumdb-missing"
  | "light-sumdb-fails"
  | "light-sumdb-off"
  | "light-sumdb-given"
  | "light-sumdb-invalid"
  | "light-toolchain-served"
  | "light-toolchain-empty"
  | "light-toolchain-missing"
  | "light-toolchain-old"
  | "light-toolchain-local"
  | "light-cache-hit"
  | "light-cache-miss"
  | "light-cache-unknown"
  | "light-cache-unasked"
  | "light-database-answers"
  | "light-database-wrong"
  | "light-discovery-found"
  | "light-discovery-none"
  | "light-git-answers"
  | "light-git-none"
  | "light-git-missing"
  | "light-git-login"
  // Where lookups of checksums go
  | "checksums-unknown"
  | "checksums-off"
  | "checksums-given"
  | "checksums-proxy"
  | "checksums-database"
  | "checksums-fails"
  | "checksums-hangs";

/** A reason with its values. */
export function reason(code: ReasonCode, values: Readonly<Record<string, string | number>> = {}): Reason {
  return { code, values };
}
