// An outlook in words, and the outlook of a value from what the history holds.
import { chainEndpoints, parseChain } from "../../shared/domain/chain.ts";
import { type Outlook, outlook } from "../../shared/domain/outlook.ts";
import { DEFAULT_POLICY } from "../../shared/domain/policy.ts";
import { type Millis, SECOND } from "../../shared/domain/time.ts";
import type { Translate } from "../../shared/view/translate.ts";
import type { Session } from "./session.ts";

/** As many samples as a running Gangway keeps in sight of each endpoint. */
export const MOST_SAMPLES = 60;

/** What to expect of a GOPROXY value now, from the looks that the history holds. */
export function outlookNow(session: Session, goproxy: string): Outlook {
  const windows = chainEndpoints(parseChain(goproxy)).map(({ name }) => {
    const samples = session.history().samples({ endpoint: name, limit: MOST_SAMPLES });
    return [name, { endpoint: name, samples }] as const;
  });
  return outlook(goproxy, new Map(windows), DEFAULT_POLICY, session.terminal.clock.now());
}

/** A time that a fetch takes; words where it may never end. */
export function sayTime(t: Translate, time: Millis | null): string {
  if (time === null) return t("cli:outlook.no-end");
  return time < SECOND ? `${time} ms` : `${(time / SECOND).toFixed(1)} s`;
}

/** Chance, P50 and P95 in one sentence. */
export function sayOutlook(t: Translate, { success, p50Ms, p95Ms }: Outlook): string {
  if (success === null) return t("cli:outlook.unmeasured");
  const percent = Math.round(success * 100);
  return t("cli:outlook.figures", { percent, p50: sayTime(t, p50Ms), p95: sayTime(t, p95Ms) });
}
