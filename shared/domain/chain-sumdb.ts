// How the go command gets to the checksum database: what GOSUMDB names, and through which entry of GOPROXY it is asked.
// Source: cmd/go/internal/modfetch/sumdb.go (dbDial, initBase), golang.org/x/mod/sumdb/note; Go 1.15 to 1.27.
import type { Chain } from "./chain.ts";
import { parseGoUrl } from "./chain-url.ts";
import { costOf, fallsThrough, isNotExist, type Outcome, timesSent, type WalkFault } from "./chain-walk.ts";
import { redact } from "./endpoint.ts";
import type { Millis } from "./time.ts";

/** A parsed GOSUMDB value. */
export type Sumdb =
  | { readonly kind: "off" }
  /** Go refuses it at the first lookup; `fault` is what it prints. */
  | { readonly kind: "invalid"; readonly fault: string }
  /** `url`: an address given beside the name, or by the alias sum.golang.google.cn; it goes past all proxies. */
  | { readonly kind: "database"; readonly name: string; readonly url: string | null };

/** The one database whose key Go knows (modfetch/key.go). */
const KNOWN = "sum.golang.org";

/** The name that stands for KNOWN at another address (dbDial, since 1.13). */
const ALIAS = "sum.golang.google.cn";

/** URLs here are read by the newest rules: older ones differ only in what nobody writes into GOSUMDB. */
const NEWEST = { strictBrackets: true, strictColons: true } as const;

