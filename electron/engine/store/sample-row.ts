// A sample as the history keeps it: integers, and numbers that stand for what repeats. Nothing of a URL's credentials
// gets past here.
import { endpointName, redact } from "../../../shared/domain/endpoint.ts";
import type { Failure, FailureName } from "../../../shared/domain/failure.ts";
import type { Sample, TlsFacts } from "../../../shared/domain/sample.ts";
import type { Database, Row, SqlValue } from "./database.ts";
import { numberOf, numberWithin } from "./dictionary.ts";
import { hasFinishedTls13, remembering } from "./kept-look.ts";
import { createMoreReader, writeMore } from "./more-facts.ts";
import type { PlacedLook } from "./roll-up.ts";

/** Enough for any code and message; a bound for what an endpoint may make us keep. */
const MAX_RAW = 500;

const MICROSECONDS = 1_000;

const INSERT = `
  INSERT INTO sample
    (endpoint, at, n, network, via, resolve, connect, tunnel, handshake, ttfb, total, tls, failure, more)
  SELECT e, t, coalesce((SELECT max(n) + 1 FROM sample WHERE endpoint = e AND at = t), 0), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?
  FROM (SELECT ? AS e, ? AS t)`;

/** Adds the sample, taken on a network of `kind`; answers how it is to be counted. To be run in a transaction. */
export function insertSample(database: Database, sample: Sample, kind: string): PlacedLook {
  const { stages, tls, failure } = sample;
  const network = numberOf(database, "kind", { name: kind });
  const endpoint = numberOf(database, "endpoint", { name: endpointName(sample.endpoint) });
  const at = Math.round(sample.at);
  const handshake = micros(stages.handshakeMs);
  const total = Math.round(sample.totalMs * MICROSECONDS);
  const name: FailureName | null = failure === null ? null : `${failure.stage}/${failure.kind}`;
  database.run(INSERT, [
    network,
    sample.via === "direct" ? 0 : 1,
    micros(stages.resolveMs),
    micros(stages.connectMs),
    micros(stages.tunnelMs ?? null),
    handshake,
    micros(stages.ttfbMs),
    total,
    tls === null ? null : tlsNumber(database, tls),
    failure === null ? null : failureNumber(database, failure),
    writeMore(database, sample),
    endpoint,
    at,
  ]);
  const cause = name === null ? null : numberOf(database, "cause", { name });
  return { at, endpoint, network, cause, isTls13: hasFinishedTls13(tls?.version ?? null, name), handshake, total };
}

function tlsNumber(database: Database, tls: TlsFacts): number | null {
  const { version, trust } = tls;
  return numberWithin(database, "tls", {
    columns: { facts: JSON.stringify(tls), version },
    plain: { facts: JSON.stringify({ version, trust }), version },
  });
}

function failureNumber(database: Database, { stage, kind, raw }: Failure): number | null {
  return numberWithin(database, "failure", {
    columns: { stage, kind, raw: redact(raw).slice(0, MAX_RAW) },
    plain: { stage, kind, raw: "" },
  });
}

function micros(ms: number | null): number | null {
  return ms === null ? null : Math.round(ms * MICROSECONDS);
}

/** The columns of `sample` that a reader wants, in its order. */
export const SAMPLE_COLUMNS = "endpoint, at, via, resolve, connect, tunnel, handshake, ttfb, total, tls, failure, more";

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
  const moreOf = createMoreReader(database);
  return ([endpoint, at, via, resolve, connect, tunnel, handshake, ttfb, total, tls, failure, more]) => ({
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
    ...moreOf(more),
  });
}

function millis(value: SqlValue | undefined): number | null {
  return typeof value === "number" ? value / MICROSECONDS : null;
}
