// Looks as they are counted, read back from the rows of samples: for times that no roll-up covers exactly, and to count
// what an older version kept.
import type { FailureName } from "../../../shared/domain/failure.ts";
import type { Instant } from "../../../shared/domain/time.ts";
import type { Database, Row, SqlValue } from "./database.ts";
import { numberOf } from "./dictionary.ts";
import type { PlacedLook } from "./roll-up.ts";

/** Whether a look with these TLS facts finished a TLS 1.3 handshake. Where our own side failed it tells nothing. */
export function hasFinishedTls13(version: string | null, failure: FailureName | null): boolean {
  if (version !== "TLSv1.3") return false;
  return failure === null || (/^(http|protocol)\//.test(failure) && !failure.endsWith("/local"));
}

/** The looks that are still kept one by one, from `since` to before `until`, of one endpoint or of all. To be run in a transaction. */
export function selectLooks(
  database: Database,
  range: { readonly since: Instant; readonly until: Instant; readonly endpoint?: number },
): readonly PlacedLook[] {
  const { since, until, endpoint } = range;
  if (since >= until) return [];
  const of = endpoint === undefined ? "IN (SELECT id FROM endpoint)" : "= ?";
  const sql = `SELECT endpoint, at, network, handshake, total, tls, failure FROM sample
    WHERE endpoint ${of} AND at >= ? AND at < ?`;
  const values = [since, until];
  return database.all(sql, endpoint === undefined ? values : [endpoint, ...values]).map(createLookReader(database));
}

function createLookReader(database: Database): (row: Row) => PlacedLook {
  const versionOf = remembering((id) => String(database.all("SELECT version FROM tls WHERE id = ?", [id])[0]?.[0]));
  const failureOf = remembering((id) => {
    const name = database.all("SELECT stage || '/' || kind FROM failure WHERE id = ?", [id])[0]?.[0] as FailureName;
    return { name, cause: numberOf(database, "cause", { name }) };
  });
  return ([endpoint, at, network, handshake, total, tls, failure]) => {
    const failed = failureOf(failure);
    return {
      endpoint: Number(endpoint),
      at: Number(at),
      network: Number(network),
      cause: failed?.cause ?? null,
      isTls13: hasFinishedTls13(versionOf(tls), failed?.name ?? null),
      handshake: typeof handshake === "number" ? handshake : null,
      total: Number(total),
    };
  };
}

/** Asks `find` once for each number; no number, no answer. */
export function remembering<T>(find: (id: number) => T): (id: SqlValue | undefined) => T | null {
  const known = new Map<number, T>();
  return (id) => {
    if (typeof id !== "number") return null;
    const found = known.get(id) ?? find(id);
    known.set(id, found);
    return found;
  };
}
