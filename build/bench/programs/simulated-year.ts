// A year of looks in virtual time, for the test of the history's bounds and for `npm run bench:history`. Every look is
// made, counted by hour and day, and pruned by the product's own code. What is forgotten again before the end (rows of
// successes, counts by the minute) is written for the last days only, unless all of it is asked for: that takes an hour
// and ends with the same file.

import { type Database, inTransaction, openDatabase, type SqlValue } from "../../../electron/engine/store/database.ts";
import { openHistory } from "../../../electron/engine/store/history.ts";
import { DAYS, HOURS, MINUTES, type PlacedLook, RollUp } from "../../../electron/engine/store/roll-up.ts";
import { insertSample } from "../../../electron/engine/store/sample-row.ts";
import type { Sample } from "../../../shared/domain/sample.ts";
import { DAY, HOUR, type Instant, type Millis, SECOND } from "../../../shared/domain/time.ts";

/** What is simulated. */
export interface YearPlan {
  readonly endpoints: number;
  readonly days: number;
  readonly interval: Millis;
  /** The successes of so many last days get a row each. */
  readonly rowDays: number;
  /** So many last days are counted by the minute as well. */
  readonly minuteDays: number;
}

/** The year that the bound of 50 MB is for. A day more than things are kept, so that some of each are forgotten. */
export const THE_YEAR: YearPlan = { endpoints: 16, days: 365, interval: 30 * SECOND, rowDays: 8, minuteDays: 15 };

/** What came of it. */
export interface SimulatedYear {
  readonly begin: Instant;
  readonly end: Instant;
  readonly looks: number;
  readonly failures: number;
  readonly endpoints: readonly string[];
}

/** 1 January 2026, a Thursday. */
const BEGIN: Instant = Date.UTC(2026, 0, 1);
/** The engine does it four times a day; the file here is larger by what waits so much longer. */
const PRUNE_EVERY: Millis = DAY;

/** Fills the history in `folder`. The same plan gives the same looks. */
export function simulateYear(folder: string, plan: YearPlan): SimulatedYear {
  const names = Array.from({ length: plan.endpoints }, (_, n) => `https://proxy-${n + 1}.example.test/goproxy`);
  const end = BEGIN + plan.days * DAY;
  const history = openHistory(folder, { at: BEGIN });
  const database = openDatabase(`${folder}/history.db`, 5 * SECOND);
  const writer = new Writer(database);
  const random = createRandom(1);
  let looks = 0;
  let failures = 0;
  for (let from = BEGIN; from < end; from += PRUNE_EVERY) {
    const tiers = from >= end - plan.minuteDays * DAY ? [MINUTES, HOURS, DAYS] : [HOURS, DAYS];
    const hasRows = from >= end - plan.rowDays * DAY;
    inTransaction(database, "write", () => {
      const rollUp = new RollUp();
      for (let at = from; at < from + PRUNE_EVERY; at += plan.interval) {
        for (const [n, endpoint] of names.entries()) {
          const look = lookAt(at + n * 1_733, n, random);
          looks += 1;
          if (look.failed) failures += 1;
          rollUp.add(writer.place(endpoint, look, hasRows || look.failed), tiers);
        }
      }
      rollUp.writeTo(database);
    });
    history.prune({ at: from + PRUNE_EVERY, keepDays: 365 });
  }
  database.close();
  history.close();
  return { begin: BEGIN, end, looks, failures, endpoints: names };
}

/** What looks that differ in their times alone have in common, as the product itself wrote it for the first of them. */
interface Pattern {
  readonly look: PlacedLook;
  readonly tls: SqlValue;
  readonly failure: SqlValue;
}

/** Writes the first look of its kind through the product, the others after its pattern, which takes a tenth of the time. */
class Writer {
  readonly #database: Database;
  readonly #patterns = new Map<number, Pattern>();

  constructor(database: Database) {
    this.#database = database;
  }

