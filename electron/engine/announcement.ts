import type { Effect } from "../../shared/domain/state.ts";
import type { Announcement } from "../../shared/ipc/engine-messages.ts";

/** What the effect announces, as data for whoever tells people. */
export function announcementOf({ decision, code }: Extract<Effect, { type: "announce" }>): Announcement {
  const values = { profile: decision.profile ?? "", ...decision.because.values, because: decision.because.code };
  const isSwitch = code === "switched";
  return { kind: isSwitch ? "switched" : "problem", code, values, canUndo: isSwitch };
}
