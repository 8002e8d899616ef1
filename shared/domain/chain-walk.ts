// What the go command does with a GOPROXY value for one module, request by request, when each entry behaves in a known
// way. Sources: cmd/go/internal/modfetch/{proxy,repo,cache,fetch}.go, web/http.go, net/http's DefaultTransport; 1.15 to 1.27.
import { type Chain, type ChainEntry, isSince } from "./chain.ts";
import type { Millis } from "./time.ts";
import { SECOND } from "./time.ts";

/** The requests of one `go mod download M@v`, in this order. Each starts at the chain's first entry (TryProxies). */
export const REQUESTS = ["info", "mod", "zip"] as const;

/** One of the three requests. */
export type RequestKind = (typeof REQUESTS)[number];

/** How long Go waits for a TLS handshake (net/http DefaultTransport.TLSHandshakeTimeout, since 1.0). */
export const HANDSHAKE_LIMIT_MS: Millis = 10 * SECOND;

/** How long Go waits for name and connection together (net/http DefaultTransport, Dialer.Timeout, since 1.0). */
export const CONNECT_LIMIT_MS: Millis = 30 * SECOND;

/**
 * How an entry behaves for one request. `status` is any status but 200, 404 and 410; `stalled` a handshake that is not
 * answered; `unreachable` a connection that is not answered; `silent` a request that is never answered; `bad-content` a
 * page instead of the file, with status 200; `truncated` a body that ends too early. Of `direct`, `not-found` also is a
 * path without a repository; everything but `ok` and `not-found` is an error of git or its host.
 */
export type Outcome =
  | { readonly kind: "ok" | "refused" | "reset" | "stalled" | "unreachable" | "silent" }
  | { readonly kind: "bad-content" | "truncated" }
  | { readonly kind: "not-found"; readonly status: 404 | 410 }
  | { readonly kind: "status"; readonly status: number };

/** What kind of thing went wrong, for one hop or for the whole. `chain` is a value that Go refuses. */
export type WalkFault = Exclude<Outcome["kind"], "ok"> | "chain" | "off" | "private" | "hopeless" | "cached";

/** One entry asked, or passed over, for one request. */
export interface WalkHop {
  readonly request: RequestKind;
  /** Index into the chain's entries; -1 is the `noproxy` that Go puts in front when GONOPROXY is not empty. */
  readonly entry: number;
  /** How often the request is sent: 0 when Go knows the answer; 2 for an https 4xx since Go 1.24 (GOAUTH's second try). */
  readonly sent: 0 | 1 | 2;
  /** `null` when it served. `cached`: the same URL stood before, and Go remembers its error. */
  readonly fault: WalkFault | null;
  /** Where the walk goes: `served` the request, on to the `next` entry, `ends` with an error, `hangs` forever. */
  readonly then: "served" | "next" | "ends" | "hangs";
  /** How long it takes at least; `null` when it never ends. */
  readonly costMs: Millis | null;
}

/** What Go prints at the end: `text` is the part of the message that tells the cause. */
export interface WalkError {
  readonly fault: WalkFault;
  readonly request: RequestKind | null;
  /** Index of the entry that the message is about; `null` when it is about the value. */
  readonly entry: number | null;
  readonly text: string;
}

/** A whole walk. */
export interface Walk {
  readonly ok: boolean;
  /** The entry that served each request; absent when none did. */
  readonly servedBy: Readonly<Partial<Record<RequestKind, number>>>;
  readonly hops: readonly WalkHop[];
  /** `null` when all went well, and when it hangs. */
  readonly error: WalkError | null;
  /** How long it takes at least; `null` when it never ends. */
  readonly costMs: Millis | null;
}

/** What a walk depends on besides the chain. */
export interface WalkOptions {
  /** How an entry behaves; index -1 asks for the direct fetch of `noproxy`. Not asked of `off` or for a private path. */
  readonly outcomeOf: (entry: number, request: RequestKind) => Outcome;
  /** Whether GONOPROXY (or GOPRIVATE in its place) matches the module. No when absent. */
  readonly private?: boolean;
  /** Whether GONOPROXY is set to anything. As `private` when absent. */
  readonly hasPrivate?: boolean;
  /** Go's release, like `1.26.8`; the newest when absent. */
  readonly goVersion?: string;
}

/** Whether Go treats this as "does not exist", after which it goes on behind a `,` too (web/api.go HTTPError.Is). */
export function isNotExist(fault: WalkFault): boolean {
  return fault === "not-found" || fault === "off" || fault === "private";
}

