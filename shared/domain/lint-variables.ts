// What is wrong with variables that are neither a list of proxies nor of patterns, and with what the environment says.
import { redact } from "./endpoint.ts";
import { govcsRefusal } from "./explain-govcs.ts";
import type { EffectiveEnv } from "./goenv.ts";
import { refusedValue } from "./goenv-values.ts";
import type { Finding, LintContext } from "./lint-finding.ts";

/** Names that go about in articles and that no Go from 1.13 to 1.27 has known. */
const NONEXISTENT = ["GONOSUMCHECK", "GONOVERIFY"] as const;
/** Variables in whose values quotes have no meaning; in GOFLAGS, CC and the like they have. Patterns are judged one by one. */
const UNQUOTED = ["GOSUMDB", "GOVCS", "GOTOOLCHAIN"] as const;
const QUOTED = /^(["'])(.*)\1\r?$/s;
const INSECURE_FLAG = /(?:^|\s)--?insecure(?:=\S*)?(?=\s|$)/g;

/** The findings on single variables. */
export function lintVariables(env: EffectiveEnv, context: LintContext): readonly Finding[] {
  return [
    ...shadowed(env),
    ...quoted(env),
    ...flags(env),
    ...modes(env),
    ...nonexistent(env, context),
    ...proxyVariables(context),
  ];
}

function shadowed(env: EffectiveEnv): readonly Finding[] {
  return Object.entries(env.variables).flatMap(([variable, { value, origin, shadows }]) => {
    if (origin !== "os" || shadows === undefined || shadows === value) return [];
    const values = { variable, value: redact(value), shadows: redact(shadows) };
    return [{ code: "os-shadows-file", severity: "warning", at: { variable }, values } satisfies Finding];
  });
}

function quoted(env: EffectiveEnv): readonly Finding[] {
  return UNQUOTED.flatMap((variable) => {
    const value = env.variables[variable]?.value ?? "";
    const inner = QUOTED.exec(value)?.[2]?.trim();
    if (inner === undefined) return [];
    const fix = { changes: { [variable]: inner === "" ? null : inner } };
    const at = { variable, text: value };
    return [
      {
        code: "quoted-value",
        severity: "error",
        variant: "variable",
        at,
        values: { variable },
        fix,
      } satisfies Finding,
    ];
  });
}

function flags(env: EffectiveEnv): readonly Finding[] {
  const value = env.variables["GOFLAGS"]?.value ?? "";
  const found: Finding[] = [];
  const at = { variable: "GOFLAGS", text: value };
  const rest = value.replace(INSECURE_FLAG, "").trim();
  if (rest !== value.trim()) {
    const fix = { changes: { GOFLAGS: rest === "" ? null : rest } };
    found.push({ code: "goflags-insecure", severity: "warning", at, values: {}, fix });
  }
  if (/(?:^|\s)--?mod=vendor(?=\s|$)/.test(value))
    found.push({ code: "goflags-vendor", severity: "info", at, values: {} });
  return found;
}

function modes(env: EffectiveEnv): readonly Finding[] {
  const found: Finding[] = [];
  const at = (variable: string) => ({ variable, text: env.variables[variable]?.value ?? "" });
  if (env.variables["GO111MODULE"]?.value === "off") {
    const fix = { changes: { GO111MODULE: null } };
    found.push({ code: "module-mode-off", severity: "warning", at: at("GO111MODULE"), values: {}, fix });
  }
  if (env.variables["GOENV"]?.value === "off")
    found.push({ code: "goenv-off", severity: "info", at: at("GOENV"), values: {} });
  const refusal = govcsRefusal(env.variables["GOVCS"]?.value ?? "");
  if (refusal !== null) {
    const fix = { changes: { GOVCS: null } };
    found.push({ code: "govcs-malformed", severity: "error", at: at("GOVCS"), values: { refusal }, fix });
  }
  return found;
}

function nonexistent(env: EffectiveEnv, { environment, goVersion }: LintContext): readonly Finding[] {
  const known = goVersion === undefined ? {} : { goVersion };
  return NONEXISTENT.flatMap((variable) => {
    const { origin, shadows } = env.variables[variable] ?? {};
    const inFile = origin === "file" || shadows !== undefined;
    if (!inFile && origin !== "os" && !environment?.[variable]) return [];
    const present = new Set(inFile ? [variable] : []);
    const isRemovable = inFile && refusedValue(variable, null, { present, ...known }) === null;
    const fix = isRemovable ? { fix: { changes: { [variable]: null } } } : {};
    const at = { variable };
    return [{ code: "nonexistent-variable", severity: "warning", at, values: { variable }, ...fix } satisfies Finding];
  });
}

function proxyVariables({ environment }: LintContext): readonly Finding[] {
  const value = (name: string): string => environment?.[name] || environment?.[name.toLowerCase()] || "";
  const isVain = value("ALL_PROXY") !== "" && value("HTTPS_PROXY") === "";
  if (!isVain) return [];
  const values = { value: redact(value("ALL_PROXY")) };
  return [{ code: "all-proxy-ignored", severity: "warning", at: { variable: "ALL_PROXY" }, values }];
}
