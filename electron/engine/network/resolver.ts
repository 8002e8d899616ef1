// What a resolv.conf says, and what its search domains look like. Pure.
import type { AttachmentHints } from "../../../shared/domain/network.ts";
import { plainAddress } from "./addresses.ts";

/** Whom names are asked of, and what is put behind short ones. */
export interface Resolver {
  /** Addresses, each once, in order of text: systems reorder them at will. */
  readonly servers: readonly string[];
  /** Lower case, each once, in order of text. */
  readonly search: readonly string[];
}

function tidy(words: readonly string[]): readonly string[] {
  return [...new Set(words)].sort();
}

/** A resolver from whatever a system says of it. */
export function resolverOf(servers: readonly string[], search: readonly string[] = []): Resolver {
  const domains = search.map((name) => name.toLowerCase().replace(/\.$/, "")).filter((name) => name !== "");
  return { servers: tidy(servers.map(plainAddress)), search: tidy(domains) };
}

/** The resolver in a resolv.conf: https://man7.org/linux/man-pages/man5/resolv.conf.5.html. Of several searches the last counts. */
export function resolverIn(text: string): Resolver {
  const lines = text.split("\n").map((line) =>
    line
      .replace(/[#;].*/, "")
      .trim()
      .split(/\s+/),
  );
  const servers = lines.filter(([key]) => key === "nameserver").map(([, address = ""]) => address);
  const search = lines.findLast(([key]) => key === "search" || key === "domain") ?? [];
  return resolverOf(servers, search.slice(1));
}

/** Whether the real resolvers stand behind a service of this machine, which every network has at the same address. */
export function isStub({ servers }: Resolver): boolean {
  return servers.length > 0 && servers.every((server) => server.startsWith("127."));
}

// Labels that companies put into inner names, and endings that only inner names have: with a name in front they are a
// company's, while `lan`, `home`, `local` and `localdomain` alone are what a home router gives out.
const COMPANY =
  /(^|\.)(corp|corporate|intra|intranet|internal|ad|ads|hq|office|enterprise)(\.|$)|[^.]\.(local|lan|intern|priv|private)$/;
const SCHOOL = /(^|\.)(edu|eduroam|k12)(\.|$)|\.ac\.[a-z]{2}$|(^|\.)(uni|univ)-/;
const HOME = /^(lan|home|local|localdomain|home\.arpa)$|(^|\.)(fritz\.box|speedport\.ip)$/;

/** What the search domains look like; a school's name tells more than a company's. */
export function searchDomainHint(search: readonly string[]): AttachmentHints["searchDomain"] {
  const told = search.filter((name) => !HOME.test(name));
  if (told.some((name) => SCHOOL.test(name))) return "school";
  return told.some((name) => COMPANY.test(name)) ? "company" : null;
}