/** Go's strings.Fields splits at these. */
const FIELDS = /[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;

// note.NewVerifier. Whether the eight digits are the hash of name and key is left to Go, unless the key cannot be one:
// 33 bytes, the first being 1 for Ed25519. Go compares the hash before it looks at the key.
function nameOf(verifier: string): { readonly name: string } | { readonly fault: string } {
  const [name = "", hash = "", ...more] = verifier.split("+");
  const key = more.join("+");
  const isBase64 = key !== "" && key.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(key);
  if (name === "" || !/^[0-9a-f]{8}$/i.test(hash) || !isBase64) return { fault: "malformed verifier id" };
  return /^A[Q-Za-f][A-Za-z0-9+/]{42}$/.test(key) ? { name } : { fault: "invalid verifier hash" };
}

// Go means to refuse a name that is no URL in the words below, but dereferences nil while it writes them (to 1.27).
function isHostAndPath(name: string): boolean {
  const url = parseGoUrl(`https://${name}`, NEWEST);
  if ("fault" in url || name.endsWith("/")) return false;
  return url.host !== "" && url.user === null && url.query === "" && url.fragment === "" && !name.includes("%");
}

function invalid(fault: string): Sumdb {
  return { kind: "invalid", fault };
}

function readDatabase(verifier: string, url: string | null): Sumdb {
  const read = verifier === KNOWN ? { name: KNOWN } : nameOf(verifier);
  if ("fault" in read) return invalid(`invalid GOSUMDB: ${read.fault}`);
  if (!isHostAndPath(read.name)) return invalid(`invalid sumdb name (must be host[/path]): ${read.name}`);
  const parsed = url === null ? null : parseGoUrl(url, NEWEST);
  if (parsed !== null && "fault" in parsed) return invalid(`invalid GOSUMDB URL: ${redact(parsed.fault)}`);
  return { kind: "database", name: read.name, url };
}

/** Parses a GOSUMDB value as Go does at its first lookup. Never fails: what Go would refuse is `invalid`. */
export function parseSumdb(value: string): Sumdb {
  if (value === "off") return { kind: "off" };
  const fields = (value === ALIAS ? `${KNOWN} https://${ALIAS}` : value).split(FIELDS).filter((field) => field !== "");
  const [verifier, url = null] = fields;
  if (verifier === undefined) return invalid("missing GOSUMDB");
  if (fields.length > 2) return invalid("invalid GOSUMDB: too many fields");
  return readDatabase(verifier, url);
}

/** One entry asked for `/sumdb/<name>/supported`. */
export interface SumdbHop {
  readonly entry: number;
  /** How often the request is sent; see WalkHop. */
  readonly sent: 0 | 1 | 2;
  readonly fault: WalkFault | null;
  /** `null` when it never ends. */
  readonly costMs: Millis | null;
}

/** Where lookups go, decided once for each go process. */
export interface SumdbWalk {
  readonly hops: readonly SumdbHop[];
  /**
   * `proxy`: through that entry, for good, never falling back to the database. `database`: to itself. `given`: to the
   * address in GOSUMDB. `fails`: every lookup of the process fails, and with it every `.mod` without a checksum in go.sum.
   */
  readonly way: "proxy" | "database" | "given" | "fails" | "hangs" | "off";
  /** The entry that lookups go through, or that they fail because of; `null` otherwise. */
  readonly entry: number | null;
  /** What Go prints when they fail because of the values themselves; `null` otherwise. */
  readonly fault: string | null;
}

/** What the walk depends on besides the values. */
export interface SumdbOptions {
  /** How an entry answers `supported`; whatever the page says, status 200 is a yes. */
  readonly outcomeOf: (entry: number) => Outcome;
  /** Go's release; the newest when absent. */
  readonly goVersion?: string;
}

type Ended = Pick<SumdbWalk, "way"> & Partial<Pick<SumdbWalk, "hops" | "entry" | "fault">>;

function ended(walk: Ended): SumdbWalk {
  return { hops: [], entry: null, fault: null, ...walk };
}

// The page itself is read to its end but not looked at; a body that breaks off is an error.
function faultOf(outcome: Outcome): WalkFault | null {
  return outcome.kind === "ok" || outcome.kind === "bad-content" ? null : outcome.kind;
}

function ask(chain: Chain, index: number, options: SumdbOptions): SumdbHop {
  const entry = chain.entries[index];
  if (entry === undefined) throw new RangeError(`the chain has no entry ${index}`);
  if (entry.fault !== null) return { entry: index, sent: 0, fault: "hopeless", costMs: 0 };
  const outcome = options.outcomeOf(index);
  const sent = timesSent(entry.url, outcome, options.goVersion);
  return { entry: index, sent, fault: faultOf(outcome), costMs: costOf(outcome.kind) };
}

// What is decided before anybody is asked (dbDial).
function decided(chain: Chain, sumdb: Sumdb): SumdbWalk | null {
  if (sumdb.kind === "off") return ended({ way: "off" });
  if (sumdb.kind === "invalid") return ended({ way: "fails", fault: sumdb.fault });
  if (sumdb.url !== null) return ended({ way: "given" });
  return chain.fault === null ? null : ended({ way: "fails", fault: chain.fault });
}

/**
 * Walks to the database. Errors are ranked as for modules, so behind a `|` an error is forgotten only if a later proxy
 * says yes or the chain comes to `direct`: at `off`, or at its end, lookups fail with it, although each entry was passed.
 * @public The whole way, compared with the go command.
 */
export function walkSumdb(chain: Chain, sumdb: Sumdb, options: SumdbOptions): SumdbWalk {
  return decided(chain, sumdb) ?? walkProxies(chain, options);
}

function walkProxies(chain: Chain, options: SumdbOptions): SumdbWalk {
  const hops: SumdbHop[] = [];
  let failed: number | null = null;
  for (const [index, { kind, separator }] of chain.entries.entries()) {
    if (kind === "direct") return ended({ hops, way: "database" });
    if (kind === "off") break;
    const hop = ask(chain, index, options);
    hops.push(hop);
    if (hop.fault === null) return ended({ hops, way: "proxy", entry: index });
    if (hop.costMs === null) return ended({ hops, way: "hangs", entry: index });
    if (!isNotExist(hop.fault)) failed = index;
    if (!fallsThrough(hop.fault, separator)) break;
  }
  return ended(failed === null ? { hops, way: "database" } : { hops, way: "fails", entry: failed });
}
