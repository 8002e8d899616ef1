// How many connections and TLS handshakes the go command needs for a download, as net/http's Transport pools them. Proven
// against real downloads through a counting proxy: test/go/reuse. Pure.
import type { Variables } from "./explain.ts";
import { minorOf } from "./goenv-values.ts";
import type { Sample, Via } from "./sample.ts";

/** How many: never fewer than `least`, never more than `most`; `expected` where all requests take equally long. */
export interface Span {
  readonly least: number;
  readonly expected: number;
  readonly most: number;
}

/** The go command as a client. */
export interface GoClient {
  /** Modules that it fetches at once, 1 or more. */
  readonly parallel: number;
  /** Whether it offers HTTP/2: always, unless GODEBUG says http2client=0. */
  readonly http2: boolean;
}

/** A download: what, from whom, how. */
export interface Fetch {
  /** Files in all, three (`.info`, `.mod`, `.zip`) for each module that is not in the module cache. */
  readonly files: number;
  readonly parallel: number;
  /** What the endpoint and Go settle on; `null` for plain HTTP, where there is no handshake. */
  readonly alpn: "h2" | "http/1.1" | null;
  readonly via: Via;
}

/** What reaching the endpoint for a download costs. */
export interface ConnectionCost {
  readonly connections: Span;
  /** With the endpoint; each is a full one, for Go never resumes a session. */
  readonly handshakes: Span;
  /** CONNECT requests to the HTTP proxy in between. */
  readonly tunnels: Span;
}

/** The cost of a download of a usual size from one endpoint, as window and `probe --json` show it. */
export interface Reuse extends Fetch, ConnectionCost {}

/**
 * What Go fetches for a module.
 * @internal
 */
export const FILES_PER_MODULE = 3;

/** A download to give figures for: 10 modules, which is a small program's worth. */
const USUAL_FILES = 10 * FILES_PER_MODULE;

/** Connections to one host that HTTP/1.1 keeps while nobody uses them (net/http DefaultMaxIdleConnsPerHost). */
const IDLE_CONNECTIONS = 2;

/** `go mod download` counts processors since Go 1.16; before, it fetched 10 modules at once on every machine. */
const FIRST_MINOR_WITH_GOMAXPROCS = 16;
const PARALLEL_BEFORE = 10;

/** GODEBUG=cmdgonetlimit came with Go 1.21. */
const FIRST_MINOR_WITH_NETLIMIT = 21;

const NONE: Span = { least: 0, expected: 0, most: 0 };

/** The whole number in a text, when it is one of 1 or more. */
function countIn(text: string | undefined): number | undefined {
  return text !== undefined && /^[1-9]\d{0,5}$/.test(text) ? Number(text) : undefined;
}

function godebug(variables: Variables): ReadonlyMap<string, string> {
  const pairs = (variables["GODEBUG"] ?? "").split(",").map((pair) => pair.split("=", 2));
  return new Map(pairs.map(([name = "", value = ""]) => [name.trim(), value.trim()]));
}

/** The go command on a machine with so many processors. GOMAXPROCS and GODEBUG are those of the OS environment. */
export function goClient(variables: Variables, processors: number, goVersion?: string): GoClient {
  const minor = minorOf(goVersion);
  const settings = godebug(variables);
  const workers = countIn(variables["GOMAXPROCS"]) ?? Math.max(1, processors);
  const limit = minor < FIRST_MINOR_WITH_NETLIMIT ? undefined : countIn(settings.get("cmdgonetlimit"));
  const parallel = minor < FIRST_MINOR_WITH_GOMAXPROCS ? PARALLEL_BEFORE : workers;
  return { parallel: Math.min(parallel, limit ?? parallel), http2: settings.get("http2client") !== "0" };
}

/** Workers of each round, when all go in step: every `.mod` first, then `.info` and `.zip` module by module. */
function roundsOf(modules: number, parallel: number): readonly number[] {
  const groups = Array.from({ length: Math.ceil(modules / parallel) }, (_, at) =>
    Math.min(parallel, modules - at * parallel),
  );
  return [...groups, ...groups.flatMap((workers) => [workers, workers])];
}

/** Opens what the pool does not have; of what comes back it keeps two. */
function opened(rounds: readonly number[]): number {
  let idle = 0;
  let count = 0;
  for (const workers of rounds) {
    const reused = Math.min(idle, workers);
    count += workers - reused;
    idle = Math.min(IDLE_CONNECTIONS, idle - reused + workers);
  }
  return count;
}

function connectionsOf({ files, parallel, alpn }: Fetch): Span {
  if (files <= 0) return NONE;
  const modules = Math.ceil(files / FILES_PER_MODULE);
  const workers = Math.min(parallel, modules);
  // All who begin before the first connection is up make one of their own; after that one carries everything.
  if (alpn === "h2") return { least: 1, expected: workers, most: workers };
  if (workers <= IDLE_CONNECTIONS) return { least: 1, expected: workers, most: workers };
  return { least: IDLE_CONNECTIONS, expected: Math.min(files, opened(roundsOf(modules, parallel))), most: files };
}

/**
 * The connections that a download needs when every file is there. A 404 adds none over HTTP/2; over HTTP/1.1 one whose
 * page is no plain text costs a connection up to Go 1.23, two up to Go 1.26 (it is asked twice), and none from then on.
 * @internal
 */
export function connectionCost(fetch: Fetch): ConnectionCost {
  const connections = connectionsOf(fetch);
  const isSecure = fetch.alpn !== null;
  return {
    connections,
    handshakes: isSecure ? connections : NONE,
    tunnels: isSecure && fetch.via === "http-proxy" ? connections : NONE,
  };
}

/** The cost of a usual download from the endpoint of this sample; `null` when it never came to an answer. */
export function reuseOf(sample: Sample | undefined, client: GoClient): Reuse | null {
  if (sample === undefined || sample.failure !== null) return null;
  const spoken = sample.tls?.alpn === "h2" && client.http2 ? "h2" : "http/1.1";
  const alpn = sample.tls === null ? null : spoken;
  const fetch: Fetch = { files: USUAL_FILES, parallel: client.parallel, alpn, via: sample.via };
  return { ...fetch, ...connectionCost(fetch) };
}
