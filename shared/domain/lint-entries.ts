// A GOPROXY list as it was written, entries that Go never looks at included, so that a finding can point at one and a fix
// can write the list anew.
import { parseChain } from "./chain.ts";
import { type UrlParts, urlParts } from "./lint-hosts.ts";

/** One entry as written. */
export interface ListEntry {
  /** Counted from 0 over the entries that are not empty. */
  readonly index: number;
  /** Trimmed, as Go does. */
  readonly text: string;
  /** What stands behind it; `null` at the end. */
  readonly separator: "," | "|" | null;
  readonly kind: "proxy" | "direct" | "off" | "invalid";
  /** What Go says instead of asking, without credentials; empty when it asks. */
  readonly refusal: string;
  /** The URL that Go makes of it, also where Go then refuses it. */
  readonly url: string;
  /** Its parts, where it has a host to speak of. */
  readonly parts: UrlParts | null;
  /** Whether Go looks at it at all: nothing in front of it is `direct` or `off`. */
  readonly isRead: boolean;
}

/** The list and how many of its entries are empty. */
export interface List {
  readonly entries: readonly ListEntry[];
  readonly empties: number;
}

/** Entries and separators as text in order. */
export type Written = readonly Pick<ListEntry, "text" | "separator">[];

/** The URL that Go makes of an entry: `https://` is put in front of what looks like a host. */
export function urlOf(text: string): string {
  const isHost = /[.:/]/.test(text) && !text.includes(":/") && !text.startsWith("/");
  return isHost ? `https://${text}` : text;
}

/** Reads the list. */
export function readList(value: string): List {
  const entries: ListEntry[] = [];
  let empties = 0;
  let isRead = true;
  const pieces = value.split(/([,|])/);
  for (let at = 0; at < pieces.length; at += 2) {
    const separator = pieces[at + 1] === "|" ? "|" : pieces[at + 1] === "," ? "," : null;
    const read = parseChain(pieces[at] ?? "").entries[0];
    if (read === undefined) {
      empties += 1;
      continue;
    }
    const { text, kind } = read;
    const refusal = read.fault ?? "";
    const url = urlOf(text);
    entries.push({ index: entries.length, text, separator, kind, refusal, url, parts: urlParts(url), isRead });
    if (kind === "direct" || kind === "off") isRead = false;
  }
  return { entries, empties };
}

/** The list as a value; `null`, which unsets, when nothing is left. */
export function writeList(entries: Written): string | null {
  const last = entries.length - 1;
  const text = entries.map((entry, at) => (at === last ? entry.text : `${entry.text}${entry.separator ?? ","}`));
  return entries.length === 0 ? null : text.join("");
}

/**
 * The entries without the one at `index`. What stood on both sides of it is then parted by `|` only if `|` stood on both:
 * a gatekeeper's comma is never lost. An `off` that comes to stand in front ends the list.
 */
export function without(entries: Written, index: number): Written {
  const gone = entries[index];
  const rest = entries.flatMap((entry, at): Written => {
    if (at === index) return [];
    if (at !== index - 1) return [entry];
    return [{ ...entry, separator: entry.separator === "|" && gone?.separator === "|" ? "|" : "," }];
  });
  return rest[0]?.text === "off" ? rest.slice(0, 1) : rest;
}

/** The entries with another text at `index`. */
export function withText(entries: Written, index: number, text: string): Written {
  return entries.map((entry, at) => (at === index ? { ...entry, text } : entry));
}

/** The entries with another separator behind the one at `index`. */
export function withSeparator(entries: Written, index: number, separator: "," | "|"): Written {
  return entries.map((entry, at) => (at === index ? { ...entry, separator } : entry));
}
