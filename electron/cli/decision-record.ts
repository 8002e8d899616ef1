// A decision for programs: reasons in English sentences with their codes, and what it was weighed from.
import type { Decision } from "../../shared/domain/decision.ts";
import type { Weighing } from "../../shared/domain/grounds.ts";
import type { Reason } from "../../shared/domain/reason.ts";
import type { Snapshot } from "../../shared/domain/snapshot.ts";
import { sayReason, type Translate } from "../../shared/view/translate.ts";
import type { DecisionLine } from "../engine/engine-api.ts";

/** A decision as programs get it from an engine that runs. */
export function decisionRecord(english: Translate, { at, decision }: DecisionLine, { weighing }: Snapshot): unknown {
  return {
    type: "decision",
    at,
    decision: decision.kind,
    profile: decision.profile,
    ...(decision.kind === "switch" ? { from: decision.from } : {}),
    ...groundsRecord(english, decision, weighing),
  };
}

/** Why, what was seen, what else there is, and what would change it. */
export function groundsRecord(english: Translate, { because }: Pick<Decision, "because">, weighing: Weighing): object {
  const say = (reason: Reason): object => ({ code: reason.code, because: sayReason(english, reason) });
  return {
    because: sayReason(english, because),
    code: because.code,
    network: weighing.network,
    evidence: weighing.evidence.map(({ endpoint, kind, because: why, lastFailure }) => ({
      endpoint,
      health: kind,
      because: sayReason(english, why),
      lastFailure,
    })),
    alternatives: weighing.alternatives.map(({ profile, outlook, why }) => ({
      profile,
      success: outlook.success,
      p50Ms: outlook.p50Ms,
      p95Ms: outlook.p95Ms,
      ...say(why),
    })),
    next: weighing.next.map(say),
  };
}
