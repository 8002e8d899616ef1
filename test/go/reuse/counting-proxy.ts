// A module proxy on loopback that counts what reaching it costs: connections, handshakes and requests. It has every module
// under `m<number>.gangway.test`, over HTTP/2 or HTTP/1.1 as the client asks, and stands behind a CONNECT proxy too.
import { writeFileSync } from "node:fs";
import { createServer as createHttp } from "node:http";
import { createSecureServer, type Http2ServerRequest, type Http2ServerResponse } from "node:http2";
import { type AddressInfo, connect, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { makeAuthority } from "../../support/certificates.ts";
import { filesOf } from "../chain/stage.ts";

/** What was counted since the last `reset`. */
export interface Tally {
  /** TCP connections that were accepted. */
  readonly connections: number;
  /** TLS handshakes that came to their end. */
  readonly handshakes: number;
  readonly requests: number;
  /** CONNECT requests to the proxy in front. */
  readonly tunnels: number;
}

/** The running pair. */
export interface CountingProxy {
  readonly caFile: string;
  /** GOPROXY for the direct way. */
  readonly url: string;
  /** GOPROXY for the way through `tunnel`: Go never asks an HTTP proxy for a loopback address, but for a name it does. */
  readonly namedUrl: string;
  /** HTTPS_PROXY. */
  readonly tunnel: string;
  tally(): Tally;
  reset(): void;
  close(): Promise<void>;
}

/** The name of the proxy behind the tunnel; nobody resolves it, the tunnel knows it. */
const NAME = "modules.gangway.test";

/** How long an answer takes: without it all requests would be over before a second one begins. */
const THINKING_MS = 10;

const WANTED = /^\/(m\d+\.gangway\.test)\/@v\/v1\.0\.0\.(info|mod|zip)$/;

function answer(request: Http2ServerRequest, response: Http2ServerResponse): void {
  const [, modulePath, file] = WANTED.exec(request.url) ?? [];
  setTimeout(() => {
    if (modulePath === undefined) response.writeHead(404, { "content-type": "text/html" }).end("<p>not here</p>");
    else response.end(filesOf(modulePath)[file as "info" | "mod" | "zip"]);
  }, THINKING_MS);
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return (server.address() as AddressInfo).port;
}

/** Starts both; `folder` gets the authority's certificate. */
export async function openCountingProxy(folder: string): Promise<CountingProxy> {
  const authority = await makeAuthority("Gangway counting tests");
  const caFile = join(folder, "counting-ca.pem");
  writeFileSync(caFile, authority.cert);
  const counted = { connections: 0, handshakes: 0, requests: 0, tunnels: 0 };
  const sockets = new Set<Socket>();
  const own = (socket: Socket): Socket => {
    sockets.add(socket.on("error", () => socket.destroy()));
    return socket.on("close", () => sockets.delete(socket));
  };
  const identity = await authority.issue({ names: ["127.0.0.1", NAME] });
  const modules = createSecureServer({ ...identity, allowHTTP1: true }, (request, response) => {
    counted.requests += 1;
    answer(request, response);
  });
  modules.on("connection", (socket: Socket) => {
    counted.connections += 1;
    own(socket);
  });
  modules.on("secureConnection", () => {
    counted.handshakes += 1;
  });
  modules.on("sessionError", () => undefined).on("tlsClientError", () => undefined);
  const port = await listen(modules);
  const tunnel = createHttp();
  tunnel.on("connection", own);
  tunnel.on("connect", (request, socket: Socket) => {
    counted.tunnels += 1;
    const isKnown = request.url === `${NAME}:443`;
    const onward = own(connect(isKnown ? port : 0, "127.0.0.1"));
    onward.once("connect", () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      socket.pipe(onward).pipe(socket);
    });
    onward.once("close", () => socket.destroy());
    socket.once("close", () => onward.destroy());
  });
  const tunnelPort = await listen(tunnel);
  return {
    caFile,
    url: `https://127.0.0.1:${port}`,
    namedUrl: `https://${NAME}`,
    tunnel: `http://127.0.0.1:${tunnelPort}`,
    tally: () => ({ ...counted }),
    reset: () => void Object.assign(counted, { connections: 0, handshakes: 0, requests: 0, tunnels: 0 }),
    close: async () => {
      const closed = [modules, tunnel].map((server) => new Promise<void>((done) => server.close(() => done())));
      for (const socket of sockets) socket.destroy();
      await Promise.all(closed);
    },
  };
}
