// What is wrong with GOPRIVATE, GONOPROXY, GONOSUMDB and GOINSECURE: patterns that match nothing, so that private paths go
// to public places without a word; patterns that match too much; variables that replace where people think they add.

import { redact } from "./endpoint.ts";
import type { EffectiveEnv } from "./goenv.ts";
import type { Finding, Fix, LintContext } from "./lint-finding.ts";
import { proxiesRead } from "./lint-goproxy-route.ts";
import { isPublicMirror } from "./lint-hosts.ts";
import { mendPattern, patternFlaw } from "./lint-pattern-flaw.ts";
import { matchingPattern, patternsIn } from "./module-pattern.ts";

/** The variables that hold patterns. */
export const PATTERN_VARIABLES = ["GOPRIVATE", "GONOPROXY", "GONOSUMDB", "GOINSECURE"] as const;
type PatternVariable = (typeof PATTERN_VARIABLES)[number];

/** Values that people give GONOPROXY so that it matches nothing, and proxies are asked for private paths too. */
const NOTHING = /^(none|off|no|false|direct)$/;

interface Lists {
  /** The value that somebody has set, without a carriage return; empty when it only follows from GOPRIVATE or from nothing. */
  readonly own: (name: PatternVariable) => string;
  readonly goproxy: string;
  readonly goVersion?: string | undefined;
}

/** The findings on the four variables with patterns. */
export function lintPatterns(env: EffectiveEnv, { goVersion }: LintContext): readonly Finding[] {
  const own = (name: PatternVariable): string => {
    const variable = env.variables[name];
    const isSet = variable !== undefined && (variable.origin === "os" || variable.origin === "file");
    return isSet ? variable.value.replace(/\r+$/, "") : "";
  };
  const lists: Lists = { own, goproxy: env.variables["GOPROXY"]?.value ?? "", goVersion };
  return [
    ...PATTERN_VARIABLES.flatMap((name) => [...flaws(name, own(name)), ...apexes(name, lists)]),
    ...everything(lists),
    ...replaced("GONOPROXY", lists),
    ...replaced("GONOSUMDB", lists),
    ...unshielded(lists),
    ...insecureProxies(lists),
  ];
}

function setList(name: PatternVariable, patterns: readonly string[]): Fix {
  return { changes: { [name]: patterns.length === 0 ? null : patterns.join(",") } };
}

function flaws(name: PatternVariable, value: string): readonly Finding[] {
  const patterns = patternsIn(value);
  return patterns.flatMap((pattern, index) => {
    const flaw = patternFlaw(pattern);
    if (flaw === null) return [];
    const mended = patterns.flatMap((other, at) => (at === index ? mendPattern(pattern) : [other]));
    const severity = name === "GOINSECURE" ? "warning" : "error";
    const better = mendPattern(pattern).join(",");
    const values = { variable: name, pattern: redact(pattern), better: redact(better) };
    const at = { variable: name, index, text: pattern };
    const said = flaw.code === "quoted-value" ? { variant: "variable" } : {};
    return [{ code: flaw.code, severity, at, ...said, values, fix: setList(name, mended) } satisfies Finding];
  });
}

