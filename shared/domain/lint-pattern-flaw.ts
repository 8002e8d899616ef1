// Patterns that can never match a module path, though their writer surely meant them to, and how they would.
import type { LintCode } from "./lint-codes.ts";
import { isMalformedGlob } from "./module-pattern.ts";

/** Why one pattern matches nothing, and what it should read; several patterns are parted by commas, none is empty. */
export interface PatternFlaw {
  readonly code: LintCode;
  readonly better: string;
}

interface Rule {
  readonly code: LintCode;
  readonly applies: (pattern: string) => boolean;
  readonly better: (pattern: string) => string;
}

/** Flaws of any text, then flaws of a plain glob; the first that applies counts. */
const ANYWHERE: readonly Rule[] = [
  { code: "quoted-value", applies: (p) => /["'“”‘’`]/.test(p), better: (p) => p.replace(/["'“”‘’`]/g, "") },
  { code: "pattern-separator", applies: (p) => /[;|，、；｜]/.test(p), better: (p) => p.replace(/[;|，、；｜]/g, ",") },
  { code: "pattern-blank", applies: (p) => /\s/.test(p), better: (p) => p.trim().replace(/\s+/g, ",") },
  { code: "pattern-malformed", applies: isMalformedGlob, better: () => "" },
];
const PLAIN: readonly Rule[] = [
  { code: "pattern-scheme", applies: (p) => /[:@]/.test(p), better: pathOf },
  { code: "pattern-leading-dot", applies: (p) => /^\.+[^/]/.test(p), better: withoutLeadingDot },
  { code: "pattern-dots", applies: (p) => /\/\.{3}\/*$/.test(p), better: (p) => p.replace(/\/\.{3}\/*$/, "") },
  {
    code: "pattern-case",
    applies: (p) => /^[^/]*[A-Z]/.test(p),
    better: (p) => p.replace(/^[^/]*/, (host) => host.toLowerCase()),
  },
];

/** The flaw of a pattern; `null` when it can match something. Classes and escapes are taken as meant. */
export function patternFlaw(pattern: string): PatternFlaw | null {
  const rules = /[[\\]/.test(pattern) ? ANYWHERE : [...ANYWHERE, ...PLAIN];
  const rule = rules.find(({ applies }) => applies(pattern));
  return rule === undefined ? null : { code: rule.code, better: rule.better(pattern) };
}

function withoutLeadingDot(pattern: string): string {
  const name = pattern.replace(/^\.+/, "");
  return name === "" ? "" : `${name},*.${name}`;
}

/** The module path in a URL or in an address as ssh has it. */
function pathOf(text: string): string {
  const address = text.replace(/^[a-z][a-z0-9+.-]*:\/*/i, (scheme) => (scheme.includes("/") ? "" : scheme));
  const path = address
    .replace(/^[^/@]*@/, "")
    .replace(/:\d+(?=\/|$)/, "")
    .replace(/:\/*/g, "/");
  return path
    .replace(/@/g, "")
    .replace(/\.git$/, "")
    .replace(/^\/+/, "");
}

/** More rounds than a pattern has kinds of flaws. */
const MOST_ROUNDS = 12;

/** The patterns that the pattern should read, without any flaw; none when nothing is to be saved. */
export function mendPattern(pattern: string, rounds = MOST_ROUNDS): readonly string[] {
  const flaw = patternFlaw(pattern);
  if (flaw === null) return [pattern];
  if (rounds === 0) return [];
  return flaw.better.split(",").flatMap((part) => (part === "" ? [] : mendPattern(part, rounds - 1)));
}
