// The linter: everything there is to know about a GOPROXY value, or about the whole effective go env. Findings are data;
// their sentences are in the `lint` texts.
import type { EffectiveEnv } from "./goenv.ts";
import { minorOf } from "./goenv-values.ts";
import { readList } from "./lint-entries.ts";
import { lintFile } from "./lint-file.ts";
import { bySeverity, type Finding, type LintContext } from "./lint-finding.ts";
import { lintGoproxyProxies } from "./lint-goproxy-proxies.ts";
import { lintGoproxyRoute } from "./lint-goproxy-route.ts";
import { lintGoproxyText } from "./lint-goproxy-text.ts";
import { lintPatterns } from "./lint-patterns.ts";
import { lintSumdb } from "./lint-sumdb.ts";
import { lintVariables } from "./lint-variables.ts";

/** Go 1.21 was the first whose GOPROXY and GOSUMDB have no built-in default. */
const FIRST_MINOR_WITHOUT_DEFAULT = 21;

/** What Go makes of a GOPROXY value: findings, those that matter most first. */
export function lintGoproxy(value: string, context: LintContext = {}): readonly Finding[] {
  if (value === "") return emptyValue("GOPROXY", context);
  const list = readList(value);
  return bySeverity([
    ...lintGoproxyText(value, list, context),
    ...lintGoproxyRoute(list, context),
    ...lintGoproxyProxies(list, context),
  ]);
}

/** What Go makes of the whole go env: findings on values, and on the file when `context` has its text. */
export function lintEnv(env: EffectiveEnv, context: LintContext = {}): readonly Finding[] {
  const variables = Object.fromEntries(Object.entries(env.variables).map(([name, { value }]) => [name, value]));
  const goVersion = env.go?.version ?? context.goVersion;
  const known: LintContext = { ...context, variables, ...(goVersion === undefined ? {} : { goVersion }) };
  const goproxy = variables["GOPROXY"];
  const found = [
    ...(goproxy === undefined ? [] : lintGoproxy(goproxy, known)),
    ...(variables["GOSUMDB"] === "" ? emptyValue("GOSUMDB", known) : []),
    ...lintSumdb(variables, known),
    ...lintPatterns(env, known),
    ...lintVariables(env, known),
    ...lintFile(env, known),
  ];
  return bySeverity(found.map((finding) => withoutVainFix(finding, env)));
}

/** Empty in force: from Go 1.21 on nothing stands in for it. */
function emptyValue(variable: "GOPROXY" | "GOSUMDB", { goVersion }: LintContext): readonly Finding[] {
  if (minorOf(goVersion) < FIRST_MINOR_WITHOUT_DEFAULT) return [];
  const refusal =
    variable === "GOPROXY" ? "GOPROXY list is not the empty string, but contains no entries" : "missing GOSUMDB";
  const fix = { changes: { [variable]: null } };
  return [{ code: "empty-value", severity: "error", at: { variable }, values: { variable, refusal }, fix }];
}

/** A variable of the OS environment wins over the file, so that a change of the file would help nobody. */
function withoutVainFix(finding: Finding, env: EffectiveEnv): Finding {
  const isVain = Object.keys(finding.fix?.changes ?? {}).some((name) => env.variables[name]?.origin === "os");
  if (!isVain || finding.code === "os-shadows-file") return finding;
  const { fix, ...rest } = finding;
  return fix === undefined ? rest : { ...rest, osFix: fix };
}
