// A zoo of servers on loopback, most of them hostile: every way in which a module proxy, or the network in front of it, is
// known to misbehave. Free of any test framework, so that other programs can open it too.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createHttp, type IncomingMessage, type ServerResponse } from "node:http";
import { createSecureServer } from "node:http2";
import { createServer as createHttps } from "node:https";
import { type AddressInfo, connect, createServer as createTcp, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer as createTls, TLSSocket, type TlsOptions } from "node:tls";
import { type Authority, type Identity, makeAuthority, makeSelfSigned } from "./certificates.ts";
import { FLOODS } from "./floods.ts";
import { holdRefusedPort } from "./refused-port.ts";
import { BOXES } from "./zoo-boxes.ts";
import { PROXIES } from "./zoo-proxies.ts";

/** Names that the certificates of the zoo are good for. The last is for tests that go through a proxy. */
const ZOO_NAMES = ["localhost", "127.0.0.1", "modules.test"] as const;

/** What `good` answers for a version. */
export const INFO = '{"Version":"v1.5.2","Time":"2018-02-14T15:44:20Z"}';

/** What `sumdb` answers. Its signature is not checked by anybody here. */
const TREE_HEAD = "go.sum database tree\n7\nAAAA\n\n— sum.golang.org AAAA\n";

const LOGIN_PAGE = '<html><body><form action="/login"><input type="password" name="p"></form></body></html>';
const REFRESH_PAGE = '<html><head><meta http-equiv="refresh" content="0; url=http://portal.test/"></head></html>';
const PLAIN_PAGE = "<!doctype html><html><body><h1>Welcome to our mirror</h1></body></html>";

/** The open zoo. */
export interface Zoo {
  /** The root that the good certificates come from. */
  readonly authority: Authority;
  /** The same root as a file. */
  readonly caFile: string;
  /** `host:port` of an inmate. */
  address(name: string): string;
  /** Base URL of an inmate. */
  url(name: string): string;
  /** How many bytes of application data an inmate was sent, over all its connections. */
  received(name: string): number;
  close(): Promise<void>;
}

interface Keeper {
  readonly good: Identity;
  readonly authority: Authority;
  readonly strangers: Authority;
  /** Counts application data. */
  readonly count: (bytes: number) => void;
  /** Port of an inmate that was let in earlier. */
  readonly port: (name: string) => number;
}

type Respond = (request: IncomingMessage, response: ServerResponse) => void;

/** Errors of a connection are what a zoo is about; they must only not end the process. */
function tame<S extends Socket>(socket: S): S {
  return socket.on("error", () => undefined);
}

function site(keeper: Keeper, respond: Respond): Server {
  const { key, cert } = keeper.good;
  return createHttps({ key, cert }, respond);
}

function page(status: number, headers: Readonly<Record<string, string>>, body: string): (keeper: Keeper) => Server {
  return (keeper) => site(keeper, (_request, response) => response.writeHead(status, headers).end(body));
}

/** A TLS server that only counts what it is sent. */
function listener(keeper: Keeper, options: TlsOptions): Server {
  return createTls(options, (socket) => {
    tame(socket).on("data", (chunk: Buffer) => keeper.count(chunk.length));
  });
}

/** Finishes the handshake and resets the connection at the first byte of a request. */
function resetting(options: TlsOptions): Server {
  return createTcp((transport) => {
    const secured = tame(new TLSSocket(tame(transport), { isServer: true, ...options }));
    secured.once("data", () => transport.resetAndDestroy());
  });
}

function raw(meet: (socket: Socket) => void): () => Server {
  return () => createTcp((socket) => meet(tame(socket)));
}

/** Answers the first bytes of a connection, whatever they are. */
function reply(act: (socket: Socket) => void): () => Server {
  return raw((socket) => void socket.once("data", () => act(socket)));
}

/** A box in between that may rewrite either direction. */
function relay(
  target: (keeper: Keeper) => number,
  rewrite: { readonly up?: (chunk: Buffer) => Buffer; readonly down?: (chunk: Buffer) => Buffer | null },
): (keeper: Keeper) => Server {
  return (keeper) =>
    createTcp((near) => {
      const far = tame(connect(target(keeper), "127.0.0.1"));
      let first = true;
      tame(near).on("data", (chunk: Buffer) => {
        far.write(first ? (rewrite.up?.(chunk) ?? chunk) : chunk);
        first = false;
      });
      far.on("data", (chunk: Buffer) => {
        const changed = rewrite.down === undefined ? chunk : rewrite.down(chunk);
        if (changed !== null) near.write(changed);
      });
      near.on("close", () => far.destroy());
      far.on("close", () => near.destroy());
    });
}

