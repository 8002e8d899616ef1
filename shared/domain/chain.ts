import { endpointName } from "./endpoint.ts";

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
}

/** A parsed GOPROXY value: the entries Go looks at, in order. What stands behind `direct` or `off` is never looked at. */
export interface Chain {
  readonly value: string;
  readonly entries: readonly ChainEntry[];
}

// Source of the rules: cmd/go/internal/modfetch/proxy.go, proxyList and newProxyRepo, Go 1.15 to 1.27.

function toEntry(text: string, separator: "," | "|" | null): ChainEntry {
  if (text === "direct" || text === "off") return { kind: text, text, url: "", separator };
  const absolutePath = text.startsWith("/");
  const bare = /[.:/]/.test(text) && !text.includes(":/") && !absolutePath;
  const url = bare ? `https://${text}` : text;
  const supported = /^(https?|file):\/\//i.test(url) && !/\s/.test(url);
  return supported ? { kind: "proxy", text, url, separator } : { kind: "invalid", text, url: "", separator };
}

/** Parses a GOPROXY value the way Go does. Never fails: what Go would refuse becomes an `invalid` entry. */
export function parseChain(value: string): Chain {
  const entries: ChainEntry[] = [];
  let rest = value;
  while (rest !== "") {
    const at = rest.search(/[,|]/);
    const text = (at < 0 ? rest : rest.slice(0, at)).trim();
    const separator = at < 0 ? null : rest[at] === "|" ? "|" : ",";
    rest = at < 0 ? "" : rest.slice(at + 1);
    if (text === "") continue;
    const entry = toEntry(text, separator);
    const isLast = entry.kind === "direct" || entry.kind === "off";
    entries.push(isLast ? { ...entry, separator: null } : entry);
    if (isLast) break;
  }
  return { value, entries };
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
