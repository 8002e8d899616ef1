// The way to the checksum database as lights show it: what GOSUMDB names, whether Go would ask a proxy for it, and where
// lookups go in the end. The walk itself is chain-sumdb.ts. Pure.
import { type Chain, parseChain } from "./chain.ts";
import { parseSumdb, type SumdbWalk, walkSumdb } from "./chain-sumdb.ts";
import type { Outcome } from "./chain-walk.ts";
import { type Endpoint, endpointName, redact } from "./endpoint.ts";
import type { Light } from "./lights.ts";
import { type Reason, reason } from "./reason.ts";

/** The values in force that it depends on. */
export interface ChecksumValues {
  readonly goproxy: string;
  readonly gosumdb: string;
  /** Go's release; the newest when absent. */
  readonly goVersion?: string | undefined;
}

/** What is known of the way before anybody is asked. */
export interface ChecksumPlan {
  /** The database's name, to ask proxies for; `null` when Go asks none of them. */
  readonly name: string | null;
  /** Why Go asks no proxy for it; `null` when it does. */
  readonly past: Reason | null;
  /** The database itself; `null` when there is none to ask. */
  readonly database: Endpoint | null;
}

/** Where lookups go, as far as the lights tell. */
export interface Checksums {
  /** As SumdbWalk; `unknown` while a proxy on the way was not asked yet. */
  readonly way: SumdbWalk["way"] | "unknown";
  /** Name of the proxy that they go through or fail at; `null` without one. */
  readonly entry: string | null;
  /** The database's name; `null` without one. */
  readonly name: string | null;
  /** Requests before the first lookup: one for each proxy asked, two where Go asks an https 4xx again. */
  readonly requests: number;
  readonly because: Reason;
  /** Of the database itself; `null` before it was looked at. */
  readonly database: Light | null;
}

function endpointOf(url: string): Endpoint {
  return { name: endpointName(url), url, role: "sumdb" };
}

/** What is known of the way before anybody is asked. */
export function planChecksums({ gosumdb }: Pick<ChecksumValues, "gosumdb">): ChecksumPlan {
  const sumdb = parseSumdb(gosumdb);
  if (sumdb.kind === "off") return { name: null, past: reason("light-sumdb-off"), database: null };
  if (sumdb.kind === "invalid") {
    return { name: null, past: reason("light-sumdb-invalid", { fault: sumdb.fault }), database: null };
  }
  const { name, url } = sumdb;
  if (url === null) return { name, past: null, database: endpointOf(`https://${name}`) };
  return { name: null, past: reason("light-sumdb-given", { url: redact(url) }), database: endpointOf(url) };
}

/** How an entry behaves, by its light. A page that says 200 is a yes, whatever it is. */
function outcomeOf({ status, because }: Light): Outcome {
  if (status === 200) return { kind: "ok" };
  if (status === 404 || status === 410) return { kind: "not-found", status };
  if (status !== undefined) return { kind: "status", status };
  const { stage, kind } = because.values;
  return { kind: stage === "http" && kind === "silent" ? "silent" : "refused" };
}

/** The walk with what the lights tell; `null` when it comes to a proxy that was not asked. */
function walk(
  chain: Chain,
  values: ChecksumValues,
  lightOf: (endpoint: string) => Light | undefined,
): SumdbWalk | null {
  const { gosumdb, goVersion } = values;
  const unseen: number[] = [];
  const walked = walkSumdb(chain, parseSumdb(gosumdb), {
    outcomeOf: (at) => {
      const light = lightOf(endpointName(chain.entries[at]?.url ?? ""));
      if (light !== undefined && light.state !== "unknown" && light.state !== "unneeded") return outcomeOf(light);
      unseen.push(at);
      // Ends the walk here.
      return { kind: "silent" };
    },
    ...(goVersion === undefined ? {} : { goVersion }),
  });
  return unseen.length > 0 ? null : walked;
}

/** Where lookups go. `lightOf` gives a proxy's light `sumdb`; `database` is the light of the database itself. */
export function checksums(
  values: ChecksumValues,
  lightOf: (endpoint: string) => Light | undefined,
  database: Light | null,
): Checksums {
  const release = values.goVersion?.replace(/^go/, "");
  const chain = parseChain(values.goproxy, release === undefined ? {} : { goVersion: release });
  const sumdb = parseSumdb(values.gosumdb);
  const name = sumdb.kind === "database" ? sumdb.name : null;
  const walked = walk(chain, { ...values, goVersion: release }, lightOf);
  if (walked === null) {
    return { way: "unknown", entry: null, name, requests: 0, because: reason("checksums-unknown"), database };
  }
  return { ...told(walked, chain, name), name, database };
}

function told(walked: SumdbWalk, chain: Chain, name: string | null): Omit<Checksums, "name" | "database"> {
  const { way, hops, fault } = walked;
  const entry = walked.entry === null ? null : endpointName(chain.entries[walked.entry]?.url ?? "");
  const requests = hops.reduce((sum, { sent }) => sum + sent, 0);
  const because = reason(`checksums-${way}`, { name: name ?? "", entry: entry ?? "", fault: fault ?? "" });
  return { way, entry, requests, because };
}
