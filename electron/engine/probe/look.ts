// One look at one endpoint, stage by stage, in plain sight. What errors mean is in classify.ts, what answers mean in
// judge.ts, how long anything may take in progress.ts.
import type { Endpoint } from "../../../shared/domain/endpoint.ts";
import type { Failure } from "../../../shared/domain/failure.ts";
import type { Answer } from "./answer.ts";
import type { Journey, Tools } from "./approach.ts";
import { Aborted } from "./deadline.ts";
import { judge } from "./judge.ts";
import { headersFor, type Line, openLine } from "./line.ts";
import type { Progress } from "./progress.ts";
import { ask } from "./request.ts";
import { judgeTunnel } from "./tunnel.ts";
import { requestFailure } from "./wire-failure.ts";

/** One look: whose, with what, and its record. */
interface Look extends Journey {
  readonly endpoint: Endpoint;
}

/**
 * A module that every public mirror holds: the one of Go's own tutorials and tests. Its version file has 60 bytes and
 * never changes, so it comes from a cache; a proxy without it says 404, which is as good an answer.
 */
const PROXY_PATH = "/rsc.io/quote/@v/v1.5.2.info";
/** The tree head: the smallest thing that every checksum database has. */
const SUMDB_PATH = "/latest";
/** What Go asks a host for when it fetches directly. */
const VCS_QUERY = "?go-get=1";

function pathFor({ endpoint, url }: Look): string {
  const base = url.pathname.replace(/\/+$/, "");
  if (endpoint.role === "proxy") return base + PROXY_PATH;
  return endpoint.role === "sumdb" ? base + SUMDB_PATH : `${base === "" ? "/" : base}${VCS_QUERY}`;
}

/** Asks the endpoint one question. */
async function converse(look: Look, { socket, tap, relay }: Line): Promise<Failure | null> {
  const { endpoint, progress, url } = look;
  const path = pathFor(look);
  const exchange = ask({
    socket,
    stopwatch: tap ?? undefined,
    origin: url.origin,
    path: relay === null ? path : url.origin + path,
    headers: headersFor(look, relay),
    statusOnly: endpoint.role === "vcs",
    onFirstByte: (elapsedMs) => progress.time("ttfbMs", elapsedMs),
  });
  try {
    const answer: Answer = await progress.step("http", null, () => exchange.answer);
    if (relay !== null && answer.status === 407) return judgeTunnel(answer.status);
    progress.stage = "protocol";
    return judge(answer, { role: endpoint.role, url });
  } catch (error) {
    if (error instanceof Aborted || tap === null) throw error;
    return requestFailure(progress.failureOf(error), tap);
  } finally {
    exchange.stop();
  }
}

/**
 * Goes through the stages until one fails; `null` when none does. Rejects with what the sockets and deadlines say, at the
 * stage that `progress` tells. Ending `progress` destroys what was opened.
 */
export async function lookAt(endpoint: Endpoint, tools: Tools, progress: Progress): Promise<Failure | null> {
  const url = URL.canParse(endpoint.url) ? new URL(endpoint.url) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    return { stage: "resolve", kind: "unknown", raw: "not an http or https URL" };
  }
  const look = { endpoint, url, tools, progress };
  const line = await openLine(look);
  return "kind" in line ? line : converse(look, line);
}
