// Whether an answer came from a cache, as the headers of common proxies and networks of caches tell it. Pure.

/** What the headers say, and the one it was read from. */
export interface CacheSignal {
  /** A closed list; `unknown` when no header that is known here says either. */
  readonly kind: "hit" | "miss" | "unknown";
  /** `name: value`, at most 80 characters, plain ASCII; `null` without any header of a cache. */
  readonly raw: string | null;
}

const RAW_LIMIT = 80;

/**
 * Headers that say it in a word, the clearest first: RFC 9211, Cloudflare, nginx and Squid, Fastly and Varnish, CloudFront.
 * Where several caches speak (`MISS, HIT`), the last is the nearest to us.
 */
const WORDS = ["cache-status", "cf-cache-status", "x-cache", "x-cache-status", "x-cache-lookup"];

/** Headers that only tell that a cache stands there. */
const TRACES = ["x-served-by", "via"];

function shorten(name: string, value: string): string {
  const plain = `${name}: ${value}`.replace(/[^ -~]+/g, "?");
  return plain.length <= RAW_LIMIT ? plain : `${plain.slice(0, RAW_LIMIT - 3)}...`;
}

function readWord(value: string): CacheSignal["kind"] {
  const last = value.split(",").at(-1)?.toLowerCase() ?? "";
  // RFC 9211 says "hit" for a hit, "fwd=miss" or another fwd for none. Stale and revalidated answers came from the cache.
  if (/\bfwd=|\b(?:miss|bypass|dynamic|expired|none)\b|_miss\b/.test(last)) return "miss";
  return /\b(?:hit|stale|updating|revalidated|refreshhit)\b|_hit\b/.test(last) ? "hit" : "unknown";
}

function valueOf(headers: Readonly<Record<string, string>>, name: string): string {
  return (headers[name] ?? "").trim();
}

/** Reads the signal. `headers` has names in lower case. `Age` is a hit when it is over zero: only a cache counts it. */
export function cacheSignal(headers: Readonly<Record<string, string>>): CacheSignal {
  for (const name of WORDS) {
    const value = valueOf(headers, name);
    const kind = value === "" ? "unknown" : readWord(value);
    if (kind !== "unknown") return { kind, raw: shorten(name, value) };
  }
  const age = valueOf(headers, "age");
  if (/^\d{1,10}$/.test(age)) return { kind: Number(age) > 0 ? "hit" : "unknown", raw: shorten("age", age) };
  const trace = [...WORDS, ...TRACES].find((name) => valueOf(headers, name) !== "");
  return { kind: "unknown", raw: trace === undefined ? null : shorten(trace, valueOf(headers, trace)) };
}