function apexes(name: PatternVariable, { own, goVersion }: Lists): readonly Finding[] {
  if (name === "GOINSECURE") return [];
  const patterns = patternsIn(own(name));
  return patterns.flatMap((pattern, index) => {
    const apex = /^\*\.([^/*?[\\\s]+)\/?$/.exec(pattern)?.[1];
    if (apex === undefined || patternFlaw(pattern) !== null || patternFlaw(apex) !== null) return [];
    if (matchingPattern(own(name), apex, goVersion) !== null) return [];
    const fix = setList(name, [...patterns, apex]);
    const at = { variable: name, index, text: pattern };
    return [
      {
        code: "pattern-star-not-apex",
        severity: "info",
        at,
        values: { variable: name, pattern, apex },
        fix,
      } satisfies Finding,
    ];
  });
}

function coversAll(list: string): boolean {
  return patternsIn(list).some((pattern) => /^\*+\/?$/.test(pattern));
}

function everything({ own }: Lists): readonly Finding[] {
  const found: Finding[] = [];
  for (const name of ["GOPRIVATE", "GONOPROXY"] as const) {
    if (!coversAll(own(name))) continue;
    const at = { variable: name, text: own(name) };
    found.push({ code: "pattern-all", severity: "warning", variant: name, at, values: { variable: name } });
  }
  if (coversAll(own("GONOSUMDB"))) {
    const at = { variable: "GONOSUMDB", text: own("GONOSUMDB") };
    found.push({ code: "nosumdb-all", severity: "warning", at, values: {}, fix: setList("GONOSUMDB", []) });
  }
  if (coversAll(own("GOINSECURE"))) {
    const at = { variable: "GOINSECURE", text: own("GOINSECURE") };
    found.push({ code: "insecure-all", severity: "warning", at, values: {}, fix: setList("GOINSECURE", []) });
  }
  return found;
}

function replaced(name: "GONOPROXY" | "GONOSUMDB", { own, goVersion }: Lists): readonly Finding[] {
  const value = own(name);
  const shielded = patternsIn(own("GOPRIVATE")).filter((pattern) => patternFlaw(pattern) === null);
  const kept = new Set(patternsIn(value));
  const missing = shielded.filter((pattern) => !kept.has(pattern) && !coversAll(value) && !isCovered(pattern, value));
  if (value === "" || missing.length === 0) return [];
  const values = { variable: name, missing: missing.join(",") };
  const at = { variable: name, text: value };
  if (NOTHING.test(value)) return [{ code: "private-replaced", severity: "info", variant: "none", at, values }];
  const fix = setList(name, [...patternsIn(value), ...missing]);
  return [{ code: "private-replaced", severity: "warning", variant: name, at, values, fix }];

  function isCovered(pattern: string, list: string): boolean {
    return !/[*?[\\]/.test(pattern) && matchingPattern(list, pattern.replace(/\/$/, ""), goVersion) !== null;
  }
}

function unshielded({ own, goproxy }: Lists): readonly Finding[] {
  const value = own("GONOSUMDB");
  const isShielded = own("GOPRIVATE") !== "" || own("GONOPROXY") !== "";
  if (value === "" || isShielded || coversAll(value)) return [];
  const mirror = proxiesRead(goproxy).find(({ parts }) => parts !== null && isPublicMirror(parts));
  if (mirror === undefined) return [];
  const at = { variable: "GONOSUMDB", text: value };
  const fix = {
    changes: {
      GOPRIVATE:
        patternsIn(value)
          .flatMap((p) => mendPattern(p))
          .join(",") || null,
      GONOSUMDB: null,
    },
  };
  const values = { patterns: redact(value), mirror: mirror.parts?.host ?? "" };
  return [{ code: "nosumdb-without-private", severity: "warning", at, values, fix }];
}

/** GOINSECURE is not looked at for proxies, whatever it matches. */
function insecureProxies({ own, goproxy, goVersion }: Lists): readonly Finding[] {
  const value = own("GOINSECURE");
  const hosts = proxiesRead(goproxy).flatMap(({ parts }) => (parts?.scheme === "https" ? [parts.host] : []));
  const matches = (pattern: string): boolean =>
    hosts.some((host) => matchingPattern(pattern, host, goVersion) !== null);
  const patterns = patternsIn(value);
  const vain = patterns.filter(matches);
  const [first] = vain;
  if (first === undefined) return [];
  const host = hosts.find((name) => matchingPattern(first, name, goVersion) !== null) ?? "";
  const at = { variable: "GOINSECURE", index: patterns.indexOf(first), text: first };
  const fix = setList(
    "GOINSECURE",
    patterns.filter((pattern) => !matches(pattern)),
  );
  return [{ code: "insecure-no-help", severity: "warning", at, values: { pattern: first, host }, fix }];
}