  place(endpoint: string, look: SimulatedLook, hasRow: boolean): PlacedLook {
    const key = look.n * 64 + look.variant * 8 + look.kind * 2 + Number(look.failed);
    const pattern = this.#patterns.get(key);
    if (pattern === undefined) {
      const [kind = ""] = [KINDS[look.kind]];
      const placed = insertSample(this.#database, sampleOf(endpoint, look), kind);
      const written = this.#database.all("SELECT tls, failure FROM sample WHERE endpoint = ? AND at = ?", [
        placed.endpoint,
        look.at,
      ]);
      const [tls = null, failure = null] = written[0] ?? [];
      this.#patterns.set(key, { look: placed, tls, failure });
      return placed;
    }
    const { look: first, tls, failure } = pattern;
    const handshake = first.handshake === null ? null : Math.round(look.handshakeMs * 1_000);
    const placed = { ...first, at: look.at, handshake, total: Math.round(look.totalMs * 1_000) };
    if (hasRow) this.#insert(placed, look, [tls, failure]);
    return placed;
  }

  #insert(
    { endpoint, at, network, handshake, total }: PlacedLook,
    { handshakeMs }: SimulatedLook,
    numbers: readonly SqlValue[],
  ): void {
    const sql = `INSERT OR IGNORE INTO sample
      (endpoint, at, n, network, via, resolve, connect, handshake, ttfb, total, tls, failure)
      VALUES (?, ?, 0, ?, 0, ?, ?, ?, ?, ?, ?, ?)`;
    const part = (share: number): number => Math.round(handshakeMs * 1_000 * share);
    const times = [part(0.1), part(0.5), handshake, handshake === null ? null : part(0.6), total];
    this.#database.run(sql, [endpoint, at, network, ...times, ...numbers]);
  }
}

interface SimulatedLook {
  /** Place of the endpoint. */
  readonly n: number;
  /** Place of the kind of network in KINDS. */
  readonly kind: number;
  readonly at: Instant;
  readonly handshakeMs: Millis;
  readonly totalMs: Millis;
  readonly failed: boolean;
  readonly variant: number;
}

// Each endpoint has a time of its own (20 to 170 ms), longer in the evening, half of all looks within a quarter of it, now
// and then twice as long. One look in a hundred fails, and all of an endpoint's for an hour every fortnight.
function lookAt(at: Instant, n: number, random: () => number): SimulatedLook {
  const hour = Math.floor(at / HOUR);
  const evening = hour % 24 > 11 && hour % 24 < 16 ? 1.3 : 1;
  const noise = Math.exp((random() + random() + random() - 1.5) * 0.7) * (random() < 0.03 ? 2 : 1);
  const handshakeMs = (20 + n * 10) * evening * noise;
  const isOutage = (hour + n * 17) % (14 * 24) === 0;
  const totalMs = handshakeMs * (2 + random() * 0.5);
  return {
    n,
    kind: kindAt(at),
    at: at + Math.floor(random() * 1_500),
    handshakeMs,
    totalMs,
    failed: isOutage || random() < 0.01,
    variant: Math.floor(random() * 4),
  };
}

const KINDS = ["home", "corporate", "campus"];

function kindAt(at: Instant): number {
  const day = Math.floor(at / DAY) % 7;
  const hour = Math.floor(at / HOUR) % 24;
  if (day < 5 && hour >= 1 && hour < 10) return 1;
  return day === 5 && hour >= 11 ? 2 : 0;
}

const FAILURES = [
  { stage: "handshake", kind: "reset", raw: "ECONNRESET" },
  { stage: "handshake", kind: "silent", raw: "no answer in 10000 ms" },
  { stage: "connect", kind: "silent", raw: "ETIMEDOUT" },
  { stage: "http", kind: "status", raw: "502" },
] as const;

function sampleOf(endpoint: string, { at, handshakeMs, totalMs, failed, variant }: SimulatedLook): Sample {
  const failure = failed ? (FAILURES[variant] ?? null) : null;
  const isShaken = failure === null || failure.stage === "http";
  const stages = {
    resolveMs: handshakeMs * 0.1,
    connectMs: handshakeMs * 0.5,
    handshakeMs: isShaken ? handshakeMs : null,
    ttfbMs: failure === null ? handshakeMs * 0.6 : null,
  };
  const issuer = `CN=R${10 + variant}, O=Example Trust`;
  const tls = isShaken
    ? ({ version: "TLSv1.3", group: "X25519MLKEM768", alpn: "h2", issuer, trust: "public" } as const)
    : null;
  return { endpoint, at, via: "direct", stages, totalMs, tls, failure };
}

// Mulberry32: small, fast and the same everywhere.
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
