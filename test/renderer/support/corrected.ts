import { reason } from "../../../shared/domain/reason.ts";
import type { Snapshot } from "../../../shared/domain/snapshot.ts";
import { DEGRADED } from "./snapshots.ts";

/** The campus of DEGRADED, of which the user said that it is home. */
export const CORRECTED: Snapshot = {
  ...DEGRADED,
  network: {
    ...DEGRADED.network,
    kind: "home",
    confidence: 1,
    because: reason("network-corrected"),
    measured: { kind: "campus", confidence: 0.84, because: reason("network-transparent") },
  },
};
