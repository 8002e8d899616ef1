import type { WhatIf } from "../../../shared/domain/what-if.ts";
import { useSpeech } from "../../speech.ts";
import { Mark } from "../mark.tsx";

/** A second lost for one module is worth a warning. */
const SLOW_MS = 1_000;

/** What comes of one trouble: who serves then, or how it ends, and what is lost. */
export function WhatIfCell({ row }: { readonly row: WhatIf }) {
  const { t, millis } = useSpeech();
  const { end, lostMs, servedBy } = row;
  const values = { entry: (servedBy ?? "").replace(/^https:\/\//, ""), time: lostMs === null ? "" : millis(lostMs) };
  const isSlow = (lostMs ?? SLOW_MS) >= SLOW_MS;
  return (
    <span className="what-if">
      <Mark kind={end === "served" ? (isSlow ? "degraded" : "healthy") : "down"} />
      <span>{t(isSlow && end !== "hangs" ? `profiles:what-if.${end}-late` : `profiles:what-if.${end}`, values)}</span>
    </span>
  );
}
