// A sample as the history keeps it: integers, and numbers that stand for what repeats. Nothing of a URL's credentials
// gets past here.
import { endpointName, redact } from "../../../shared/domain/endpoint.ts";
import type { Failure } from "../../../shared/domain/failure.ts";
import type { Sample, TlsFacts } from "../../../shared/domain/sample.ts";
import type { Database, Row, SqlValue } from "./database.ts";
import { addToTally } from "./tally.ts";

/** Enough for any code and message; a bound for what an endpoint may make us keep. */
const MAX_RAW = 500;

const MICROSECONDS = 1_000;

const INSERT = `
  INSERT INTO sample
    (endpoint, at, n, network, via, resolve, connect, tunnel, handshake, ttfb, total, tls, failure)
  SELECT e, t, coalesce((SELECT max(n) + 1 FROM sample WHERE endpoint = e AND at = t), 0), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?
  FROM (SELECT ? AS e, ? AS t)`;

/** Adds the sample, taken on a network of `kind`. To be run in a transaction. */
export function insertSample(database: Database, sample: Sample, kind: string): void {
  const { stages, tls, failure } = sample;
  const network = numberOf(database, "kind", { name: kind });
  const endpoint = numberOf(database, "endpoint", { name: endpointName(sample.endpoint) });
  const facts = tls === null ? null : { facts: JSON.stringify(tls), version: tls.version };
  const cause = failure === null ? null : { ...failure, raw: redact(failure.raw).slice(0, MAX_RAW) };
  const at = Math.round(sample.at);
  const total = micros(sample.totalMs);
  const tlsNumber = facts === null ? null : numberOf(database, "tls", facts);
  const failureNumber =
    cause === null ? null : numberOf(database, "failure", { stage: cause.stage, kind: cause.kind, raw: cause.raw });
  addToTally(database, { at, endpoint, network, tls: tlsNumber, failure: failureNumber, total });
  database.run(INSERT, [
    network,
    sample.via === "direct" ? 0 : 1,
    micros(stages.resolveMs),
    micros(stages.connectMs),
    micros(stages.tunnelMs ?? null),
    micros(stages.handshakeMs),
    micros(stages.ttfbMs),
    total,
    tlsNumber,
    failureNumber,
    endpoint,
    at,
  ]);
}

// Asked of the database each time and not remembered: another process may have pruned the number meanwhile.
function numberOf(database: Database, table: string, columns: Readonly<Record<string, string>>): SqlValue {
  const names = Object.keys(columns);
  const values = Object.values(columns);
  const where = names.map((name) => `${name} = ?`).join(" AND ");
  const known = database.all(`SELECT id FROM ${table} WHERE ${where}`, values)[0]?.[0];
  if (known !== undefined) return known;
  const marks = names.map(() => "?").join(", ");
  return database.run(`INSERT INTO ${table} (${names.join(", ")}) VALUES (${marks})`, values).id;
}

function micros(ms: number | null): number | null {
  return ms === null ? null : Math.round(ms * MICROSECONDS);
}

/** The columns of `sample` that a reader wants, in its order. */
export const SAMPLE_COLUMNS = "endpoint, at, via, resolve, connect, tunnel, handshake, ttfb, total, tls, failure";

/**
 * Turns rows of SAMPLE_COLUMNS into samples. To be used in the transaction that the rows were read in, so that what they
 * refer to is still there. It is asked for once each and not joined: making the same texts anew for every row would take
 * twice the time.
 */
export function createReader(database: Database): (row: Row) => Sample {
  const nameOf = remembering((id) => String(database.all("SELECT name FROM endpoint WHERE id = ?", [id])[0]?.[0]));
  const factsOf = remembering((id) => {
    const facts = database.all("SELECT facts FROM tls WHERE id = ?", [id])[0]?.[0];
    return JSON.parse(String(facts)) as TlsFacts;
  });
  const failureOf = remembering((id) => {
    const [stage, kind, raw] = database.all("SELECT stage, kind, raw FROM failure WHERE id = ?", [id])[0] ?? [];
    return { stage, kind, raw } as Failure;
  });
  return ([endpoint, at, via, resolve, connect, tunnel, handshake, ttfb, total, tls, failure]) => ({
    endpoint: nameOf(endpoint) ?? "",
    at: Number(at),
    via: via === 0 ? "direct" : "http-proxy",
    stages: {
      resolveMs: millis(resolve),
      connectMs: millis(connect),
      ...(via === 0 && tunnel === null ? {} : { tunnelMs: millis(tunnel) }),
      handshakeMs: millis(handshake),
      ttfbMs: millis(ttfb),
    },
    totalMs: millis(total) ?? 0,
    tls: factsOf(tls),
    failure: failureOf(failure),
  });
}

// Asks `find` once for each number; no number, no answer.
function remembering<T>(find: (id: number) => T): (id: SqlValue | undefined) => T | null {
  const known = new Map<number, T>();
  return (id) => {
    if (typeof id !== "number") return null;
    const found = known.get(id) ?? find(id);
    known.set(id, found);
    return found;
  };
}

function millis(value: SqlValue | undefined): number | null {
  return typeof value === "number" ? value / MICROSECONDS : null;
}
