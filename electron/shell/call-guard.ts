// The pure half of the border between window and shell: who may ask, and with what.
import { fileURLToPath } from "node:url";
import type { CallName } from "../../shared/ipc/channels.ts";
import { CALL_ARGUMENTS, type Calls } from "../../shared/ipc/contract.ts";

/** The arguments of a call as the contract wants them, or what is wrong with them. */
export type ParsedCall<K extends CallName> =
  | { readonly ok: true; readonly args: Parameters<Calls[K]> }
  | { readonly ok: false; readonly complaint: string };

/** Checks what came over the border against the contract. */
export function parseCall<K extends CallName>(name: K, given: readonly unknown[]): ParsedCall<K> {
  const parsed = CALL_ARGUMENTS[name].safeParse(given);
  // The contract's own check ties each parser to the parameters of its call.
  if (parsed.success) return { ok: true, args: parsed.data as Parameters<Calls[K]> };
  const complaint = parsed.error.issues.map((i) => `${i.path.map(String).join(".") || "arguments"}: ${i.message}`);
  return { ok: false, complaint: complaint.join("; ") };
}

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