/** Whether Go asks the next entry after `fault` (TryProxies). */
export function fallsThrough(fault: WalkFault, separator: ChainEntry["separator"]): boolean {
  return isNotExist(fault) || separator === "|";
}

/** How often one request is sent: twice for a 4xx over https since 1.24, whatever GOAUTH says (web/http.go get). */
export function timesSent(url: string, outcome: Outcome, goVersion?: string): 1 | 2 {
  const status = "status" in outcome ? outcome.status : 200;
  const isRetried = /^https:/i.test(url) && status >= 400 && status < 500 && isSince(goVersion, 24);
  return isRetried ? 2 : 1;
}

/** How long Go waits for this outcome; 0 for those that come at once, `null` for those that never come. */
export function costOf(kind: Outcome["kind"]): Millis | null {
  if (kind === "silent") return null;
  if (kind === "stalled") return HANDSHAKE_LIMIT_MS;
  return kind === "unreachable" ? CONNECT_LIMIT_MS : 0;
}

const NOT_A_ZIP = "zip: not a valid zip file";

// What stands in Go's message for sure; nothing for `direct`, which has git's words or those of the host.
function words(url: string, outcome: Outcome, request: RequestKind): string {
  if (url === "") return "";
  if (outcome.kind === "not-found") {
    if (/^file:/i.test(url)) return "no such file or directory";
    return outcome.status === 404 ? "404 Not Found" : "410 Gone";
  }
  if (outcome.kind === "status") return `: ${outcome.status}`;
  if (outcome.kind === "bad-content") {
    return request === "zip" ? NOT_A_ZIP : "invalid response from proxy";
  }
  const fixed: Readonly<Record<string, string>> = {
    refused: "connection refused",
    reset: "connection reset by peer",
    stalled: "net/http: TLS handshake timeout",
    unreachable: "i/o timeout",
    truncated: "unexpected EOF",
  };
  return fixed[outcome.kind] ?? "";
}

/**
 * What a page instead of the file means: `.info` is parsed inside the loop, so it is an error like any other; `.mod` is
 * believed (and kept in the module cache for good) when no checksum is known; `.zip` is opened after the loop, so nobody
 * else is asked.
 */
function faultOf(outcome: Outcome, request: RequestKind): WalkFault | null {
  if (outcome.kind === "ok") return null;
  return outcome.kind === "bad-content" && request !== "info" ? null : outcome.kind;
}

interface Stop {
  readonly entry: number;
  readonly kind: ChainEntry["kind"] | "noproxy";
  readonly url: string;
  readonly separator: ChainEntry["separator"];
  /** What ends each request before it is sent. */
  readonly hopeless: string | null;
}

/** The answer of one stop to one request. */
interface Answer {
  readonly fault: WalkFault | null;
  readonly sent: WalkHop["sent"];
  readonly costMs: Millis | null;
  readonly text: string;
}

function stopsOf(chain: Chain, options: WalkOptions): readonly Stop[] {
  const hasNoproxy = (options.hasPrivate ?? options.private ?? false) && chain.value !== "direct";
  const noproxy: Stop = { entry: -1, kind: "noproxy", url: "", separator: null, hopeless: null };
  const own = chain.entries.map((entry, index): Stop => {
    return { entry: index, kind: entry.kind, url: entry.url, separator: entry.separator, hopeless: entry.fault };
  });
  return hasNoproxy ? [noproxy, ...own] : own;
}

const PRIVATE_TEXT = "disabled by GOPRIVATE/GONOPROXY";

/** What the go command knows without asking (repo.go, lookup; web/http.go). */
function knownAnswer(stop: Stop, isPrivate: boolean): Answer | null {
  const known = { sent: 0, costMs: 0 } as const;
  if (stop.kind === "noproxy" && !isPrivate) {
    return { ...known, fault: "private", text: "path does not match GOPRIVATE/GONOPROXY" };
  }
  if (isPrivate && stop.kind !== "noproxy" && stop.kind !== "direct") {
    return { ...known, fault: "private", text: PRIVATE_TEXT };
  }
  if (stop.kind === "off") return { ...known, fault: "off", text: "module lookup disabled by GOPROXY=off" };
  if (stop.hopeless !== null) return { ...known, fault: "hopeless", text: stop.hopeless };
  return null;
}

/** Errors of `.info` and `.mod` are remembered for each URL, those of `.zip` are not (cache.go, cachingRepo). */
class Remembered {
  readonly #answers = new Map<string, Answer>();

