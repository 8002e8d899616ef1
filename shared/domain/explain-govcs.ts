// GOVCS: which version control systems Go may run for which modules in direct mode. Source: parseGOVCS, allow and
// checkGOVCS in cmd/go/internal/vcs/vcs.go of Go 1.16 to 1.27.
import { matchingPattern } from "./module-pattern.ts";

interface Rule {
  readonly pattern: string;
  readonly allowed: readonly string[];
}

/** Go's own rules stand behind the user's and are never taken away. */
const DEFAULT_RULES: readonly Rule[] = [
  { pattern: "private", allowed: ["all"] },
  { pattern: "public", allowed: ["git", "hg"] },
];

/** What Go says of a GOVCS value that it cannot use; `null` for one that it can. */
export function govcsRefusal(value: string): string | null {
  const rules = parse(value);
  return typeof rules === "string" ? rules : null;
}

/** What is asked of GOVCS: may this system be run for this module? */
export interface VcsQuestion {
  /** The root of the repository as a path, or the module path where it is not known. */
  readonly path: string;
  /** Whether GOPRIVATE covers the path. */
  readonly isPrivate: boolean;
  /** `git`, `hg`, `svn`, `fossil`, `bzr`. */
  readonly vcs: string;
}

/** Whether Go may run the system. With a value that Go cannot use, none may be. */
export function govcsAllows(value: string, { path, isPrivate, vcs }: VcsQuestion): boolean {
  const rules = parse(value);
  if (typeof rules === "string") return false;
  const rule = [...rules, ...DEFAULT_RULES].find(({ pattern }) => {
    if (pattern === "private") return isPrivate;
    return pattern === "public" ? !isPrivate : matchingPattern(pattern, path) !== null;
  });
  return rule !== undefined && rule.allowed.some((name) => name === vcs || name === "all");
}

function parse(value: string): readonly Rule[] | string {
  if (value.trim() === "") return [];
  const rules: Rule[] = [];
  const seen = new Map<string, string>();
  for (const item of value.split(",").map((text) => text.trim())) {
    const rule = parseItem(item, seen);
    if (typeof rule === "string") return rule;
    seen.set(rule.pattern, item);
    rules.push(rule);
  }
  return rules;
}

function parseItem(item: string, seen: ReadonlyMap<string, string>): Rule | string {
  if (item === "") return "empty entry in GOVCS";
  const at = item.indexOf(":");
  if (at < 0) return `malformed entry in GOVCS (missing colon): "${item}"`;
  const pattern = item.slice(0, at).trim();
  const list = item.slice(at + 1).trim();
  if (pattern === "") return `empty pattern in GOVCS: "${item}"`;
  if (list === "") return `empty VCS list in GOVCS: "${item}"`;
  if (/^\.\.?(\/|$)/.test(pattern)) return `relative pattern not allowed in GOVCS: "${pattern}"`;
  const earlier = seen.get(pattern);
  if (earlier !== undefined) return `unreachable pattern in GOVCS: "${item}" after "${earlier}"`;
  const allowed = list.split("|").map((name) => name.trim());
  return allowed.includes("") ? `empty VCS name in GOVCS: "${item}"` : { pattern, allowed };
}
