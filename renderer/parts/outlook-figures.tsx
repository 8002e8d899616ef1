import type { Outlook } from "../../shared/domain/outlook.ts";
import type { Millis } from "../../shared/domain/time.ts";
import { useSpeech } from "../speech.ts";

/** How likely a download is to come about, and how long it takes; nothing where nothing was measured, which the reason beside it says. */
export function OutlookFigures({ outlook }: { readonly outlook: Outlook }) {
  const { t, millis, percent } = useSpeech();
  const { success, p50Ms, p95Ms } = outlook;
  if (success === null) return null;
  const time = (ms: Millis | null): string => (ms === null ? t("window:profiles.no-end") : millis(ms));
  return (
    <dl className="figures">
      <div>
        <dt>{t("window:profiles.success")}</dt>
        <dd>{percent(success)}</dd>
      </div>
      <div>
        <dt>{t("window:profiles.time")}</dt>
        <dd>{t("window:profiles.times", { p50: time(p50Ms), p95: time(p95Ms) })}</dd>
      </div>
    </dl>
  );
}
