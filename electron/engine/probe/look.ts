// One look at one endpoint, stage by stage, in plain sight. What errors mean is in classify.ts, what answers mean in
// judge.ts, how long anything may take in progress.ts.
import type { Socket } from "node:net";
import type { TLSSocket } from "node:tls";
import type { Endpoint } from "../../../shared/domain/endpoint.ts";
import type { Failure } from "../../../shared/domain/failure.ts";
import { judge } from "./judge.ts";
import type { Progress } from "./progress.ts";
import { type Answer, ask } from "./request.ts";
import { basicAuthorization, chooseRoute, type Environment, type HttpProxy, hostOf, portOf } from "./route.ts";
import { connect, type Family, handshake, type Lookup, resolve, StageError } from "./stages.ts";
import { authorizationCode, factsOf } from "./tls-facts.ts";
import type { Trusted, TrustState } from "./trust.ts";
import { judgeTunnel, openTunnel } from "./tunnel.ts";

/** What a look needs beside its endpoint. */
export interface Tools {
  readonly env: Environment;
  readonly family: Family | undefined;
  readonly userAgent: string;
  readonly lookup: Lookup;
  readonly trust: TrustState;
  /** The Authorization header for a URL without credentials of its own; `undefined`: none is to be sent. */
  readonly authorizationFor: (url: string) => string | undefined;
}

/** One look: whose, with what, and its record. */
interface Look {
  readonly endpoint: Endpoint;
  readonly url: URL;
  readonly tools: Tools;
  readonly progress: Progress;
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

/** What Go offers. A proxy that is spoken to by hand gets HTTP/1.1 alone. */
const ALPN = ["h2", "http/1.1"] as const;
const PROXY_ALPN = ["http/1.1"] as const;

function pathFor({ endpoint, url }: Look): string {
  const base = url.pathname.replace(/\/+$/, "");
  if (endpoint.role === "proxy") return base + PROXY_PATH;
  return endpoint.role === "sumdb" ? base + SUMDB_PATH : `${base === "" ? "/" : base}${VCS_QUERY}`;
}

function authorityOf(url: URL): string {
  const host = hostOf(url);
  return `${host.includes(":") ? `[${host}]` : host}:${portOf(url)}`;
}

/** Resolves and connects: to the endpoint, or to the proxy in front of it. Then a refusal is the proxy's. */
async function reach(look: Look, hop: { readonly host: string; readonly port: number }): Promise<Socket> {
  const { progress, tools } = look;
  const isProxy = progress.via === "http-proxy";
  const address = await progress.step("resolve", "resolveMs", () => resolve(hop.host, tools.lookup, tools.family));
  return progress.step(isProxy ? "tunnel" : "connect", "connectMs", async () => {
    const { socket, connected } = connect(address, hop.port);
    progress.own(socket);
    await connected;
    return socket;
  });
}

/** Opens the way through a proxy. Resolves to a socket that leads to the endpoint, or to the proxy's refusal. */
function passProxy(look: Look, socket: Socket, proxy: HttpProxy): Promise<Socket | Failure> {
  const { progress, tools, url } = look;
  return progress.step("tunnel", "tunnelMs", async () => {
    const stream = proxy.secure ? await secureProxy(look, socket, proxy) : socket;
    if (url.protocol === "http:") return stream;
    const { authorization } = proxy;
    const status = await openTunnel(stream, { authority: authorityOf(url), userAgent: tools.userAgent, authorization });
    return judgeTunnel(status) ?? stream;
  });
}

async function secureProxy(look: Look, socket: Socket, proxy: HttpProxy): Promise<Socket> {
  const { trust } = look.tools;
  if (trust.kind === "missing") throw new StageError("NO_ROOTS");
  const { context } = trust.trusted;
  const started = handshake({ socket, host: proxy.host, context, alpn: PROXY_ALPN });
  look.progress.own(started.socket);
  await started.finished;
  const refusal = authorizationCode(started.socket);
  if (refusal !== null) throw new StageError(refusal);
  return started.socket;
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

/** Connects to the endpoint, or through the proxy to it. Resolves to the socket that leads there, or to a refusal. */
async function approach(look: Look, proxy: HttpProxy | null): Promise<Socket | Failure> {
  const { url } = look;
  if (proxy === null) return reach(look, { host: hostOf(url), port: portOf(url) });
  const socket = await reach(look, proxy);
  // A plain proxy is simply asked for a plain endpoint; there is nothing to open.
  return url.protocol === "http:" && !proxy.secure ? socket : passProxy(look, socket, proxy);
}

async function travel(look: Look): Promise<Failure | null> {
  const { progress, tools, url } = look;
  const route = chooseRoute(url, tools.env);
  if (route.kind !== "direct") {
    progress.via = "http-proxy";
    progress.time("tunnelMs", null);
  }
  if (route.kind === "unusable") return { stage: "tunnel", kind: "unknown", raw: route.raw };
  const proxy = route.kind === "proxy" ? route.proxy : null;
  const socket = await approach(look, proxy);
  if ("kind" in socket) return socket;
  if (url.protocol === "http:") return converse(look, socket, proxy);
  if (tools.trust.kind === "missing") return { stage: "handshake", kind: "local", raw: tools.trust.raw };
  return converse(look, await secureEndpoint(look, socket, tools.trust.trusted), null);
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
