// What a change of GOPRIVATE and its relatives means for people: who learns of which modules, and what is no longer
// checked. Sources: cmd/go/internal/modfetch, go.dev/ref/mod ("Private modules"), docs/claims.md. Pure.
import { parseChain } from "./chain.ts";
import { redact } from "./endpoint.ts";
import { patternsIn } from "./module-pattern.ts";

/** One consequence, as data: its sentence is `profiles:consequence.<code>`. No value holds credentials. */
export interface Consequence {
  readonly code:
    | "fetched-directly"
    | "told-to-proxy"
    | "unverified"
    | "verified"
    | "nothing-verified"
    | "all-verified"
    | "insecure"
    | "insecure-no-proxy"
    | "secure-again";
  readonly severity: "error" | "warning" | "info";
  readonly values: Readonly<Record<string, string>>;
}

type Values = Readonly<Record<string, string>>;

/** What follows when the values become `then` instead of `now`; empty when none of the family changes what Go does. */
export function consequences(now: Values, then: Values): readonly Consequence[] {
  return [...ofRoutes(now, then), ...ofChecksums(now, then), ...ofInsecure(now, then)];
}

/** GONOPROXY and GONOSUMDB are what GOPRIVATE is, unless they are set themselves (cmd/go/internal/cfg). */
function listOf(name: "GONOPROXY" | "GONOSUMDB", values: Values): readonly string[] {
  const own = values[name] ?? "";
  return patternsIn(own === "" ? (values["GOPRIVATE"] ?? "") : own);
}

function difference(from: readonly string[], to: readonly string[]): string {
  return to.filter((pattern) => !from.includes(pattern)).join(", ");
}

/** The first proxy that would be asked; `null` where none is. */
function firstProxy(values: Values): string | null {
  const first = parseChain(values["GOPROXY"] ?? "").entries[0];
  return first?.kind === "proxy" ? redact(first.text) : null;
}

function ofRoutes(now: Values, then: Values): readonly Consequence[] {
  const [before, after] = [listOf("GONOPROXY", now), listOf("GONOPROXY", then)];
  const proxy = firstProxy(then);
  const [added, dropped] = [difference(before, after), difference(after, before)];
  const found: Consequence[] = [];
  if (added !== "") found.push({ code: "fetched-directly", severity: "info", values: { patterns: added } });
  if (dropped !== "" && proxy !== null)
    found.push({ code: "told-to-proxy", severity: "warning", values: { patterns: dropped, proxy } });
  return found;
}

function isOff(values: Values): boolean {
  return values["GOSUMDB"] === "off";
}

function ofChecksums(now: Values, then: Values): readonly Consequence[] {
  const found: Consequence[] = [];
  if (isOff(then)) {
    if (!isOff(now)) found.push({ code: "nothing-verified", severity: "error", values: {} });
    return found;
  }
  if (isOff(now)) found.push({ code: "all-verified", severity: "info", values: {} });
  const [before, after] = [listOf("GONOSUMDB", now), listOf("GONOSUMDB", then)];
  const [added, dropped] = [difference(before, after), difference(after, before)];
  if (added !== "") found.push({ code: "unverified", severity: "warning", values: { patterns: added } });
  if (dropped !== "") found.push({ code: "verified", severity: "info", values: { patterns: dropped } });
  return found;
}

function ofInsecure(now: Values, then: Values): readonly Consequence[] {
  const [before, after] = [patternsIn(now["GOINSECURE"] ?? ""), patternsIn(then["GOINSECURE"] ?? "")];
  const [added, dropped] = [difference(before, after), difference(after, before)];
  const found: Consequence[] = [];
  if (added !== "") {
    found.push({ code: "insecure", severity: "warning", values: { patterns: added } });
    const proxy = firstProxy(then);
    if (proxy !== null) found.push({ code: "insecure-no-proxy", severity: "info", values: { proxy } });
  }
  if (dropped !== "") found.push({ code: "secure-again", severity: "info", values: { patterns: dropped } });
  return found;
}
