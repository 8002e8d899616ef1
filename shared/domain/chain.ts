import { type GoUrl, type HostRules, parseGoUrl, writeRedacted } from "./chain-url.ts";
import { endpointName, redact } from "./endpoint.ts";

/**
 * One entry of a GOPROXY value. `separator` stands behind it and says when Go goes on to the next entry:
 * `,` only after "does not exist" (404, 410), `|` after any error, `null` at the end.
 */
export interface ChainEntry {
  readonly kind: "proxy" | "direct" | "off" | "invalid";
  /** The entry as written, trimmed. May hold credentials. */
  readonly text: string;
  /** Of a proxy: the URL Go uses, with `https://` added where Go adds it. Empty otherwise. */
  readonly url: string;
  readonly separator: "," | "|" | null;
  /**
   * What Go says instead of asking, without credentials: of an `invalid` entry what every fetch ends with; of a `proxy`
   * what each request to it ends with although the URL is accepted. `null` when there is nothing to say.
   */
  readonly fault: string | null;
}

/** A parsed GOPROXY value: the entries Go looks at, in order. What stands behind `direct` or `off` is never looked at. */
export interface Chain {
  readonly value: string;
  readonly entries: readonly ChainEntry[];
  /**
   * What Go says to every fetch, private ones too, because it refuses the value as a whole: there is no entry, or one
   * is invalid, wherever it stands. Without credentials. `null` when Go accepts the value.
   */
  readonly fault: string | null;
}

/** Whose rules a value is read by. */
export interface ChainReader {
  /** Go's release, like `1.26.8`; the newest known rules when absent. */
  readonly goVersion?: string;
  /** Whether Go runs on Windows, where `C:\x` is an absolute path. No when absent. */
  readonly windows?: boolean;
}

/** What Go says to a value without entries (proxyList), empty ones included since 1.21. */
const NO_ENTRIES = "GOPROXY list is not the empty string, but contains no entries";

/** What releases before 1.15 say to it: to them it is `off`. */
const NO_ENTRIES_BEFORE = "module lookup disabled by GOPROXY=off";

interface Rules extends HostRules {
  readonly pipe: boolean;
  readonly omitHost: boolean;
  readonly windows: boolean;
}

/** Whether `version` (`1.24.8`, absent means the newest) is at least 1.`minor`.`patch`. */
export function isSince(version: string | undefined, minor: number, patch = 0): boolean {
  const parts = /^1\.(\d+)(?:\.(\d+))?/.exec(version ?? "");
  if (parts === null) return true;
  const own = Number(parts[1]);
  return own > minor || (own === minor && Number(parts[2] ?? 0) >= patch);
}

function rulesOf({ goVersion, windows = false }: ChainReader): Rules {
  const isPatched124 = isSince(goVersion, 24, 8) && !isSince(goVersion, 25);
  return {
    pipe: isSince(goVersion, 15),
    omitHost: isSince(goVersion, 19),
    strictBrackets: isPatched124 || isSince(goVersion, 25, 2),
    strictColons: isSince(goVersion, 26),
    windows,
  };
}

/** What strings.TrimSpace removes: Unicode's White_Space, which has U+0085 and lacks U+FEFF, unlike `trim`. */
const BLANKS =
  /^[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+|[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+$/g;

// The words of newProxyRepo (modfetch/proxy.go).
function refusal(url: GoUrl, rules: Rules): string | null {
  const shown = writeRedacted(url);
  if (url.scheme === "http" || url.scheme === "https") return null;
  if (url.scheme === "") return `invalid proxy URL missing scheme: ${shown}`;
  if (url.scheme !== "file") return `invalid proxy URL scheme (must be https, http, file): ${shown}`;
  const hasMore = url.opaque !== "" || url.user !== null || `${url.host}${url.query}${url.fragment}` !== "";
  const isPlain = !hasMore && !(url.omitHost && rules.omitHost);
  return isPlain ? null : `invalid file:// proxy URL with non-path elements: ${shown}`;
}

// What ends each request before it is sent (web/http.go get; net/http Transport).
function hopelessness(url: GoUrl): string | null {
  if (url.scheme === "http" && url.user !== null) return "refusing to pass credentials to insecure URL";
  if (url.scheme !== "file" && url.host === "") return "http: no Host in request URL";
  return null;
}

// The URL of an entry: words and absolute paths stay, so that they are refused; what looks like a host gets a scheme.
function toUrl(text: string, rules: Rules): string {
  const isAbsolute = text.startsWith("/") || (rules.windows && /^([a-z]:[\\/]|\\\\)/i.test(text));
  const isBare = /[.:/]/.test(text) && !text.includes(":/") && !isAbsolute;
  return isBare ? `https://${text}` : text;
}

function toEntry({ text, separator }: Item, rules: Rules): ChainEntry {
  if (text === "direct" || text === "off") return { kind: text, text, url: "", separator: null, fault: null };
  const url = toUrl(text, rules);
  const read = parseGoUrl(url, rules);
  const refused = "fault" in read ? read.fault : refusal(read, rules);
  if (refused !== null) return { kind: "invalid", text, url: "", separator, fault: redact(refused) };
  return { kind: "proxy", text, url, separator, fault: "fault" in read ? null : hopelessness(read) };
}

/** An item of the value, trimmed, with what stands behind it. */
interface Item {
  readonly text: string;
  readonly separator: ChainEntry["separator"];
}

function* itemsOf(value: string, rules: Rules): Generator<Item> {
  const separators = rules.pipe ? /[,|]/ : /,/;
  let rest = value;
  while (rest !== "") {
    const at = rest.search(separators);
    const separator = at < 0 ? null : rest[at] === "|" ? "|" : ",";
    const text = (at < 0 ? rest : rest.slice(0, at)).replace(BLANKS, "");
    if (text !== "") yield { text, separator };
    rest = at < 0 ? "" : rest.slice(at + 1);
  }
}

/**
 * Parses a GOPROXY value the way Go does. Never fails: what Go would refuse becomes an `invalid` entry.
 * Source: cmd/go/internal/modfetch/proxy.go, proxyList and newProxyRepo, Go 1.13 to 1.27. `|` is a separator since 1.15.
 */
export function parseChain(value: string, reader: ChainReader = {}): Chain {
  const rules = rulesOf(reader);
  const entries: ChainEntry[] = [];
  for (const item of itemsOf(value, rules)) {
    const entry = toEntry(item, rules);
    entries.push(entry);
    if (entry.kind === "direct" || entry.kind === "off") break;
  }
  const invalid = entries.find((entry) => entry.kind === "invalid");
  const none = isSince(reader.goVersion, 15) ? NO_ENTRIES : NO_ENTRIES_BEFORE;
  return { value, entries, fault: entries.length === 0 ? none : (invalid?.fault ?? null) };
}

/** The endpoints that a chain's proxies name, in order, each once; `file://` proxies are no endpoints. */
export function chainEndpoints(chain: Chain): readonly { readonly name: string; readonly url: string }[] {
  const seen = new Map<string, { name: string; url: string }>();
  for (const entry of chain.entries) {
    if (entry.kind !== "proxy" || !/^https?:/i.test(entry.url)) continue;
    const name = endpointName(entry.url);
    if (!seen.has(name)) seen.set(name, { name, url: entry.url });
  }
  return [...seen.values()];
}
