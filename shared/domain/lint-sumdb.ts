// What is wrong with GOSUMDB: a database that is off, unusable, not Go's own, or reached past proxies that would help.
import { parseSumdb } from "./chain-sumdb.ts";
import { redact } from "./endpoint.ts";
import type { Finding, LintContext } from "./lint-finding.ts";
import { proxiesRead } from "./lint-goproxy-route.ts";
import { passesSumdb } from "./lint-hosts.ts";

/** The one database that Go knows by name (`knownGOSUMDB` in cmd/go/internal/modfetch/key.go). */
const GO_SUMDB = "sum.golang.org";
/** Go's own name for the same database, reachable in mainland China. */
const CHINA_ALIAS = "sum.golang.google.cn";
/** The findings on GOSUMDB. An empty value is judged elsewhere: it depends on the version of Go. */
export function lintSumdb(variables: Readonly<Record<string, string>>, { goVersion }: LintContext): readonly Finding[] {
  const value = variables["GOSUMDB"] ?? "";
  if (value === "") return [];
  const at = { variable: "GOSUMDB", text: value };
  const sumdb = parseSumdb(value);
  if (sumdb.kind === "off") {
    return [{ code: "sumdb-off", severity: "warning", at, values: {}, fix: { changes: { GOSUMDB: null } } }];
  }
  if (sumdb.kind === "invalid") {
    const values = { value: redact(value), refusal: sumdb.fault, version: goVersion ?? "" };
    return [{ code: "sumdb-malformed", severity: "error", at, values, fix: { changes: { GOSUMDB: meant(value) } } }];
  }
  if (sumdb.name === "gosum.io") {
    return [{ code: "sumdb-other-log", severity: "warning", at, values: {}, fix: { changes: { GOSUMDB: null } } }];
  }
  const isPast = sumdb.name === GO_SUMDB && sumdb.url !== null;
  return isPast ? bypassed(value, sumdb.url, variables["GOPROXY"] ?? "") : [];
}

function bypassed(value: string, url: string, goproxy: string): readonly Finding[] {
  const proxies = proxiesRead(goproxy).flatMap(({ parts }) => (parts === null ? [] : [parts]));
  const helper = proxies.find((parts) => passesSumdb(parts) === true);
  if (helper === undefined) return [];
  const at = { variable: "GOSUMDB", text: value };
  const values = { url: redact(url), proxy: helper.host };
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
