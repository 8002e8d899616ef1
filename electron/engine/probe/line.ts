// A line to an endpoint: the way there (approach.ts), made secure where the URL says so. It ends with a socket on which a
// question may be asked (request.ts), because its peer proved who it is. What is asked is up to the caller.
import type { Socket } from "node:net";
import type { Failure } from "../../../shared/domain/failure.ts";
import { approach, type Journey } from "./approach.ts";
import { Aborted } from "./deadline.ts";
import { basicAuthorization, type HttpProxy, hostOf } from "./route.ts";
import { handshake, StageError } from "./stages.ts";
import { Tap } from "./tap.ts";
import { authorizationCode, factsOf } from "./tls-facts.ts";
import type { Trusted } from "./trust.ts";
import { handshakeFailure } from "./wire-failure.ts";

/** A connection to ask on. */
export interface Line {
  readonly socket: Socket;
  /** What watches the wire below TLS and times the answer; `null` on a plain connection. */
  readonly tap: Tap | null;
  /** A proxy that is asked to fetch a plain HTTP endpoint for us; else `null`. */
  readonly relay: HttpProxy | null;
}

/** What Go offers. */
const ALPN = ["h2", "http/1.1"] as const;

async function secure({ progress, url }: Journey, socket: Socket, trusted: Trusted): Promise<Line | Failure> {
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
    return refusal === null
      ? { socket: secured.socket, tap, relay: null }
      : progress.failureOf(new StageError(refusal));
  } catch (error) {
    if (error instanceof Aborted) throw error;
    return handshakeFailure(progress.failureOf(error), tap);
  }
}

/**
 * Goes the way that Go would take and makes it secure. Resolves to a failure where a proxy refuses or the handshake fails;
 * rejects with what sockets and deadlines say before that, at the stage that the journey's `progress` tells.
 */
export async function openLine(journey: Journey): Promise<Line | Failure> {
  const { tools, url } = journey;
  const way = await approach(journey);
  if ("kind" in way) return way;
  if (url.protocol === "http:") return { socket: way.socket, tap: null, relay: way.proxy };
  if (tools.trust.kind === "missing") return { stage: "handshake", kind: "local", raw: tools.trust.raw };
  return secure(journey, way.socket, tools.trust.trusted);
}

/** Headers of a request on a line. Credentials go out over TLS only, as the go command has it. */
export function headersFor({ tools, url }: Journey, relay: HttpProxy | null): Readonly<Record<string, string>> {
  const authorization =
    url.protocol === "https:" ? (basicAuthorization(url) ?? tools.authorizationFor(url.href)) : undefined;
  return {
    "user-agent": tools.userAgent,
    "accept-encoding": "gzip",
    ...(authorization === undefined ? {} : { authorization }),
    ...(relay?.authorization === undefined ? {} : { "proxy-authorization": relay.authorization }),
  };
}
