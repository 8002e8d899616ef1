// What is wrong with single proxies of a GOPROXY list that Go would take: credentials, plain http, queries, proxies that
// are gone, and what all of them together mean for the checksum database.
import { endpointName, redact } from "./endpoint.ts";
import type { LintCode } from "./lint-codes.ts";
import { type List, type ListEntry, writeList } from "./lint-entries.ts";
import type { Finding, Fix, LintContext, Severity } from "./lint-finding.ts";
import { isSound, replaceEntry } from "./lint-goproxy-text.ts";
import {
  isDead,
  isInternal,
  isLoopback,
  isPublicMirror,
  movedTo,
  passesSumdb,
  REPLACEMENT,
  stripUrl,
  type UrlParts,
} from "./lint-hosts.ts";

/** A proxy in the list, with its parts. */
interface Proxy {
  readonly entries: readonly ListEntry[];
  readonly entry: ListEntry;
  readonly parts: UrlParts;
}

/** The findings on the proxies that Go reads in the list. */
export function lintGoproxyProxies({ entries }: List, context: LintContext): readonly Finding[] {
  const proxies = entries.flatMap((entry): readonly Proxy[] => {
    const isProxy = entry.isRead && entry.kind === "proxy" && isSound(entry);
    return isProxy && entry.parts !== null ? [{ entries, entry, parts: entry.parts }] : [];
  });
  const single = proxies.flatMap((proxy) => [
    ...credentials(proxy),
    ...plain(proxy),
    ...surplus(proxy),
    ...gone(proxy),
  ]);
  return [...single, ...unverifiedRoute(proxies, context)];
}

/** A finding on one proxy; `text` is what should stand in its place, `null` nothing. */
function finding(proxy: Proxy, code: LintCode, better: { severity: Severity; text: string | null }): Finding {
  const { entries, entry, parts } = proxy;
  const changed = replaceEntry(entries, entry.index, better.text);
  const fix: Fix = { changes: { GOPROXY: writeList(changed) } };
  const at = { variable: "GOPROXY", index: entry.index, text: entry.text };
  const values = { entry: endpointName(entry.url), host: parts.host, better: redact(better.text ?? "") };
  return { code, severity: better.severity, at, values, fix };
}

function credentials(proxy: Proxy): readonly Finding[] {
  const { entry, parts } = proxy;
  if (parts.userinfo === null) return [];
  const bare = stripUrl(entry.url, "userinfo");
  if (parts.scheme === "https") return [finding(proxy, "credentials-in-value", { severity: "warning", text: bare })];
  const text = isLoopback(parts.host) ? bare : bare.replace(/^http:/i, "https:");
  return [finding(proxy, "credentials-over-http", { severity: "error", text })];
}

function plain(proxy: Proxy): readonly Finding[] {
  const { entry, parts } = proxy;
  if (parts.scheme !== "http" || parts.userinfo !== null || isInternal(parts.host)) return [];
  return [finding(proxy, "plain-http", { severity: "warning", text: entry.url.replace(/^http:/i, "https:") })];
}

function surplus(proxy: Proxy): readonly Finding[] {
  const { entry, parts } = proxy;
  const found: Finding[] = [];
  const { severity } = { severity: "warning" as const };
  if (parts.query !== "") found.push(finding(proxy, "query-kept", { severity, text: stripUrl(entry.url, "query") }));
  if (parts.fragment !== "") {
    found.push(finding(proxy, "fragment-dropped", { severity: "info", text: stripUrl(entry.url, "fragment") }));
  }
  return found;
}

function gone(proxy: Proxy): readonly Finding[] {
  const { entries, entry, parts } = proxy;
  const moved = movedTo(parts);
  if (moved !== null) return [finding(proxy, "renamed-proxy", { severity: "error", text: moved })];
  if (!isDead(parts)) return [];
  const isReplaced = entries.some((e) => e.isRead && e !== entry && e.parts !== null && isPublicMirror(e.parts));
  return [finding(proxy, "dead-proxy", { severity: "error", text: isReplaced ? null : REPLACEMENT })];
}

/** Go asks each proxy in turn whether it passes the database through; when none does, it goes there itself. */
function unverifiedRoute(proxies: readonly Proxy[], { variables }: LintContext): readonly Finding[] {
  const first = proxies[0];
  const isDefault = (variables?.["GOSUMDB"] ?? "sum.golang.org") === "sum.golang.org";
  if (first === undefined || !isDefault) return [];
  if (proxies.some(({ parts }) => passesSumdb(parts) !== false)) return [];
  const at = { variable: "GOPROXY", index: first.entry.index, text: first.entry.text };
  const fix = { changes: { GOSUMDB: "sum.golang.google.cn" } };
  const values = { entry: endpointName(first.entry.url) };
  return [{ code: "mirror-without-sumdb", severity: "info", at, values, fix }];
}
