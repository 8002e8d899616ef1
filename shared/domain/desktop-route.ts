// The HTTP proxy of the desktop (its settings, or a PAC script) against the one that the go command uses, which reads the
// environment alone. Where they differ, a browser gets through and Go does not. Pure.
import { redact } from "./endpoint.ts";
import type { Warning } from "./goenv.ts";
import { shellWord } from "./shell-word.ts";

/** How somebody gets to a URL. `unusable`: by something that Go cannot speak to, or that makes no sense. */
export type RouteTaken =
  | { readonly kind: "direct" }
  /** `url` as a proxy variable has it, without credentials. */
  | { readonly kind: "proxy"; readonly url: string }
  | { readonly kind: "unusable"; readonly raw: string };

/** What the desktop's resolver says of one endpoint, in the words of a PAC script: `PROXY host:port;DIRECT`. */
export interface DesktopAnswer {
  /** The endpoint's name. */
  readonly endpoint: string;
  readonly answer: string;
}

/** Both ways to one endpoint. */
export interface RoutePair {
  readonly endpoint: string;
  readonly desktop: RouteTaken;
  readonly go: RouteTaken;
}

/** Most of an answer that is kept of what makes no sense: it is shown, and comes from a script. */
const RAW_LIMIT = 80;

const SCHEMES: ReadonlyMap<string, string> = new Map([
  ["PROXY", "http"],
  ["HTTP", "http"],
  ["HTTPS", "https"],
  ["SOCKS5", "socks5"],
]);

/**
 * Reads the first choice of an answer; later ones are for when it fails. SOCKS without a number is version 4, which Go does
 * not speak, nor QUIC.
 */
export function readDesktopAnswer(answer: string): RouteTaken {
  const [first = ""] = answer.split(";");
  const [word = "", host = "", ...more] = first.trim().split(/\s+/);
  if (word.toUpperCase() === "DIRECT" && host === "") return { kind: "direct" };
  const scheme = SCHEMES.get(word.toUpperCase());
  const isPlain = /^(?:[a-z0-9._-]+|\[[0-9a-f:.]+\]):\d{1,5}$/i.test(host);
  if (scheme !== undefined && isPlain && more.length === 0) {
    return { kind: "proxy", url: `${scheme}://${host.toLowerCase()}` };
  }
  return {
    kind: "unusable",
    raw: redact(first.trim())
      .replace(/[^ -~]+/g, "?")
      .slice(0, RAW_LIMIT),
  };
}

/** Hosts that Go asks no proxy for, whatever its variables say: to set one would change nothing. */
function isAlwaysDirect(endpoint: string): boolean {
  const host = /^[a-z]+:\/\/(\[[^\]]*\]|[^/:]*)/i.exec(endpoint)?.[1]?.toLowerCase() ?? "";
  return host === "localhost" || host === "[::1]" || /^127(?:\.\d{1,3}){3}$/.test(host);
}

/** The variable that decides for an endpoint. */
function variableFor(endpoint: string): string {
  return endpoint.startsWith("http:") ? "HTTP_PROXY" : "HTTPS_PROXY";
}

function warningFor({ endpoint, desktop, go }: RoutePair): Warning | null {
  if (isAlwaysDirect(endpoint) || desktop.kind === "direct") return null;
  const name = variableFor(endpoint);
  if (desktop.kind === "unusable") {
    return go.kind === "direct" ? { code: "desktop-proxy-unusable", name, value: desktop.raw, endpoint } : null;
  }
  if (go.kind === "direct") return { code: "desktop-proxy-unused", name, value: desktop.url, endpoint };
  const isSame = go.kind === "proxy" && go.url === desktop.url;
  return isSame ? null : { code: "desktop-proxy-differs", name, value: desktop.url, endpoint };
}

/**
 * What to say of the pairs: one warning for each variable and proxy, about the first endpoint that it concerns. A desktop
 * that goes directly where Go uses a proxy is no matter: that was asked for in the environment.
 */
export function routeWarnings(pairs: readonly RoutePair[]): readonly Warning[] {
  const found = new Map<string, Warning>();
  for (const pair of pairs) {
    const warning = warningFor(pair);
    const key = warning === null ? "" : `${warning.code} ${warning.name ?? ""} ${warning.value ?? ""}`;
    if (warning !== null && !found.has(key)) found.set(key, warning);
  }
  return [...found.values()];
}

/**
 * The command that looks at the endpoint of a warning through the desktop's proxy, as Go would if its environment named it.
 * `null` for a warning of something else, and for a proxy that does not speak HTTP, which cannot be tried.
 */
export function trialCommand({ code, value = "", endpoint }: Warning): string | null {
  const isOther = code !== "desktop-proxy-unused" && code !== "desktop-proxy-differs";
  if (isOther || endpoint === undefined || !/^https?:\/\//.test(value)) return null;
  return `gangway probe --via-proxy ${shellWord(value)} ${shellWord(endpoint)}`;
}