  answer(stop: Stop, request: RequestKind, ask: () => Answer): Answer {
    if (stop.kind !== "proxy" || request === "zip") return ask();
    const key = `${request} ${stop.url}`;
    const earlier = this.#answers.get(key);
    if (earlier !== undefined) return { ...earlier, sent: 0, costMs: 0 };
    const answer = ask();
    this.#answers.set(key, answer);
    return answer;
  }
}

interface Walker {
  readonly stops: readonly Stop[];
  readonly options: WalkOptions;
  readonly remembered: Remembered;
  readonly hops: WalkHop[];
}

function ask(walker: Walker, stop: Stop, request: RequestKind): Answer {
  const { options, remembered } = walker;
  const known = knownAnswer(stop, options.private ?? false);
  if (known !== null) return known;
  return remembered.answer(stop, request, () => {
    const outcome = options.outcomeOf(stop.entry, request);
    const sent = timesSent(stop.url, outcome, options.goVersion);
    return {
      fault: faultOf(outcome, request),
      sent,
      costMs: costOf(outcome.kind),
      text: words(stop.url, outcome, request),
    };
  });
}

// The errors that Go shows, the best last: what does not exist, what a proxy did, what direct said (TryProxies).
function rank(stop: Stop, fault: WalkFault, isPrivate: boolean): number {
  if (stop.kind === "direct" || (stop.kind === "noproxy" && isPrivate)) return 2;
  return isNotExist(fault) ? 0 : 1;
}

interface Result {
  readonly servedBy: number | null;
  readonly error: WalkError | null;
}

/** The best error so far, and the way it ranks. */
interface Best {
  readonly error: WalkError;
  readonly rank: number;
}

// Of errors that rank alike the last one is shown.
function better(best: Best | null, error: WalkError, own: number): Best {
  return best === null || own >= best.rank ? { error, rank: own } : best;
}

function thenOf(walker: Walker, stop: Stop, { fault, costMs }: Answer): WalkHop["then"] {
  if (fault === null) return "served";
  if (costMs === null) return "hangs";
  return fallsThrough(fault, stop.separator) && stop !== walker.stops.at(-1) ? "next" : "ends";
}

function walkRequest(walker: Walker, request: RequestKind): Result {
  let best: Best | null = null;
  for (const stop of walker.stops) {
    const answer = ask(walker, stop, request);
    const { fault, sent, costMs, text } = answer;
    const then = thenOf(walker, stop, answer);
    walker.hops.push({ request, entry: stop.entry, sent, fault, then, costMs });
    if (fault === null) return { servedBy: stop.entry, error: null };
    if (then === "hangs") return { servedBy: null, error: null };
    const own = rank(stop, fault, walker.options.private ?? false);
    best = better(best, { fault, request, entry: stop.entry, text }, own);
    if (then === "ends") break;
  }
  return { servedBy: null, error: best?.error ?? null };
}

function total(hops: readonly WalkHop[]): Millis | null {
  return hops.some((hop) => hop.costMs === null) ? null : hops.reduce((sum, hop) => sum + (hop.costMs ?? 0), 0);
}

// Go opens the archive when the loop is over.
function zipError(servedBy: number, options: WalkOptions): WalkError | null {
  if (options.outcomeOf(servedBy, "zip").kind !== "bad-content") return null;
  return { fault: "bad-content", request: "zip", entry: servedBy, text: NOT_A_ZIP };
}

/**
 * Walks a chain as `go mod download M@v` does with an empty module cache and without a checksum for M. With a checksum
 * database in force a wrong `.mod` is refused inside the loop as well; see chain-sumdb.ts for the way to the database.
 * @public The whole walk, compared with the go command; the outlook shares its limits and rules.
 */
export function walkChain(chain: Chain, options: WalkOptions): Walk {
  const servedBy: Partial<Record<RequestKind, number>> = {};
  if (chain.fault !== null) {
    const error: WalkError = { fault: "chain", request: null, entry: null, text: chain.fault };
    return { ok: false, servedBy, hops: [], error, costMs: 0 };
  }
  const walker: Walker = { stops: stopsOf(chain, options), options, remembered: new Remembered(), hops: [] };
  const { hops } = walker;
  for (const request of REQUESTS) {
    const { servedBy: server, error } = walkRequest(walker, request);
    if (server === null) return { ok: false, servedBy, hops, error, costMs: total(hops) };
    servedBy[request] = server;
  }
  const error = zipError(servedBy.zip ?? -1, options);
  return { ok: error === null, servedBy, hops, error, costMs: total(hops) };
}
