// A survey: a look at the network itself instead of at an endpoint. Who answers on port 80 in the place of a module proxy,
// who answers connections to addresses that are nobody's, whether the resolver makes names up. What it means for the kind of
// network is network-weights.ts; when one is made is survey-due.ts.
import type { Endpoint } from "./endpoint.ts";
import type { Steady } from "./time.ts";

/** What to survey. */
export interface SurveyErrand {
  /** When it was asked for; tells its outcome from that of another. */
  readonly begun: Steady;
  /** Unrelated hosts of endpoints; each is asked for one plain page. */
  readonly hosts: readonly string[];
  /** Whether to try who answers connections to documentation addresses. */
  readonly strays: boolean;
}

/**
 * What came of one plain HTTP request to an endpoint's host. `own`: an answer that may be the host's. `elsewhere`: a redirect
 * to another site. `sign-in`: status 511. `page`: a web page, which a host may have too. `unclear`: an error. `none`: nothing.
 */
export interface PlainAnswer {
  readonly host: string;
  readonly kind: "own" | "elsewhere" | "sign-in" | "page" | "unclear" | "none";
  /** Where to, or which page: two hosts with the same mark gave the same answer. Empty for `own` and `none`. */
  readonly mark: string;
  /** What a cache on the way calls itself; empty when none did. */
  readonly cache: string;
}

/** What was found. */
export interface Survey {
  readonly plain: readonly PlainAnswer[];
  /** Documentation addresses (RFC 5737) that were tried on port 443, and those that answered; both 0 when none was. */
  readonly strays: { readonly tried: number; readonly answered: number };
  /** The resolver gave an address for a name under .invalid, which nobody has; `null` when it was not asked. */
  readonly invented: boolean | null;
  /** Unrelated endpoints have one and the same address, and it is a private one or that of the invented name. */
  readonly oneAddress: boolean;
}

/** Whether a survey shows a sign-in page: for sure, perhaps, or not at all. */
export type Portal = "sure" | "likely" | null;

/** What the survey says of a sign-in page. One redirect alone may be the host's own doing. */
export function portalIn({ plain }: Survey): Portal {
  if (plain.some(({ kind }) => kind === "sign-in")) return "sure";
  const led = plain.filter(({ kind }) => kind === "elsewhere");
  if (led.length >= 2 || hasTwins(plain.filter(({ kind }) => kind === "page"))) return "sure";
  return led.length === 1 && plain.length === 1 ? "likely" : null;
}

function hasTwins(answers: readonly PlainAnswer[]): boolean {
  return new Set(answers.map(({ mark }) => mark)).size < answers.length;
}

/** What a cache that stands before unrelated hosts calls itself; `null` when there is none. */
export function sharedCache({ plain }: Survey): string | null {
  const named = plain.filter(({ cache }) => cache !== "").map(({ cache }) => cache);
  return named.find((cache, index) => named.indexOf(cache) !== index) ?? null;
}

/** Whether the survey shows that plain pages come from where they should. */
export function isOpen(survey: Survey): boolean {
  return portalIn(survey) === null && survey.plain.some(({ kind }) => kind === "own");
}

/**
 * Whether the sign-in page that was there before is gone: somebody answers, and nobody as the sign-in page did. What answers
 * need not be a redirect or a page of its own: many hosts of proxies have an error for a plain request.
 */
export function isLetOut(before: Survey, { plain }: Survey): boolean {
  const marks = new Set(before.plain.map(({ mark }) => mark));
  marks.delete("");
  const isShut = ({ kind, mark }: PlainAnswer): boolean =>
    kind === "sign-in" || kind === "elsewhere" || marks.has(mark);
  return plain.some(({ kind }) => kind !== "none") && !plain.some(isShut);
}

/** Names that are nobody's in the public web (RFC 2606, 6761, 6762, 8375, and what companies and routers use for themselves). */
const INNER_SUFFIX =
  /(?:^|\.)(?:localhost|local|localdomain|internal|intranet|private|corp|home|lan|invalid|test|example|onion|arpa|example\.(?:com|net|org))$/;

/** The part of a name under which one owner has all: two labels, a guess that joins too much rather than too little. */
export function siteOf(host: string): string {
  return host.split(".").slice(-2).join(".");
}

/**
 * The host of an endpoint that says something about the way to the Internet; `null` for all others. Only https on its own
 * port, by a name that the public web may know: a port of one's own, an address, or a name of the house leads elsewhere.
 * @internal
 */
export function surveyableHost({ url }: Pick<Endpoint, "url">): string | null {
  const host = /^https:\/\/(?:[^/?#]*@)?([^/?#@:]+)(?::443)?(?:[/?#]|$)/i
    .exec(url)?.[1]
    ?.toLowerCase()
    .replace(/\.$/, "");
  if (host === undefined || !/^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z][a-z0-9-]*$/.test(host)) return null;
  return INNER_SUFFIX.test(host) ? null : host;
}

/** How many hosts are asked: two that have nothing in common are enough to tell their doing from the network's. */
const MOST_HOSTS = 2;

/** Hosts to ask, of different sites, in the order of the endpoints. */
export function surveyHosts(endpoints: readonly Pick<Endpoint, "url">[]): readonly string[] {
  const bySite = new Map<string, string>();
  for (const endpoint of endpoints) {
    const host = surveyableHost(endpoint);
    if (host !== null && !bySite.has(siteOf(host))) bySite.set(siteOf(host), host);
    if (bySite.size === MOST_HOSTS) break;
  }
  return [...bySite.values()];
}