/** Renames the supported_versions extension (43) of a ClientHello, so that the server believes in a TLS 1.2 client. */
function hideVersions(hello: Buffer): Buffer {
  const changed = Buffer.from(hello);
  // Record header 5, handshake header 4, version 2, random 32; then session id, cipher suites, compression methods.
  let at = 43;
  at += 1 + changed.readUInt8(at);
  at += 2 + changed.readUInt16BE(at);
  at += 1 + changed.readUInt8(at);
  for (at += 2; at + 4 <= changed.length; at += 4 + changed.readUInt16BE(at + 2)) {
    if (changed.readUInt16BE(at) === 43) changed.writeUInt16BE(0xfafa, at);
  }
  return changed;
}

/** Flips the last bit of the server's first flight, within the encrypted part. */
function flipLast(chunk: Buffer): Buffer {
  const changed = Buffer.from(chunk);
  const last = changed.length - 1;
  changed[last] = (changed[last] ?? 0) ^ 1;
  return changed;
}

/** Sends its beginning of a body, and again and again. */
function forever(response: ServerResponse): void {
  response.writeHead(200, { "content-type": "application/json" });
  const timer = setInterval(() => response.write(" "), 20);
  response.on("close", () => clearInterval(timer));
}

const ALERTS = { unrecognizedName: [2, 112], closeNotify: [1, 0], handshakeFailure: [2, 40] } as const;

function alert(bytes: readonly [number, number]): () => Server {
  return reply((socket) => void socket.end(Buffer.from([0x15, 3, 3, 0, 2, ...bytes])));
}

