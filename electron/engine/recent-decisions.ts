// The last changes of mind, from before a restart too: the tray and the window tell them.
import type { Decision } from "../../shared/domain/decision.ts";
import type { PastDecision } from "../../shared/domain/snapshot.ts";
import type { Instant } from "../../shared/domain/time.ts";
import type { History } from "./ports.ts";

/** As many as a menu shows. */
const MOST = 8;

/** The last changes of mind of this engine and those before it. */
export class RecentDecisions {
  /** The newest first. */
  list: readonly PastDecision[];

  constructor(history: Pick<History, "decisions">) {
    const rows = history.decisions({ limit: MOST });
    this.list = rows.map(({ at, kind, profile, because }) => ({ at, kind, profile, because })).reverse();
  }

  /** One more. */
  add(at: Instant, { kind, profile, because }: Decision): void {
    this.list = [{ at, kind, profile, because }, ...this.list].slice(0, MOST);
  }
}
