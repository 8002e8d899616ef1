// What is wrong with GOSUMDB: a database that is off, unusable, not Go's own, or reached past proxies that would help.
import { redact } from "./endpoint.ts";
import type { Finding, LintContext } from "./lint-finding.ts";
import { proxiesRead } from "./lint-goproxy-route.ts";
import { passesSumdb } from "./lint-hosts.ts";

/** The one database that Go knows by name (`knownGOSUMDB` in cmd/go/internal/modfetch/key.go). */
const GO_SUMDB = "sum.golang.org";
/** Go's own name for the same database, reachable in mainland China. */
const CHINA_ALIAS = "sum.golang.google.cn";
/** `name+hash+key`; whether the hash fits the key is left to Go. */
const VERIFIER = /^[^+\s/]+(?:\/[^+\s]*)?\+[0-9a-f]{8}\+[A-Za-z0-9+/]+=*$/i;

/** A GOSUMDB value as Go takes it apart. */
export type Sumdb =
  | { readonly kind: "off" }
  | { readonly kind: "refused"; readonly refusal: string }
  /** `url` is absent when the database is reached through the proxies or by its name. */
  | { readonly kind: "database"; readonly name: string; readonly url?: string };

/** Takes a GOSUMDB value apart, as dbDial in cmd/go/internal/modfetch/sumdb.go does. */
export function parseSumdb(value: string): Sumdb {
  if (value === "off") return { kind: "off" };
  if (value === CHINA_ALIAS) return { kind: "database", name: GO_SUMDB, url: `https://${CHINA_ALIAS}` };
  const [key, url, ...rest] = value.split(/\s+/).filter((field) => field !== "");
  if (key === undefined) return { kind: "refused", refusal: "missing GOSUMDB" };
  if (rest.length > 0) return { kind: "refused", refusal: "invalid GOSUMDB: too many fields" };
  if (key !== GO_SUMDB && !VERIFIER.test(key)) {
    return { kind: "refused", refusal: "invalid GOSUMDB: malformed verifier id" };
  }
  const name = key.split("+")[0] ?? key;
  return { kind: "database", name, ...(url === undefined ? {} : { url }) };
}

/** The findings on GOSUMDB. An empty value is judged elsewhere: it depends on the version of Go. */
export function lintSumdb(variables: Readonly<Record<string, string>>, { goVersion }: LintContext): readonly Finding[] {
  const value = variables["GOSUMDB"] ?? "";
  if (value === "") return [];
  const at = { variable: "GOSUMDB", text: value };
  const sumdb = parseSumdb(value);
  if (sumdb.kind === "off") {
    return [{ code: "sumdb-off", severity: "warning", at, values: {}, fix: { changes: { GOSUMDB: null } } }];
  }
  if (sumdb.kind === "refused") {
    const values = { value: redact(value), refusal: sumdb.refusal, version: goVersion ?? "" };
    return [{ code: "sumdb-malformed", severity: "error", at, values, fix: { changes: { GOSUMDB: meant(value) } } }];
  }
  if (sumdb.name === "gosum.io") {
    return [{ code: "sumdb-other-log", severity: "warning", at, values: {}, fix: { changes: { GOSUMDB: null } } }];
  }
  const helper = proxiesRead(variables["GOPROXY"] ?? "").find((e) => e.parts !== null && passesSumdb(e.parts) === true);
  if (sumdb.name !== GO_SUMDB || sumdb.url === undefined || helper === undefined) return [];
  const values = { url: redact(sumdb.url), proxy: helper.parts?.host ?? "" };
  return [{ code: "sumdb-bypasses-proxies", severity: "info", at, values, fix: { changes: { GOSUMDB: null } } }];
}

/** What somebody may have meant by a value that Go refuses; `null`, the default, when that is all we can say. */
function meant(value: string): string | null {
  const bare = value
    .trim()
    .replace(/^https?:\/\//i, "")
    .replace(/\/+$/, "");
  if (bare.toLowerCase() === CHINA_ALIAS) return CHINA_ALIAS;
  const passed = /^([^\s/]+(?:\/[^\s/]+)*)\/sumdb\/sum\.golang\.org$/.exec(bare)?.[1];
  return passed === undefined ? null : `${GO_SUMDB} https://${passed}/sumdb/${GO_SUMDB}`;
}
