// The pure half of the border between window and shell: who may ask, and where links lead.
import { fileURLToPath } from "node:url";

/** Whether `url` is our one page: the same file, or the same origin when the page comes from the development server. */
export function isOurPage(url: string, page: string): boolean {
  const [asked, ours] = [parseUrl(url), parseUrl(page)];
  if (asked === null || ours === null || asked.protocol !== ours.protocol) return false;
  if (ours.protocol === "file:") return asked.host === ours.host && fileURLToPath(asked) === fileURLToPath(ours);
  return asked.origin === ours.origin;
}

/** Whether the operating system's browser may be asked to open it. */
export function isSafeLink(url: string): boolean {
  const parsed = parseUrl(url);
  return parsed?.protocol === "https:" && parsed.username === "" && parsed.password === "";
}

function parseUrl(url: string): URL | null {
  return URL.canParse(url) ? new URL(url) : null;
}
