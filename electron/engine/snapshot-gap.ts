import type { Millis } from "../../shared/domain/time.ts";

/** Snapshots closer together than this are one: many samples come at once, and eyes need no more. */
const SNAPSHOT_GAP_MS = 50;

/** The same for each endpoint: a snapshot is whole, and copying a thousand endpoints from process to process takes a while. */
const SNAPSHOT_GAP_EACH_MS = 1;

/** How long a snapshot is put off, so that what happens meanwhile is in it. */
export function snapshotGapMs(endpoints: number): Millis {
  return Math.max(SNAPSHOT_GAP_MS, SNAPSHOT_GAP_EACH_MS * endpoints);
}