/** Everyone, in the order in which they are let in. Keys are their names. */
const INMATES: Readonly<Record<string, (keeper: Keeper) => Server | Promise<Server>>> = {
  good: ({ good }) =>
    createSecureServer({ ...good, allowHTTP1: true }, (_request, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.end(INFO);
    }),
  good11: page(200, { "content-type": "application/json" }, INFO),
  tls12: ({ good }) => createHttps({ ...good, maxVersion: "TLSv1.2" }, (_request, response) => void response.end(INFO)),
  tls12P256: ({ good }) =>
    createHttps({ ...good, maxVersion: "TLSv1.2", ecdhCurve: "P-256" }, (_q, response) => void response.end(INFO)),
  // No client here offers a share of this group at first.
  retry: ({ good }) => createHttps({ ...good, ecdhCurve: "P-384" }, (_request, response) => void response.end(INFO)),
  tls11: ({ good }) =>
    createHttps(
      { ...good, minVersion: "TLSv1.1", maxVersion: "TLSv1.1", ciphers: "DEFAULT@SECLEVEL=0" },
      (_q, response) => {
        response.end(INFO);
      },
    ),
  sumdb: page(200, { "content-type": "text/plain; charset=UTF-8" }, TREE_HEAD),
  plain: () => createHttp((_request, response) => void response.end(INFO)),

  intermediate: async ({ authority }) => {
    const identity = await (await authority.delegate("Gangway Zoo Intermediate")).issue({ names: ZOO_NAMES });
    return createHttps(identity, (_request, response) => void response.end(INFO));
  },
  missingIntermediate: async (keeper) => {
    const { key, cert } = await (await keeper.authority.delegate("Gangway Zoo Forgotten")).issue({ names: ZOO_NAMES });
    return listener(keeper, { key, cert: cert.slice(0, cert.indexOf("-----BEGIN", 1)) });
  },
  expired: async (keeper) =>
    listener(keeper, await keeper.authority.issue({ names: ZOO_NAMES, fromDay: -30, toDay: -1 })),
  notYetValid: async (keeper) => listener(keeper, await keeper.authority.issue({ names: ZOO_NAMES, fromDay: 2 })),
  commonName: async (keeper) => listener(keeper, await keeper.authority.issue({ names: [], commonName: "localhost" })),
  wrongName: async (keeper) => listener(keeper, await keeper.authority.issue({ names: ["other.test"] })),
  unknownAuthority: async (keeper) => listener(keeper, await keeper.strangers.issue({ names: ZOO_NAMES })),
  selfSigned: async (keeper) => listener(keeper, await makeSelfSigned({ names: ZOO_NAMES })),

  resetOnAccept: raw((socket) => void socket.resetAndDestroy()),
  resetAfterHello: reply((socket) => void socket.resetAndDestroy()),
  finOnAccept: raw((socket) => void socket.end()),
  finAfterHello: reply((socket) => void socket.end()),
  silentAfterAccept: raw((socket) => void socket.resume()),
  silentAfterServerHello: relay((keeper) => keeper.port("good"), {
    down: (chunk) => (chunk[0] === 22 ? chunk.subarray(0, 100) : null),
  }),
  alertUnrecognizedName: alert(ALERTS.unrecognizedName),
  alertHandshakeFailure: alert(ALERTS.handshakeFailure),
  alertCloseNotify: alert(ALERTS.closeNotify),
  plainOnTls: () =>
    createHttp(() => undefined).on("clientError", (_error, socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n")),
  downgraded: relay((keeper) => keeper.port("good"), { up: hideVersions }),
  corrupted: relay((keeper) => keeper.port("good"), { down: flipLast }),

  silentHttp: (keeper) => site(keeper, () => undefined),
  silentHttp2: ({ good }) => createSecureServer(good, () => undefined),
  silentMidBody: (keeper) =>
    site(keeper, (_request, response) => void response.writeHead(200, { "content-length": "60" }).write("{")),
  endless: (keeper) => site(keeper, (_request, response) => forever(response)),
  resetInHttp: ({ good }) => resetting(good),
  finInHttp: ({ good }) => createTls(good, (socket) => void tame(socket).once("data", () => socket.end())),
  resetInHttp2: ({ good }) => resetting({ ...good, ALPNProtocols: ["h2"] }),
  finInHttp2: ({ good }) =>
    createTls({ ...good, ALPNProtocols: ["h2"] }, (socket) => void tame(socket).once("data", () => socket.end())),
  garbageInHttp: ({ good }) =>
    createTls(good, (socket) => void tame(socket).once("data", () => socket.end("220 mail.test ESMTP\r\n"))),
  slow: (keeper) => site(keeper, (_request, response) => void setTimeout(() => response.end(INFO), 150)),

  notFound: page(404, { "content-type": "text/plain" }, "not found: rsc.io/quote"),
  gone: page(410, {}, ""),
  forbidden: page(403, {}, "no"),
  unavailable: page(503, {}, "later"),
  networkLogin: page(511, { "content-type": "text/html" }, LOGIN_PAGE),
  login: page(200, { "content-type": "text/html; charset=utf-8" }, LOGIN_PAGE),
  refresh: page(200, { "content-type": "text/html" }, REFRESH_PAGE),
  html: page(200, { "content-type": "text/html" }, PLAIN_PAGE),
  redirectToHttp: page(302, { location: "http://portal.test/" }, ""),
  redirectNowhere: page(302, {}, ""),
  redirectToHttps: page(302, { location: "https://elsewhere.test/x" }, ""),
  tooLarge: page(200, { "content-type": "application/json" }, `{"Version":"${"v".repeat(70_000)}"}`),
  badJson: page(200, { "content-type": "application/json" }, '{"Version":'),
  noVersion: page(200, { "content-type": "application/json" }, "[]"),

  ...PROXIES,
  ...BOXES,
  ...FLOODS,
};

async function listen(server: Server): Promise<number> {
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return (server.address() as AddressInfo).port;
}

/** Opens the zoo, all of it, on free ports of 127.0.0.1. `refused` is a port without a listener. */
export async function openZoo(): Promise<Zoo> {
  const authority = await makeAuthority("Gangway Zoo Root");
  const strangers = await makeAuthority("Nobody Knows Me");
  const good = await authority.issue({ names: ZOO_NAMES });
  const folder = mkdtempSync(join(tmpdir(), "gangway-zoo-"));
  const caFile = join(folder, "root.pem");
  writeFileSync(caFile, authority.cert);

  const refused = await holdRefusedPort();
  const ports = new Map<string, number>([["refused", refused.port]]);
  const bytes = new Map<string, number>();
  const servers: Server[] = [];
  const sockets = new Set<Socket>();
  const port = (name: string) => {
    const found = ports.get(name);
    if (found === undefined) throw new Error(`nobody in the zoo is called ${name}`);
    return found;
  };
  for (const [name, admit] of Object.entries(INMATES)) {
    const count = (received: number) => void bytes.set(name, (bytes.get(name) ?? 0) + received);
    const server = await admit({ good, authority, strangers, count, port });
    server.on("connection", (socket: Socket) => {
      sockets.add(tame(socket));
      socket.on("close", () => sockets.delete(socket));
    });
    server.on("tlsClientError", () => undefined);
    ports.set(name, await listen(server));
    servers.push(server);
  }
  const address = (name: string) => `localhost:${port(name)}`;
  return {
    authority,
    caFile,
    address,
    url: (name) => `${name === "plain" ? "http" : "https"}://${address(name)}`,
    received: (name) => bytes.get(name) ?? 0,
    async close() {
      const closed = servers.map((server) => new Promise<void>((done) => server.close(() => done())));
      for (const socket of sockets) socket.destroy();
      refused.release();
      await Promise.all(closed);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
