// What an answer to a plain HTTP request says about who gave it. Pure; it is asked for in wire.ts.
import { createHash } from "node:crypto";
import { type PlainAnswer, siteOf } from "../../../shared/domain/survey.ts";
import type { Answer } from "../probe/answer.ts";

/** The parts of an answer that count. */
export type Page = Pick<Answer, "status" | "headers" | "location" | "contentType" | "body">;

/** What the networks of operators call their caches: ordinary for a host, and no sign of anything on our way. */
const OPERATORS =
  /varnish|cloudfront|cloudflare|google|akamai|fastly|vegur|edgecast|\bcdn|azure|kunlun|tengine|\[\d+,\d+/i;

/** Longest mark that is kept of what a stranger says. */
const LONGEST = 80;

/** A page that sends a browser on, by itself or by a script. */
const SENT_ON =
  /(?:http-equiv\s*=\s*["']?refresh[^>]*?url\s*=\s*|\blocation(?:\.href)?\s*=\s*|\blocation\.(?:replace|assign)\s*\(\s*)["']?(https?:\/\/[^"'<>\s)]+)/i;

/** What a host said to a request with this random text in it; `page` is `null` when nothing came. */
export function plainAnswer(host: string, page: Page | null, nonce: string): PlainAnswer {
  if (page === null) return { host, kind: "none", mark: "", cache: "" };
  return { host, ...meaningOf(host, page, nonce), cache: printable(cacheOf(page)) };
}

function meaningOf(host: string, page: Page, nonce: string): Pick<PlainAnswer, "kind" | "mark"> {
  const { status, location, body } = page;
  if (status === 511) return { kind: "sign-in", mark: "511" };
  if (status >= 300 && status <= 399) return location === null ? { kind: "unclear", mark: "" } : ledTo(host, location);
  // What fails says neither.
  if (status !== 200) return { kind: status < 300 ? "own" : "unclear", mark: "" };
  const sentOn = SENT_ON.exec(body)?.[1];
  if (sentOn !== undefined) return ledTo(host, sentOn);
  if (!isHtml(page)) return { kind: "own", mark: "" };
  const common = body.replaceAll(host, "").replaceAll(nonce, "");
  return { kind: "page", mark: createHash("sha256").update(common).digest("hex").slice(0, 12) };
}

function ledTo(host: string, location: string): Pick<PlainAnswer, "kind" | "mark"> {
  const base = `http://${host}/`;
  if (!URL.canParse(location, base)) return { kind: "unclear", mark: "" };
  const { hostname } = new URL(location, base);
  if (siteOf(hostname) === siteOf(host)) return { kind: "own", mark: "" };
  return { kind: "elsewhere", mark: printable(hostname) };
}

function isHtml({ contentType, body }: Page): boolean {
  return /html/.test(contentType) || /^\s*<(?:!doctype|html|head|body|meta|script)\b/i.test(body);
}

/** The name of a cache that is not the host's own: of Via the first hop, which is the one next to us, is the last. */
function cacheOf({ headers }: Page): string {
  const via = headers["via"]?.split(",").at(-1)?.trim().split(/\s+/)[1] ?? "";
  const from = /\b(?:HIT|MISS)\s+from\s+(\S+)/i.exec(headers["x-cache"] ?? "")?.[1] ?? "";
  const name = via !== "" ? via : from;
  return OPERATORS.test(`${headers["via"] ?? ""} ${name}`) ? "" : name;
}

function printable(text: string): string {
  return text.replace(/[^ -~]+/g, "?").slice(0, LONGEST);
}
