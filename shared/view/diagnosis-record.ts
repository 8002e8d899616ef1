import { type Diagnosed, sayNote, sayRemedy, sayVerdict, sayWait } from "./diagnosis-text.ts";
import type { Translate } from "./translate.ts";

/** A diagnosis as programs read it; `english` says its sentences. */
export function diagnosisRecord(english: Translate, diagnosed: Diagnosed): object {
  const { diagnosis, summary } = diagnosed;
  const { because, failure, goWait, interception, largeHello, remedies, retryRequest, tls13, verdict } = summary;
  return {
    endpoint: diagnosis.endpoint,
    verdict,
    summary: sayVerdict(english, diagnosed),
    matrix: diagnosis.matrix,
    ...{ tls13, largeHello, interception, retryRequest, failure },
    because: because.map((note) => sayNote(english, note)),
    evidence: because,
    goWait: goWait === null ? null : { ...goWait, means: sayWait(english, goWait) },
    remedies: remedies.map((remedy) => ({ ...remedy, means: sayRemedy(english, remedy) })),
    at: diagnosis.at,
    via: diagnosis.situation.via,
    goVersion: diagnosis.goVersion,
    helloVersion: diagnosis.helloVersion,
    helloOrigin: diagnosis.helloOrigin,
    addresses: diagnosis.addresses,
  };
}
