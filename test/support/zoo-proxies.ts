// CONNECT proxies of the zoo: one that opens tunnels, those that refuse, and those that say yes and then do something else.
import { createServer as createHttp, type IncomingMessage } from "node:http";
import { createServer as createHttps } from "node:https";
import { connect, createServer as createTcp, type Server, type Socket } from "node:net";
import type { Identity } from "./certificates.ts";

/** What a proxy needs of the zoo. */
export interface ProxyKeeper {
  readonly good: Identity;
  /** Port of an inmate that was let in earlier. */
  readonly port: (name: string) => number;
}

/** How long the slow ones keep somebody waiting: far more than anything else on loopback takes. */
export const SLOW_PROXY_MS = 400;

const YES = "HTTP/1.1 200 Connection established\r\n\r\n";

function tame<S extends Socket>(socket: S): S {
  return socket.on("error", () => undefined);
}

/** Waits as long as the slow ones do. */
function slowly(act: () => void): void {
  setTimeout(act, SLOW_PROXY_MS);
}

/** Takes everybody to `good`, whatever name they ask for. `answer` is given what says yes. */
function toGood<S extends Server>(keeper: ProxyKeeper, server: S, answer = (yes: () => void): void => yes()): S {
  return server.on("connect", (_request: IncomingMessage, near: Socket) => {
    tame(near);
    answer(() => {
      const far = tame(connect(keeper.port("good"), "127.0.0.1"));
      far.once("connect", () => near.write(YES));
      near.pipe(far).pipe(near);
      near.on("close", () => far.destroy());
    });
  });
}

/** Says yes at once, and passes what it is then given on only after a while. */
function slowBehind(keeper: ProxyKeeper): Server {
  return createHttp().on("connect", (_request: IncomingMessage, near: Socket) => {
    tame(near).write(YES);
    const far = tame(connect(keeper.port("good"), "127.0.0.1"));
    near.on("close", () => far.destroy());
    far.pipe(near);
    near.once("data", (hello: Buffer) => {
      near.pause();
      slowly(() => {
        far.write(hello);
        near.pipe(far);
      });
    });
  });
}

function meeting(meet: (socket: Socket) => void): () => Server {
  return () => createTcp((socket) => meet(tame(socket)));
}

/** Answers the first bytes of a connection, whatever they are. */
function replying(act: (socket: Socket) => void): () => Server {
  return meeting((socket) => void socket.once("data", () => act(socket)));
}

function refusing(status: string): () => Server {
  return replying((socket) => void socket.end(`HTTP/1.1 ${status}\r\nContent-Length: 0\r\n\r\n`));
}

/** Says yes, and does this with the first bytes for the endpoint. */
function betraying(act: (socket: Socket) => void): () => Server {
  return replying((socket) => {
    socket.write(YES);
    socket.once("data", () => act(socket));
  });
}

/** Every proxy, by its name in the zoo. */
export const PROXIES: Readonly<Record<string, (keeper: ProxyKeeper) => Server>> = {
  // Fetches what is plain itself.
  proxy: (keeper) =>
    toGood(
      keeper,
      createHttp((_request, response) => void response.end('{"Version":"v1.5.2"}')),
    ),
  secureProxy: (keeper) => toGood(keeper, createHttps(keeper.good)),
  slowProxy: (keeper) => toGood(keeper, createHttp(), slowly),
  slowSecureProxy: (keeper) => toGood(keeper, createHttps(keeper.good), slowly),
  proxySlowBehind: slowBehind,

  proxyAuth: refusing("407 Proxy Authentication Required"),
  secureProxyAuth: ({ good }) =>
    createHttps(good).on("connect", (_request: IncomingMessage, near: Socket) => {
      tame(near).end("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
    }),
  proxyDenies: refusing("403 Forbidden"),
  proxyUpstream: refusing("502 Bad Gateway"),
  proxyTimeout: refusing("504 Gateway Timeout"),
  proxySilent: meeting((socket) => void socket.resume()),
  proxyReset: replying((socket) => void socket.resetAndDestroy()),
  proxyCloses: replying((socket) => void socket.end()),
  proxyNotHttp: replying((socket) => void socket.end("220 mail.test ESMTP\r\n")),
  proxyCutsHead: replying((socket) => void socket.end("HTTP/1.1 200 Connection established\r\nVia: ")),

  proxyThenCloses: replying((socket) => void socket.end(YES)),
  proxyThenResets: replying((socket) => void socket.write(YES, () => socket.resetAndDestroy())),
  proxyThenClosesOnHello: betraying((socket) => void socket.end()),
  proxyThenResetsOnHello: betraying((socket) => void socket.resetAndDestroy()),
  proxyThenSilent: betraying(() => undefined),
  proxyThenPage: betraying((socket) => void socket.end("HTTP/1.1 503 Service Unavailable\r\n\r\n")),
};
