// Networks that were joined, and as what: one row for each, and for each change of mind about one.
import { isPlaceKind } from "../../../shared/domain/known-network.ts";
import { type KnownNetwork, PLACE_KINDS } from "../../../shared/domain/network.ts";
import type { HistoryQuery, NetworkRow } from "../ports.ts";
import type { Database } from "./database.ts";
import { inRange, rowLimit } from "./history-queries.ts";

/** Adds a row. */
export function insertNetwork(database: Database, { at, fingerprint, kind, confidence, corrected }: NetworkRow): void {
  const sql = "INSERT INTO network (at, fingerprint, kind, confidence, corrected) VALUES (?, ?, ?, ?, ?)";
  database.run(sql, [Math.round(at), fingerprint, kind, confidence, corrected === true ? 1 : 0]);
}

/** The newest networks of the query, oldest first. */
export function selectNetworks(database: Database, query: HistoryQuery): readonly NetworkRow[] {
  const range = inRange(query);
  const sql = `SELECT at, fingerprint, kind, confidence, corrected FROM network WHERE TRUE${range.sql}
    ORDER BY at DESC, id DESC LIMIT ?`;
  const rows = database.all(sql, [...range.values, rowLimit(query)]);
  return rows
    .map(([at, fingerprint, kind, confidence, corrected]) => ({
      at: Number(at),
      fingerprint: String(fingerprint),
      kind: String(kind),
      confidence: typeof confidence === "number" ? confidence : null,
      ...(corrected === 1 ? { corrected: true as const } : {}),
    }))
    .reverse();
}

/** What a row from before confidences were kept is worth: the least at which a kind was told then. */
const CONFIDENCE_BEFORE = 0.8;

const PLACES = PLACE_KINDS.map((kind) => `'${kind}'`).join(", ");

/** The newest kind of a place of a network. The condition is that of the index `network_place`, or it would not be used. */
const LAST_KIND = `SELECT kind, confidence FROM network
  WHERE fingerprint = ? AND kind IN (${PLACES}) AND corrected = 0 ORDER BY at DESC LIMIT 1`;

/** The kind of a place that this network was last seen to be, whatever the user said of it. */
export function selectLastKind(database: Database, fingerprint: string): KnownNetwork | null {
  const [kind, confidence] = database.all(LAST_KIND, [fingerprint])[0] ?? [];
  if (typeof kind !== "string" || !isPlaceKind(kind)) return null;
  return { kind, confidence: typeof confidence === "number" ? confidence : CONFIDENCE_BEFORE, corrected: false };
}
