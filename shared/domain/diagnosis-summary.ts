import type { Diagnosis, Interception, LargeHello, Note, Tls13, Verdict } from "./diagnosis.ts";
import { becauseOf } from "./diagnosis-because.ts";
import { asksAgain, interceptionOf, largeHelloOf, Reading, tls13Of } from "./diagnosis-reading.ts";
import { type Remedy, remediesFor } from "./diagnosis-remedies.ts";
import { verdictOf } from "./diagnosis-verdict.ts";
import { type GoWait, goWaitOf, metByGo } from "./diagnosis-wait.ts";
import type { Failure } from "./failure.ts";

/** What a matrix means: everything that is said of it to people and programs. */
export interface Summary {
  readonly verdict: Verdict;
  readonly tls13: Tls13;
  readonly largeHello: LargeHello;
  readonly interception: Interception;
  /** Whether the endpoint asks for another key share, which costs a round trip. */
  readonly retryRequest: boolean;
  /** The failure that Go would meet first; `null` when it would meet none. */
  readonly failure: Failure | null;
  readonly because: readonly Note[];
  /** What the fault costs go; `null` when Go meets none. */
  readonly goWait: GoWait | null;
  readonly remedies: readonly Remedy[];
}

/** Reads a diagnosis. Pure: the same matrix always means the same. */
export function summarise({ matrix, situation, goVersion }: Diagnosis): Summary {
  const reading = new Reading(matrix, situation);
  const verdict = verdictOf(reading);
  return {
    verdict,
    tls13: tls13Of(reading),
    largeHello: largeHelloOf(reading),
    interception: interceptionOf(reading),
    retryRequest: asksAgain(reading),
    failure: metByGo(reading, verdict) ?? null,
    because: becauseOf(reading, verdict),
    goWait: goWaitOf(reading, verdict),
    remedies: remediesFor(verdict, reading, goVersion),
  };
}
