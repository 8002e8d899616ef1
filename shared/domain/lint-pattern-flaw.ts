// Patterns that can never match a module path, though their writer surely meant them to, and how they would.
import type { LintCode } from "./lint-codes.ts";
import { isMalformedGlob } from "./module-pattern.ts";

/** Why one pattern matches nothing, and what it should read; several patterns are parted by commas, none is empty. */
export interface PatternFlaw {
  readonly code: LintCode;
  readonly better: string;
}

/** The flaw of a pattern; `null` when it can match something. */
export function patternFlaw(pattern: string): PatternFlaw | null {
  if (/["'“”‘’`]/.test(pattern)) return { code: "quoted-value", better: pattern.replace(/["'“”‘’`]/g, "") };
  if (/[;|，、；｜]/.test(pattern)) return { code: "pattern-separator", better: pattern.replace(/[;|，、；｜]/g, ",") };
  if (/\s/.test(pattern)) return { code: "pattern-blank", better: pattern.trim().replace(/\s+/g, ",") };
  if (isMalformedGlob(pattern)) return { code: "pattern-malformed", better: "" };
  if (/[[\\]/.test(pattern)) return null;
  if (/[:@]/.test(pattern)) return { code: "pattern-scheme", better: pathOf(pattern) };
  if (/^\.+[^/]/.test(pattern)) {
    const name = pattern.replace(/^\.+/, "");
    return { code: "pattern-leading-dot", better: name === "" ? "" : `${name},*.${name}` };
  }
  if (/\/\.{3}\/*$/.test(pattern)) return { code: "pattern-dots", better: pattern.replace(/\/\.{3}\/*$/, "") };
  const [host = "", ...rest] = pattern.split("/");
  if (host === host.toLowerCase()) return null;
  return { code: "pattern-case", better: [host.toLowerCase(), ...rest].join("/") };
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
