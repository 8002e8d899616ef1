// One look at one endpoint, stage by stage, in plain sight. What errors mean is in classify.ts, what answers mean in
// judge.ts, how long anything may take in progress.ts.
import type { Socket } from "node:net";
import type { Endpoint } from "../../../shared/domain/endpoint.ts";
import type { Failure } from "../../../shared/domain/failure.ts";
import type { Answer } from "./answer.ts";
import { approach, type Journey, type Tools } from "./approach.ts";
import { Aborted } from "./deadline.ts";
import { judge } from "./judge.ts";
import type { Progress } from "./progress.ts";
import { ask } from "./request.ts";
import { basicAuthorization, type HttpProxy, hostOf } from "./route.ts";
import { handshake, StageError } from "./stages.ts";
import { Tap } from "./tap.ts";
import { authorizationCode, factsOf } from "./tls-facts.ts";
import type { Trusted } from "./trust.ts";
import { judgeTunnel } from "./tunnel.ts";
import { handshakeFailure, requestFailure } from "./wire-failure.ts";

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

/** What Go offers. */
const ALPN = ["h2", "http/1.1"] as const;

function pathFor({ endpoint, url }: Look): string {
  const base = url.pathname.replace(/\/+$/, "");
  if (endpoint.role === "proxy") return base + PROXY_PATH;
  return endpoint.role === "sumdb" ? base + SUMDB_PATH : `${base === "" ? "/" : base}${VCS_QUERY}`;
}

/** A connection to ask on. */
interface Line {
  readonly socket: Socket;
  /** What watches the wire below TLS and times the answer; `null` on a plain connection. */
  readonly tap: Tap | null;
}

/** Makes the connection secure. Resolves to a line that may be written to, because its peer proved who it is. */
async function secureEndpoint(look: Look, socket: Socket, trusted: Trusted): Promise<Line | Failure> {
  const { progress, url } = look;
  const tap = new Tap(socket);
  try {
    const secured = await progress.step("handshake", null, async () => {
      const started = handshake({ socket: tap, host: hostOf(url), context: trusted.context, alpn: ALPN });
      progress.own(started.socket);
      const leaf = await started.finished;
      progress.time("handshakeMs", tap.settleHandshake());
      return { socket: started.socket, leaf, flight: tap.flight };
    });
    progress.tls = factsOf(secured, trusted);
    const refusal = authorizationCode(secured.socket);
    // Credentials, or the mere path of a private module, must not reach somebody who only claims to be the endpoint.
    return refusal === null ? { socket: secured.socket, tap } : progress.failureOf(new StageError(refusal));
  } catch (error) {
    if (error instanceof Aborted) throw error;
    return handshakeFailure(progress.failureOf(error), tap);
  }
}

/** Headers of the request. Credentials go out over TLS only, as the go command has it. */
function headersFor(look: Look, relay: HttpProxy | null): Readonly<Record<string, string>> {
  const { endpoint, tools, url } = look;
  const authorization =
    url.protocol === "https:" ? (basicAuthorization(url) ?? tools.authorizationFor(endpoint.url)) : undefined;
  return {
    "user-agent": tools.userAgent,
    "accept-encoding": "gzip",
    ...(authorization === undefined ? {} : { authorization }),
    ...(relay?.authorization === undefined ? {} : { "proxy-authorization": relay.authorization }),
  };
}

/** Asks the endpoint one question. `relay` is a proxy that is asked to fetch a plain HTTP endpoint for us. */
async function converse(look: Look, line: Line, relay: HttpProxy | null): Promise<Failure | null> {
  const { endpoint, progress, url } = look;
  const path = pathFor(look);
  const exchange = ask({
    socket: line.socket,
    stopwatch: line.tap ?? undefined,
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
    if (error instanceof Aborted || line.tap === null) throw error;
    return requestFailure(progress.failureOf(error), line.tap);
  } finally {
    exchange.stop();
  }
}

async function travel(look: Look): Promise<Failure | null> {
  const { tools, url } = look;
  const way = await approach(look);
  if ("kind" in way) return way;
  const { socket, proxy } = way;
  if (url.protocol === "http:") return converse(look, { socket, tap: null }, proxy);
  if (tools.trust.kind === "missing") return { stage: "handshake", kind: "local", raw: tools.trust.raw };
  const line = await secureEndpoint(look, socket, tools.trust.trusted);
  return "kind" in line ? line : converse(look, line, null);
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
  return travel({ endpoint, url, tools, progress });
}
