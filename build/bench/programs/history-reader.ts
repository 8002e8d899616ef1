// What reading and writing the history costs, on a file with a simulated year. Prints JSON: for each thing that was done
// its times in milliseconds. Arguments: folder, times each, and "year" to make the year there first.
import path from "node:path";
import type { History } from "../../../electron/engine/ports.ts";
import { type Database, openDatabase } from "../../../electron/engine/store/database.ts";
import { openHistory } from "../../../electron/engine/store/history.ts";
import type { Sample } from "../../../shared/domain/sample.ts";
import { DAY, HOUR, SECOND } from "../../../shared/domain/time.ts";
import { simulateYear, THE_YEAR } from "./simulated-year.ts";

/** What was done, and how long it took each time. */
interface Timed {
  readonly what: string;
  readonly ms: readonly number[];
  /** The same by reading every row, where there are rows to read. */
  readonly naiveMs: readonly number[];
  /** What came of it, in words. */
  readonly note: string;
}

const RANGES = [
  ["1 h", HOUR],
  ["4 h", 4 * HOUR],
  ["24 h", DAY],
  ["6.9 d", 6.9 * DAY],
  ["13 d", 13 * DAY],
  ["20 d", 20 * DAY],
  ["30 d", 30 * DAY],
  ["90 d", 90 * DAY],
  ["125 d", 125 * DAY],
  ["365 d", 365 * DAY],
] as const;

function timesOf(times: number, action: (n: number) => unknown): readonly number[] {
  return Array.from({ length: times }, (_, n) => {
    const began = performance.now();
    action(n);
    return performance.now() - began;
  });
}

/** Single looks are there for this long; what is older cannot be read naively. */
const KEPT = 7 * DAY;

interface At {
  readonly end: number;
  readonly times: number;
}

function timedSeries(history: History, database: Database, { end, times }: At): readonly Timed[] {
  const endpoints = history.endpoints();
  const endpointFor = (n: number): string => endpoints[n % endpoints.length] ?? "";
  return RANGES.map(([name, range]) => {
    const since = end - range;
    const ms = timesOf(times, (n) => history.series({ endpoint: endpointFor(n), since, until: end }));
    const naive = (n: number): unknown => readNaively(database, endpointFor(n), [since, end]);
    const { source, widthMs, points } = history.series({ endpoint: endpointFor(0), since, until: end });
    const note = `${points.length} points of ${widthMs / SECOND} s from ${source}`;
    return { what: `series of ${name}`, ms, naiveMs: range <= KEPT ? timesOf(times, naive) : [], note };
  });
}

// What somebody would write first: all rows of the range into memory, put into 500 places, each place sorted by time.
function readNaively(database: Database, endpoint: string, [since, until]: readonly [number, number]): unknown {
  const sql = `SELECT at, handshake, total, failure FROM sample
    WHERE endpoint = (SELECT id FROM endpoint WHERE name = ?) AND at BETWEEN ? AND ?`;
  const places: (number[] | undefined)[] = [];
  for (const [when, handshake, , failure] of database.all(sql, [endpoint, since, until])) {
    const place = Math.floor(((Number(when) - since) / (until - since)) * 500);
    if (failure === null) (places[place] ??= []).push(Number(handshake));
  }
  return places.map((own = []) => {
    own.sort((a, b) => a - b);
    return [own[Math.floor(own.length / 2)], own[Math.floor(own.length * 0.95)]];
  });
}

function timedRest(history: History, { end, times }: At): readonly Timed[] {
  const few = Math.ceil(times / 10);
  const timed = (what: string, many: number, action: (n: number) => unknown): Timed => ({
    what,
    ms: timesOf(many, action),
    naiveMs: [],
    note: "",
  });
  return [
    timed("adding one look", 40 * times, (n) => history.addSample(lookAt(end + n * SECOND, n), "home")),
    timed("table of kinds, 90 d", few, () => history.kinds({ since: end - 90 * DAY })),
    timed("newest 200 looks", few, () => history.samples({ limit: 200 })),
    timed("prune, nothing due", few, () => history.prune({ at: end, keepDays: 365 })),
  ];
}

function lookAt(at: number, n: number): Sample {
  return {
    endpoint: `https://proxy-${(n % 16) + 1}.example.test/goproxy`,
    at,
    via: "direct",
    stages: { resolveMs: 3, connectMs: 20, handshakeMs: 40 + (n % 37), ttfbMs: 30 },
    totalMs: 93 + (n % 37),
    tls: {
      version: "TLSv1.3",
      group: "X25519MLKEM768",
      alpn: "h2",
      issuer: "CN=R11, O=Example Trust",
      trust: "public",
    },
    failure: null,
  };
}

function sizesOf(database: Database): readonly (readonly [string, number, number])[] {
  const sql = "SELECT name, sum(pgsize), sum(ncell) FROM dbstat GROUP BY name ORDER BY 2 DESC LIMIT 6";
  return database.all(sql).map(([name, bytes, rows]) => [String(name), Number(bytes), Number(rows)]);
}

function main([folder = "", times = "50", make]: readonly string[]): void {
  const end = Date.UTC(2026, 0, 1) + THE_YEAR.days * DAY;
  const cpu = process.cpuUsage();
  const looks = make === "year" ? simulateYear(folder, THE_YEAR).looks : null;
  const { user, system } = process.cpuUsage(cpu);
  const history = openHistory(folder, { at: end });
  const database = openDatabase(path.join(folder, "history.db"), 5 * SECOND);
  const sizes = sizesOf(database);
  const series = timedSeries(history, database, { end, times: Number(times) });
  database.close();
  const rest = timedRest(history, { end, times: Number(times) });
  history.close();
  console.log(JSON.stringify({ looks, cpuSeconds: (user + system) / 1e6, sizes, timed: [...series, ...rest] }));
}

main(process.argv.slice(2));
