// What is wrong with the go env file as a file: lines that say nothing to Go, values that Go would never have written,
// variables that count only elsewhere.
import { redact } from "./endpoint.ts";
import type { EffectiveEnv } from "./goenv.ts";
import { readValues } from "./goenv-text.ts";
import { refusedValue, type ValueContext } from "./goenv-values.ts";
import type { Finding, LintContext, Severity } from "./lint-finding.ts";
import { mendPattern } from "./lint-pattern-flaw.ts";
import { PATTERN_VARIABLES } from "./lint-patterns.ts";
import { patternsIn } from "./module-pattern.ts";

/** Variables that the go command and its libraries take from the process environment alone. */
const OS_ONLY: ReadonlySet<string> = new Set(
  "GODEBUG GOENV HTTP_PROXY HTTPS_PROXY NO_PROXY ALL_PROXY SSL_CERT_FILE SSL_CERT_DIR NETRC".split(" "),
);
/** Said already, and better, by findings of their own. */
const NONEXISTENT: ReadonlySet<string> = new Set(["GONOSUMCHECK", "GONOVERIFY"]);
/** A setting as a shell, a person or another tool would write it. */
const LOOKS_LIKE_SETTING = /^\uFEFF?\s*(?:(?:export|set|setx)\s+|\$env:)?\s*(GO[A-Z0-9_]*)\s*=(.*)\r?$/i;

interface FileLines {
  readonly lines: readonly string[];
  readonly values: ReadonlyMap<string, string>;
  readonly context: ValueContext;
}

/** The findings on the file. None when its text was not read or there is no file. */
export function lintFile(env: EffectiveEnv, { fileText, goVersion, platform }: LintContext): readonly Finding[] {
  if (fileText === undefined || fileText === null || env.file === null) return [];
  const values = readValues(fileText);
  const present = new Set(values.keys());
  const known = { ...(goVersion === undefined ? {} : { goVersion }), ...(platform === undefined ? {} : { platform }) };
  const file: FileLines = { lines: fileText.split("\n"), values, context: { ...known, present } };
  return [
    ...ignoredLines(file),
    ...repeatedLines(file),
    ...[...values].flatMap(([name, value]) => valueFindings(file, name, value)),
  ];
}

/** A change of one variable, where Go would make it. */
function change(file: FileLines, name: string, value: string | null): Pick<Finding, "fix"> {
  return refusedValue(name, value, file.context) === null ? { fix: { changes: { [name]: value } } } : {};
}

function ignoredLines({ lines }: FileLines): readonly Finding[] {
  const found: Finding[] = [];
  for (const line of lines) {
    const [, name, rest] = LOOKS_LIKE_SETTING.exec(line) ?? [];
    if (name === undefined || rest === undefined) continue;
    const isRead = /^[A-Z]/.test(line) && line.slice(0, line.indexOf("=")) === name && name === name.toUpperCase();
    if (isRead) continue;
    const variable = name.toUpperCase();
    const code = line.startsWith("\uFEFF") ? "byte-order-mark" : "ignored-line";
    const text = line.replace(/^\uFEFF/, "").replace(/\r$/, "");
    found.push({ code, severity: "warning", at: { variable, text }, values: { variable, line: redact(text) } });
  }
  return found;
}

function repeatedLines(file: FileLines): readonly Finding[] {
  const counts = new Map<string, number>();
  for (const line of file.lines) {
    const name = /^([A-Z][^=]*)=/.exec(line)?.[1];
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].flatMap(([variable, count]) => {
    if (count < 2) return [];
    const last = clean(file.values.get(variable) ?? "");
    const values = { variable, count, value: redact(last) };
    const fix = change(file, variable, last === "" ? null : last);
    return [{ code: "duplicate-line", severity: "warning", at: { variable }, values, ...fix } satisfies Finding];
  });
}

function clean(value: string): string {
  return value.replace(/\r+$/, "");
}

function valueFindings(file: FileLines, variable: string, value: string): readonly Finding[] {
  const found: Finding[] = [];
  if (OS_ONLY.has(variable)) {
    const fix = change(file, variable, null);
    found.push({ code: "no-effect-in-file", severity: "warning", at: { variable }, values: { variable }, ...fix });
  } else if (!NONEXISTENT.has(variable)) {
    const refusal = refusedValue(variable, clean(value), file.context);
    const fix = change(file, variable, null);
    if (refusal !== null) {
      const at = { variable, text: value };
      found.push({ code: "refused-value", severity: "error", at, values: { variable, refusal }, ...fix });
    }
  }
  if (value.endsWith("\r")) found.push(carriageReturn(file, variable, value));
  return found;
}

function carriageReturn(file: FileLines, variable: string, value: string): Finding {
  const isPatterns = PATTERN_VARIABLES.some((name) => name === variable);
  const severity: Severity =
    isPatterns && variable !== "GOINSECURE" ? "error" : variable === "GOPROXY" ? "info" : "warning";
  const mended = isPatterns
    ? patternsIn(clean(value))
        .flatMap((p) => mendPattern(p))
        .join(",")
    : clean(value);
  const fix = change(file, variable, mended === "" ? null : mended);
  const variant = isPatterns ? "patterns" : "value";
  return { code: "carriage-return", severity, variant, at: { variable, text: value }, values: { variable }, ...fix };
}
