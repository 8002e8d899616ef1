// One request for a light, over a connection of its own, the way the prober goes: Go's route, this machine's roots, not a
// byte to a peer that is not trusted. What to ask and what the answer means is shared/domain/lights.ts.
import type { Failure } from "../../../shared/domain/failure.ts";
import type { LightAnswer } from "../../../shared/domain/lights.ts";
import type { Journey } from "../probe/approach.ts";
import { headersFor, openLine } from "../probe/line.ts";
import { ask } from "../probe/request.ts";
import { judgeTunnel } from "../probe/tunnel.ts";

/** What is asked: the path behind the URL's own, with its query. */
export interface Asked extends Journey {
  readonly path: string;
}

/**
 * Asks, and answers what came back or why nothing did. Rejects with what sockets and deadlines say, at the stage that
 * `progress` tells. Ending `progress` destroys what was opened.
 */
export async function askOnce(asked: Asked): Promise<LightAnswer | Failure> {
  const { progress, url } = asked;
  const line = await openLine(asked);
  if ("kind" in line) return line;
  const { socket, tap, relay } = line;
  const path = url.pathname.replace(/\/+$/, "") + asked.path;
  const local = path.startsWith("/") ? path : `/${path}`;
  const exchange = ask({
    socket,
    stopwatch: tap ?? undefined,
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
