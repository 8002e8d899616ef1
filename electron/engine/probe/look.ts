// One look at one endpoint, stage by stage, in plain sight. What errors mean is in classify.ts, what answers mean in
// judge.ts, how long anything may take in progress.ts.
import type { Socket } from "node:net";
import type { TLSSocket } from "node:tls";
import type { Endpoint } from "../../../shared/domain/endpoint.ts";
import type { Failure } from "../../../shared/domain/failure.ts";
import { approach, type Journey, type Tools } from "./approach.ts";
import { judge } from "./judge.ts";
import type { Progress } from "./progress.ts";
import { type Answer, ask } from "./request.ts";
import { basicAuthorization, type HttpProxy, hostOf } from "./route.ts";
import { handshake, StageError } from "./stages.ts";
import { authorizationCode, factsOf } from "./tls-facts.ts";
import type { Trusted } from "./trust.ts";
import { judgeTunnel } from "./tunnel.ts";

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

/** Makes the connection secure. Resolves to a socket that may be written to, because its peer proved who it is. */
async function secureEndpoint(look: Look, socket: Socket, trusted: Trusted): Promise<TLSSocket> {
  const { progress, url } = look;
  const secured = await progress.step("handshake", "handshakeMs", async () => {
    const started = handshake({ socket, host: hostOf(url), context: trusted.context, alpn: ALPN });
    progress.own(started.socket);
    await started.finished;
    return started.socket;
  });
  progress.tls = factsOf(secured, trusted);
  const refusal = authorizationCode(secured);
  // Credentials, or the mere path of a private module, must not reach somebody who only claims to be the endpoint.
  if (refusal !== null) throw new StageError(refusal);
  return secured;
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
async function converse(look: Look, socket: Socket, relay: HttpProxy | null): Promise<Failure | null> {
  const { endpoint, progress, url } = look;
  const path = pathFor(look);
  const exchange = ask({
    socket,
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
  } finally {
    exchange.stop();
  }
}

async function travel(look: Look): Promise<Failure | null> {
  const { tools, url } = look;
  const way = await approach(look);
  if ("kind" in way) return way;
  if (url.protocol === "http:") return converse(look, way.socket, way.proxy);
  if (tools.trust.kind === "missing") return { stage: "handshake", kind: "local", raw: tools.trust.raw };
  return converse(look, await secureEndpoint(look, way.socket, tools.trust.trusted), null);
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
