// What is wrong with a GOPROXY list as text: entries that Go refuses or takes for something else. Every refused entry has
// exactly one finding here. One such entry anywhere before `direct` or `off` breaks every download.
import { parseChain } from "./chain.ts";
import { redact } from "./endpoint.ts";
import { minorOf } from "./goenv-values.ts";
import type { LintCode } from "./lint-codes.ts";
import {
  type List,
  type ListEntry,
  readList,
  urlOf,
  type Written,
  without,
  withText,
  writeList,
} from "./lint-entries.ts";
import type { Finding, Fix, LintContext } from "./lint-finding.ts";
import { urlParts } from "./lint-hosts.ts";

/** A finding on one entry before it has its place and fix: how the entry should read, `null` where it should go. */
interface Flaw {
  readonly code: LintCode;
  readonly better: string | null;
}

const QUOTES = /^(["'“”‘’`])(.*)(["'“”‘’`])$/s;
/** What people put between entries, followed by what can only be another entry. */
const NEXT_ENTRY = String.raw`(?:direct|off)(?![\w.-])|[a-z][a-z0-9+.-]*:\/\/|[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)+`;
const WRONG_SEPARATOR = new RegExp(
  String.raw`\s*[，、；｜]\s*|\s*;\s*(?=${NEXT_ENTRY})|\s+(?=${NEXT_ENTRY})|\+(?=[a-z]+:\/\/|(?:direct|off)$)|(?<=^(?:direct|off))\+`,
  "i",
);
const WRONG_SEPARATORS = new RegExp(WRONG_SEPARATOR.source, "gi");
/** Go 1.15 was the first to know `|`. */
export const FIRST_MINOR_WITH_PIPE = 15;

function setGoproxy(value: string | null): Fix {
  return { changes: { GOPROXY: value } };
}

/** The list without entries that Go would refuse, with `direct` at the end when it was there. */
function sound(value: string): string | null {
  const { entries } = readList(value);
  const proxies = entries.filter((entry) => entry.kind === "proxy" && flawOf(entry) === null);
  const isDirect = entries.some((entry) => entry.kind === "direct");
  const ends: readonly Pick<ListEntry, "text" | "separator">[] = isDirect ? [{ text: "direct", separator: null }] : [];
  const parted = proxies.map((entry) => ({ text: entry.text, separator: entry.separator ?? ("," as const) }));
  return writeList([...parted, ...ends]);
}

/** The flaw of one entry that Go reads, or `null`. The first that fits says the most. */
function flawOf(entry: Pick<ListEntry, "text" | "kind">): Flaw | null {
  const { text, kind } = entry;
  if (kind === "direct" || kind === "off") return null;
  const quoted = QUOTES.exec(text)?.[2];
  if (quoted !== undefined || /^["'“‘`]|["'”’`]$/.test(text)) {
    return { code: "quoted-value", better: text.replace(/["'“”‘’`]/g, "").trim() };
  }
  if (WRONG_SEPARATOR.test(text)) return { code: "not-a-separator", better: null };
  if (/^(direct|off)$/i.test(text)) return { code: "keyword-case", better: text.toLowerCase() };
  return addressFlaw(text) ?? (kind === "invalid" ? { code: "broken-url", better: null } : null);
}

const SCHEME = /^([a-z][a-z0-9+.-]*):/i;
/** Slips of the finger for http and https. */
const SLIP = /^h+t+p*s*$|^htt?ps?s?$/i;

function addressFlaw(text: string): Flaw | null {
  const hostless = /^(https?)(?::\/?(?!\/)|\/\/)(.+)$/i.exec(text);
  if (hostless !== null) return { code: "no-host", better: hostless.slice(1).join("://") };
  const url = urlOf(text);
  const scheme = SCHEME.exec(url)?.[1]?.toLowerCase() ?? "";
  switch (scheme) {
    case "":
      return { code: "missing-scheme", better: text.startsWith("/") ? `file://${text}` : null };
    case "file":
      return fileFlaw(text);
    case "http":
    case "https":
      return urlParts(url)?.host === "" ? { code: "no-host", better: null } : null;
    default:
      return { code: "unknown-scheme", better: SLIP.test(scheme) ? url.replace(SCHEME, "https:") : null };
  }
}

function fileFlaw(text: string): Flaw | null {
  if (/^file:\/\/\/[^?#]*$/i.test(text)) return null;
  const path = text.replace(/^file:\/*/i, "/").replace(/[?#].*$/, "");
  return { code: "file-url", better: path === "/" ? null : `file://${path}` };
}

/** Whether Go would take the entry, and it is not one of the texts that merely look like it. */
export function isSound(entry: Pick<ListEntry, "text" | "kind">): boolean {
  return flawOf(entry) === null;
}

/** The entries with `better` in the place of one, or without that one when `better` is `null` or Go would refuse it too. */
export function replaceEntry(entries: Written, index: number, better: string | null): Written {
  const read = better === null ? undefined : readList(better).entries[0];
  const isBetter = read !== undefined && read.kind !== "invalid" && isSound(read);
  return better !== null && isBetter ? withText(entries, index, better) : without(entries, index);
}

/** The findings on the text of a GOPROXY value. */
export function lintGoproxyText(value: string, list: List, context: LintContext): readonly Finding[] {
  if (value === "") return [];
  if (list.entries.length === 0) {
    const at = { variable: "GOPROXY", text: value };
    // Before 1.15 Go took an empty list for `off`.
    const isOff = minorOf(context.goVersion) < FIRST_MINOR_WITH_PIPE;
    const refusal = isOff ? "module lookup disabled by GOPROXY=off" : (parseChain(value).fault ?? "");
    return [{ code: "empty-list", severity: "error", at, values: { refusal }, fix: setGoproxy(null) }];
  }
  const flaws = list.entries.filter(({ isRead }) => isRead).flatMap((entry) => flawFindings(value, list, entry));
  return [...flaws, ...harmless(list), ...tooNew(value, list, context)];
}

function flawFindings(value: string, list: List, entry: ListEntry): readonly Finding[] {
  const flaw = flawOf(entry);
  if (flaw === null) return [];
  const at = { variable: "GOPROXY", index: entry.index, text: entry.text };
  const values = { entry: redact(entry.text), refusal: entry.refusal, host: urlParts(entry.url)?.host ?? "" };
  const variant = variantOf(flaw.code, entry, values.refusal);
  const said = variant === undefined ? {} : { variant };
  return [
    { code: flaw.code, severity: "error", at, ...said, values, fix: setGoproxy(mended(value, list, entry, flaw)) },
  ];
}

function variantOf(code: LintCode, entry: ListEntry, refusal: string): string | undefined {
  if (code === "quoted-value") return "list";
  if (code === "not-a-separator") return separatorVariant(entry);
  return code === "broken-url" ? (refusal === "" ? "unsaid" : "said") : undefined;
}

function separatorVariant({ text, kind }: ListEntry): string {
  if (/^(?:direct|off)\+|\+(?:direct|off)$/i.test(text)) return kind === "invalid" ? "plus" : "plus-host";
  return kind === "invalid" ? "refused" : "host";
}

function mended(value: string, list: List, entry: ListEntry, { code, better }: Flaw): string | null {
  if (code === "quoted-value") return sound(value.replace(/["'“”‘’`]/g, ""));
  if (code === "not-a-separator") return sound(value.replace(WRONG_SEPARATORS, ","));
  return writeList(replaceEntry(list.entries, entry.index, better));
}

function harmless({ entries, empties }: List): readonly Finding[] {
  const fixed = writeList(entries);
  const empty: readonly Finding[] =
    empties === 0
      ? []
      : [
          {
            code: "empty-entry",
            severity: "info",
            at: { variable: "GOPROXY" },
            values: { count: empties },
            fix: setGoproxy(fixed),
          },
        ];
  const bare = entries.filter((e) => e.isRead && e.kind === "proxy" && e.url !== e.text && isSound(e));
  const implicit = bare.map(({ index, text, url }): Finding => {
    const at = { variable: "GOPROXY", index, text };
    const fix = setGoproxy(writeList(withText(entries, index, url)));
    return { code: "implicit-https", severity: "info", at, values: { entry: redact(text), url: redact(url) }, fix };
  });
  return [...empty, ...implicit];
}

function tooNew(value: string, { entries }: List, { goVersion }: LintContext): readonly Finding[] {
  if (minorOf(goVersion) >= FIRST_MINOR_WITH_PIPE || !value.includes("|")) return [];
  const fix = setGoproxy(writeList(entries.map((entry) => ({ ...entry, separator: "," }))));
  const values = { version: goVersion ?? "" };
  return [{ code: "pipe-too-new", severity: "error", at: { variable: "GOPROXY", text: "|" }, values, fix }];
}
