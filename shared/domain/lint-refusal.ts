import { redact } from "./endpoint.ts";
import type { ListEntry } from "./lint-entries.ts";

/**
 * What the go command says of an entry that it refuses, without `go: MODULE@VERSION: ` in front, credentials replaced;
 * empty for an entry that it takes. Source: newProxyRepo in cmd/go/internal/modfetch/proxy.go, parseHost in net/url.
 */
export function refusalOf({ kind, text, url }: Pick<ListEntry, "kind" | "text" | "url">): string {
  if (kind === "direct" || kind === "off") return "";
  const said = redact(url);
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase();
  if (scheme === undefined) return `invalid proxy URL missing scheme: ${redact(text)}`;
  if (scheme === "file") {
    return /^file:\/\/(?:\/[^?#]*)?$/i.test(url) ? "" : `invalid file:// proxy URL with non-path elements: ${said}`;
  }
  if (scheme !== "http" && scheme !== "https") {
    return `invalid proxy URL scheme (must be https, http, file): ${said}`;
  }
  const host = /^https?:\/\/(?:[^/?#]*@)?([^/?#]*)/i.exec(url)?.[1] ?? "";
  const port = /^[^[:]*(:.*)$/.exec(host)?.[1] ?? "";
  return /^(:\d*)?$/.test(port) ? "" : `parse "${said}": invalid port "${port}" after host`;
}
