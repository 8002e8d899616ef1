// The way to an endpoint: resolve, connect and, where Go would use a proxy, CONNECT. It ends with a socket that leads to the
// endpoint and on which nothing was said to it yet; what is said then is up to the caller (look.ts, and what says hello).
import type { Socket } from "node:net";
import type { Failure } from "../../../shared/domain/failure.ts";
import type { Progress } from "./progress.ts";
import { chooseRoute, type Environment, type HttpProxy, hostOf, portOf } from "./route.ts";
import { connect, type Family, handshake, type Lookup, resolve, StageError } from "./stages.ts";
import { authorizationCode } from "./tls-facts.ts";
import type { TrustState } from "./trust.ts";
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

/** Where to go, with what, and the record of the way. */
export interface Journey {
  readonly url: URL;
  readonly tools: Tools;
  readonly progress: Progress;
}

/** A way that was found: the socket, and the proxy that has to be asked for a plain HTTP endpoint. */
export interface Way {
  readonly socket: Socket;
  readonly proxy: HttpProxy | null;
}

/** A proxy that is spoken to by hand gets HTTP/1.1 alone. */
const PROXY_ALPN = ["http/1.1"] as const;

function authorityOf(url: URL): string {
  const host = hostOf(url);
  return `${host.includes(":") ? `[${host}]` : host}:${portOf(url)}`;
}

/**
 * Resolves and connects: to the endpoint, or to the proxy in front of it. Then a refusal is the proxy's. A reset, unlike a
 * refusal, can only come over a connection that was made: it belongs to what was to be said on it.
 */
async function reach(journey: Journey, hop: { readonly host: string; readonly port: number }): Promise<Socket> {
  const { progress, tools, url } = journey;
  const isProxy = progress.via === "http-proxy";
  const address = await progress.step("resolve", "resolveMs", () => resolve(hop.host, tools.lookup, tools.family));
  const made = await progress.step(isProxy ? "tunnel" : "connect", "connectMs", async () => {
    const { socket, connected } = connect(address, hop.port);
    progress.own(socket);
    return { socket, reset: await connected };
  });
  if (made.reset === null) return made.socket;
  if (!isProxy) progress.stage = url.protocol === "http:" ? "http" : "handshake";
  throw made.reset;
}

/** Opens the way through a proxy. Resolves to a socket that leads to the endpoint, or to the proxy's refusal. */
function passProxy(journey: Journey, socket: Socket, proxy: HttpProxy): Promise<Socket | Failure> {
  const { progress, tools, url } = journey;
  return progress.step("tunnel", "tunnelMs", async () => {
    const stream = proxy.secure ? await secureProxy(journey, socket, proxy) : socket;
    if (url.protocol === "http:") return stream;
    const { authorization } = proxy;
    const status = await openTunnel(stream, { authority: authorityOf(url), userAgent: tools.userAgent, authorization });
    return judgeTunnel(status) ?? stream;
  });
}

async function secureProxy(journey: Journey, socket: Socket, proxy: HttpProxy): Promise<Socket> {
  const { trust } = journey.tools;
  if (trust.kind === "missing") throw new StageError("NO_ROOTS");
  const { context } = trust.trusted;
  const started = handshake({ socket, host: proxy.host, context, alpn: PROXY_ALPN });
  journey.progress.own(started.socket);
  await started.finished;
  const refusal = authorizationCode(started.socket);
  if (refusal !== null) throw new StageError(refusal);
  return started.socket;
}

/** Connects to the endpoint, or through the proxy to it. Resolves to the socket that leads there, or to a refusal. */
async function follow(journey: Journey, proxy: HttpProxy | null): Promise<Socket | Failure> {
  const { url } = journey;
  if (proxy === null) return reach(journey, { host: hostOf(url), port: portOf(url) });
  const socket = await reach(journey, proxy);
  // A plain proxy is simply asked for a plain endpoint; there is nothing to open.
  return url.protocol === "http:" && !proxy.secure ? socket : passProxy(journey, socket, proxy);
}

/**
 * Finds the way that Go would take to the URL of the journey, and goes it. Resolves to a failure when a proxy refuses or
 * cannot be used; rejects with what sockets and deadlines say, at the stage that `progress` tells.
 */
export async function approach(journey: Journey): Promise<Way | Failure> {
  const { progress, tools, url } = journey;
  const route = chooseRoute(url, tools.env);
  if (route.kind !== "direct") {
    progress.via = "http-proxy";
    progress.time("tunnelMs", null);
  }
  if (route.kind === "unusable") return { stage: "tunnel", kind: "unknown", raw: route.raw };
  const proxy = route.kind === "proxy" ? route.proxy : null;
  const socket = await follow(journey, proxy);
  return "kind" in socket ? socket : { socket, proxy };
}
