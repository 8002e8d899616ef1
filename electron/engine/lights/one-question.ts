// One request for a light, over a connection of its own, the way the prober goes: Go's route, this machine's roots, not a
// byte to a peer that is not trusted. What to ask and what the answer means is shared/domain/lights.ts.
import type { Failure } from "../../../shared/domain/failure.ts";
import type { LightAnswer } from "../../../shared/domain/lights.ts";
import { approach, type Journey } from "../probe/approach.ts";
import { ask } from "../probe/request.ts";
import { basicAuthorization, type HttpProxy, hostOf } from "../probe/route.ts";
import { handshake, StageError } from "../probe/stages.ts";
import { authorizationCode } from "../probe/tls-facts.ts";
import { judgeTunnel } from "../probe/tunnel.ts";

/** What is asked: the path behind the URL's own, with its query. */
export interface Asked extends Journey {
  readonly path: string;
}

/** What Go offers. */
const ALPN = ["h2", "http/1.1"] as const;

type Connection = NonNullable<Parameters<typeof ask>[0]["socket"]>;

/** A connection that may be written to, because its peer proved who it is; and the HTTP proxy that is asked instead. */
interface Open {
  readonly socket: Connection;
  readonly relay: HttpProxy | null;
}

async function open(asked: Asked): Promise<Open | Failure> {
  const { progress, tools, url } = asked;
  const way = await approach(asked);
  if ("kind" in way) return way;
  if (url.protocol === "http:") return { socket: way.socket, relay: way.proxy };
  if (tools.trust.kind === "missing") return { stage: "handshake", kind: "local", raw: tools.trust.raw };
  const { context } = tools.trust.trusted;
  const socket = await progress.step("handshake", "handshakeMs", async () => {
    const started = handshake({ socket: way.socket, host: hostOf(url), context, alpn: ALPN });
    progress.own(started.socket);
    await started.finished;
    return started.socket;
  });
  const refusal = authorizationCode(socket);
  if (refusal !== null) throw new StageError(refusal);
  return { socket, relay: null };
}

function headersFor({ tools, url }: Asked, relay: HttpProxy | null): Readonly<Record<string, string>> {
  const known = url.protocol === "https:" ? (basicAuthorization(url) ?? tools.authorizationFor(url.href)) : undefined;
  return {
    "user-agent": tools.userAgent,
    "accept-encoding": "gzip",
    ...(known === undefined ? {} : { authorization: known }),
    ...(relay?.authorization === undefined ? {} : { "proxy-authorization": relay.authorization }),
  };
}

/**
 * Asks, and answers what came back or why nothing did. Rejects with what sockets and deadlines say, at the stage that
 * `progress` tells. Ending `progress` destroys what was opened.
 */
export async function askOnce(asked: Asked): Promise<LightAnswer | Failure> {
  const { progress, url } = asked;
  const opened = await open(asked);
  if ("kind" in opened) return opened;
  const { socket, relay } = opened;
  const path = url.pathname.replace(/\/+$/, "") + asked.path;
  const local = path.startsWith("/") ? path : `/${path}`;
  const exchange = ask({
    socket,
    origin: url.origin,
    path: relay === null ? local : url.origin + local,
    headers: headersFor(asked, relay),
    statusOnly: false,
    onFirstByte: () => undefined,
  });
  try {
    const { status, headers, body } = await progress.step("http", null, () => exchange.answer);
    return relay !== null && status === 407
      ? (judgeTunnel(status) ?? { status, headers, body })
      : { status, headers, body };
  } finally {
    exchange.stop();
  }
}
