import type { Snapshot } from "../../shared/domain/snapshot.ts";
import { sayReason, type Translate } from "../../shared/view/translate.ts";
import type { DecisionLine } from "../engine/engine-api.ts";

/** A decision as programs get it: its reason in an English sentence, and the verdicts that it rests on. */
export function decisionRecord(english: Translate, { at, decision }: DecisionLine, snapshot: Snapshot): unknown {
  return {
    type: "decision",
    at,
    decision: decision.kind,
    profile: decision.profile,
    ...(decision.kind === "switch" ? { from: decision.from } : {}),
    because: sayReason(english, decision.because),
    evidence: snapshot.endpoints.map(({ name, health }) => ({
      endpoint: name,
      health: health.kind,
      because: sayReason(english, health.because),
      lastFailure: health.lastFailure,
    })),
  };
}
