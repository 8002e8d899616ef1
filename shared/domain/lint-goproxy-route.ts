// What is wrong with a GOPROXY list as a route: entries that are never reached, separators that stop where they should go
// on or go on where they should stop, the same proxy twice.
import { endpointName, redact } from "./endpoint.ts";
import { minorOf } from "./goenv-values.ts";
import {
  type List,
  type ListEntry,
  readList,
  type Written,
  without,
  withSeparator,
  writeList,
} from "./lint-entries.ts";
import type { Finding, Fix, LintContext, Severity } from "./lint-finding.ts";
import { FIRST_MINOR_WITH_PIPE, isSound } from "./lint-goproxy-text.ts";
import { isDead, isInternal, isLoopback, isPublicMirror, movedTo } from "./lint-hosts.ts";

function setGoproxy(value: string | null): Fix {
  return { changes: { GOPROXY: value } };
}

/** The findings on the order of a GOPROXY list and on what stands between its entries. */
export function lintGoproxyRoute(list: List, context: LintContext): readonly Finding[] {
  const read = list.entries.filter(({ isRead }) => isRead);
  return [...endings(list, read), ...separators(list.entries, read, context), ...duplicates(list.entries, read)];
}

/** Whether an entry that a fix brings into the list would be no trouble of its own. */
function isWelcome(entry: ListEntry): boolean {
  const isGone = entry.parts !== null && (isDead(entry.parts) || movedTo(entry.parts) !== null);
  const isSecret = entry.parts?.scheme === "http" && entry.parts.userinfo !== null;
  return entry.kind === "proxy" && isSound(entry) && !isGone && !isSecret;
}

function endings({ entries }: List, read: readonly ListEntry[]): readonly Finding[] {
  const end = read.at(-1);
  if (end === undefined || (end.kind !== "direct" && end.kind !== "off")) return [];
  const behind = entries.filter(({ isRead }) => !isRead);
  if (behind.length > 0) return [neverReached(read, behind, end)];
  if (read.length > 1) return [];
  const at = { variable: "GOPROXY", index: end.index, text: end.text };
  if (end.kind === "direct") return [{ code: "direct-alone", severity: "info", at, values: {} }];
  return [{ code: "off-alone", severity: "warning", at, values: {}, fix: setGoproxy(null) }];
}

function neverReached(read: readonly ListEntry[], behind: readonly ListEntry[], end: ListEntry): Finding {
  const first = behind[0];
  const values = { end: end.text, entries: redact(behind.map(({ text }) => text).join(", ")), count: behind.length };
  const place = { variable: "GOPROXY", ...(first === undefined ? {} : { index: first.index, text: first.text }) };
  if (end.kind === "off" && read.length > 1) {
    return {
      code: "never-reached",
      severity: "warning",
      variant: "off",
      at: place,
      values,
      fix: setGoproxy(writeList(read)),
    };
  }
  const proxies = behind.filter(isWelcome);
  const isDirect = end.kind === "direct" || behind.some(({ kind }) => kind === "direct");
  const ends: Written = isDirect ? [{ text: "direct", separator: null }] : [];
  const front = read.slice(0, -1);
  const kept = new Set(front.map(({ url }) => endpointName(url)));
  const moved = proxies.filter(({ url }) => !kept.has(endpointName(url)) && kept.add(endpointName(url)));
  const fix = setGoproxy(
    writeList([...front, ...moved, ...ends].map((e) => ({ ...e, separator: e.separator ?? "," }))),
  );
  if (end.kind === "off") {
    const at = { variable: "GOPROXY", index: end.index, text: end.text };
    return { code: "off-first", severity: "error", at, values, fix };
  }
  const variant = proxies.length > 0 ? "proxy" : "rest";
  return { code: "never-reached", severity: "warning", variant, at: place, values, fix };
}

function separators(
  entries: readonly ListEntry[],
  read: readonly ListEntry[],
  context: LintContext,
): readonly Finding[] {
  const knowsPipe = minorOf(context.goVersion) >= FIRST_MINOR_WITH_PIPE;
  return read.flatMap((entry, at) => {
    const next = read[at + 1];
    if (next === undefined || entry.kind !== "proxy" || entry.parts === null) return [];
    if (isPublicMirror(entry.parts)) {
      return entry.separator === "," && knowsPipe ? commaFindings(entries, entry, next) : [];
    }
    return entry.separator === "|" ? leakFindings({ entries, entry, behind: read.slice(at + 1) }, context) : [];
  });
}

function commaFindings(entries: readonly ListEntry[], entry: ListEntry, next: ListEntry): readonly Finding[] {
  const isNextMirror = next.kind === "proxy" && isMirror(next);
  if (!isNextMirror && next.kind !== "direct") return [];
  const fix = setGoproxy(writeList(withSeparator(entries, entry.index, "|")));
  const at = { variable: "GOPROXY", index: entry.index, text: entry.text };
  const values = { entry: endpointName(entry.url), next: next.kind === "direct" ? "direct" : endpointName(next.url) };
  return isNextMirror
    ? [{ code: "comma-between-mirrors", severity: "warning", at, values, fix }]
    : [{ code: "comma-before-direct", severity: "info", at, values, fix }];
}

/** Whether the proxy can only be one's own: it asks for a password, or its host is not public. */
function isOwn({ parts }: ListEntry): boolean {
  return parts !== null && (isInternal(parts.host) || parts.userinfo !== null);
}

function isMirror({ parts }: ListEntry): boolean {
  return parts !== null && isPublicMirror(parts);
}

/** The patterns of paths that no proxy is asked for; empty when there are none. */
function shieldIn(variables: LintContext["variables"] = {}): string {
  return variables["GONOPROXY"] || variables["GOPRIVATE"] || "";
}

interface Leak {
  readonly entries: readonly ListEntry[];
  readonly entry: ListEntry;
  /** What Go may go on to. */
  readonly behind: readonly ListEntry[];
}

function leakFindings({ entries, entry, behind }: Leak, { variables }: LintContext): readonly Finding[] {
  const mirror = behind.find(isMirror);
  // A relay on this machine is no gatekeeper.
  if (mirror === undefined || isLoopback(entry.parts?.host ?? "")) return [];
  const shield = shieldIn(variables);
  // Paths that a pattern covers go to no proxy at all, so only the rest can leak.
  const severity: Severity = isOwn(entry) && shield === "" ? "warning" : "info";
  const values = { entry: endpointName(entry.url), mirror: endpointName(mirror.url), shield };
  const at = { variable: "GOPROXY", index: entry.index, text: entry.text };
  const fix = setGoproxy(writeList(withSeparator(entries, entry.index, ",")));
  return [{ code: "pipe-leaks", severity, variant: shield === "" ? "bare" : "shielded", at, values, fix }];
}

function duplicates(entries: readonly ListEntry[], read: readonly ListEntry[]): readonly Finding[] {
  const proxies = read.filter(({ kind }) => kind === "proxy");
  return proxies.flatMap((entry, at) => {
    const name = endpointName(entry.url);
    if (!proxies.slice(0, at).some(({ url }) => endpointName(url) === name)) return [];
    const place = { variable: "GOPROXY", index: entry.index, text: entry.text };
    const fix = setGoproxy(writeList(without(entries, entry.index)));
    return [
      { code: "duplicate-entry", severity: "warning", at: place, values: { entry: name }, fix } satisfies Finding,
    ];
  });
}

/** The proxies that Go may ask, in order; none for a list that it refuses. */
export function proxiesRead(value: string): readonly ListEntry[] {
  return readList(value).entries.filter(({ isRead, kind }) => isRead && kind === "proxy");
}
