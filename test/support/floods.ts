// Servers that never come to an end, or send far more than anybody asked for: the hostile half of the zoo. Each is what a
// broken or malicious peer can do at one stage of a look.
import type { IncomingMessage, ServerResponse } from "node:http";
import { createSecureServer, type ServerHttp2Stream } from "node:http2";
import { createServer as createHttps } from "node:https";
import { connect, createServer as createTcp, type Server, type Socket } from "node:net";
import { createServer as createTls, type TLSSocket } from "node:tls";
import { gzipSync } from "node:zlib";
import type { Identity } from "./certificates.ts";

/** What a server here needs. */
export interface Floodgate {
  readonly good: Identity;
  /** Port of a server that behaves. */
  readonly port: (name: string) => number;
}

/** Certificates in the chain of `hugeChain`; together they have about 5 MB. */
const CHAIN_LENGTH = 10_000;

/** Time between two bytes of a server that drips: a byte comes long before any limit, the end long after. */
const DRIP_MS = 25;

function tame<S extends Socket>(socket: S): S {
  return socket.on("error", () => undefined);
}

/** Writes the bytes again and again, as fast as the peer takes them, until the connection is gone. */
function flood(socket: Socket, bytes: Buffer): void {
  const pour = () => {
    while (!socket.destroyed && socket.write(bytes));
  };
  socket.on("drain", pour);
  pour();
}

/** Writes the bytes one at a time. */
function drip(socket: Socket, bytes: Buffer): void {
  let at = 0;
  const timer = setInterval(() => {
    if (at < bytes.length) socket.write(bytes.subarray(at, at + 1));
    at += 1;
  }, DRIP_MS);
  socket.on("close", () => clearInterval(timer));
}

function u24(value: number): Buffer {
  return Buffer.from([value >> 16, (value >> 8) & 255, value & 255]);
}

function record(type: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([type, 3, 3, content.length >> 8, content.length & 255]), content]);
}

/** A handshake message in as many records as it needs. */
function message(type: number, body: Buffer): Buffer {
  const whole = Buffer.concat([Buffer.from([type]), u24(body.length), body]);
  const parts: Buffer[] = [];
  for (let at = 0; at < whole.length; at += 16_000) parts.push(record(22, whole.subarray(at, at + 16_000)));
  return Buffer.concat(parts);
}

/** A ServerHello of TLS 1.2 that every client takes: ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, renegotiation_info. */
const SERVER_HELLO = message(
  2,
  Buffer.concat([Buffer.from([3, 3]), Buffer.alloc(32, 7), Buffer.from([0, 0xc0, 0x2b, 0, 0, 5, 0xff, 1, 0, 1, 0])]),
);

function certificateMessage({ good }: Floodgate): Buffer {
  const der = Buffer.from(good.cert.replace(/-----[^-]+-----|\s/g, ""), "base64");
  const entry = Buffer.concat([u24(der.length), der]);
  const list = Buffer.concat(Array.from({ length: CHAIN_LENGTH }, () => entry));
  return message(11, Buffer.concat([u24(list.length), list]));
}

/** Answers a hello with bytes of its own. */
function greet(answer: (socket: Socket) => void): Server {
  return createTcp((socket) => void tame(socket).once("data", () => answer(socket)));
}

/** Speaks TLS well and answers the first bytes of a request, whatever they are. */
function reply({ good }: Floodgate, answer: (socket: TLSSocket) => void): Server {
  return createTls(good, (socket) => void tame(socket).once("data", () => answer(socket)));
}

function page({ good }: Floodgate, respond: (request: IncomingMessage, response: ServerResponse) => void): Server {
  return createHttps(good, respond);
}

/** HTTP/2 alone. */
function stream({ good }: Floodgate, respond: (stream: ServerHttp2Stream) => void): Server {
  const server = createSecureServer(good);
  server.on("session", (session) => session.on("error", () => undefined));
  return server.on("stream", (opened: ServerHttp2Stream) => respond(opened.on("error", () => undefined)));
}

const HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
const GIGABYTE = 2 ** 30;
const BLOCK = Buffer.alloc(64 * 1024, "x");
/** 16 MB of zeros in 16 KB. */
const bomb = () => gzipSync(Buffer.alloc(16 * 1024 * 1024));

/** The servers by name, see the table of visits for what they must look like. */
export const FLOODS: Readonly<Record<string, (gate: Floodgate) => Server>> = {
  hugeChain: (gate) => {
    const flight = Buffer.concat([SERVER_HELLO, certificateMessage(gate)]);
    return greet((socket) => void socket.write(flight));
  },
  // Each is a message that a client of TLS 1.2 has to pass over in the middle of a handshake.
  endlessHandshake: () =>
    greet((socket) => {
      socket.write(SERVER_HELLO);
      flood(socket, Buffer.concat(Array.from({ length: 1_000 }, () => message(0, Buffer.alloc(0)))));
    }),
  endlessRecord: () => greet((socket) => flood(socket, record(22, Buffer.alloc(16_000, 2)))),
  dripHandshake: (gate) =>
    createTcp((near) => {
      const far = tame(connect(gate.port("good"), "127.0.0.1"));
      tame(near).pipe(far);
      far.on("data", (chunk: Buffer) => drip(near, chunk));
      near.on("close", () => far.destroy());
    }),

  gigabyteBody: (gate) =>
    reply(gate, (socket) => {
      socket.write(`${HEAD}Content-Length: ${GIGABYTE}\r\n\r\n`);
      flood(socket, BLOCK);
    }),
  endlessBody: (gate) =>
    reply(gate, (socket) => {
      socket.write(`${HEAD}\r\n`);
      flood(socket, BLOCK);
    }),
  endlessChunks: (gate) =>
    reply(gate, (socket) => {
      socket.write(`${HEAD}Transfer-Encoding: chunked\r\n\r\n`);
      flood(socket, Buffer.from("1\r\nx\r\n".repeat(1_000)));
    }),
  endlessTrailers: (gate) =>
    reply(gate, (socket) => {
      socket.write(`${HEAD}Transfer-Encoding: chunked\r\n\r\n0\r\n`);
      flood(socket, Buffer.from("X-Trailer: x\r\n".repeat(1_000)));
    }),
  gzipBomb: (gate) => {
    const body = bomb();
    return page(gate, (_request, response) => void response.writeHead(200, { "content-encoding": "gzip" }).end(body));
  },
  gzipGarbage: (gate) =>
    page(gate, (_request, response) => void response.writeHead(200, { "content-encoding": "gzip" }).end("no gzip")),
  endlessHeaders: (gate) =>
    reply(gate, (socket) => {
      socket.write(HEAD);
      flood(socket, Buffer.from("X-Flood: x\r\n".repeat(1_000)));
    }),
  endlessHeader: (gate) =>
    reply(gate, (socket) => {
      socket.write(`${HEAD}X-Flood: `);
      flood(socket, BLOCK);
    }),
  endlessHints: (gate) =>
    reply(gate, (socket) => flood(socket, Buffer.from("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n".repeat(1_000)))),
  endlessStatus: (gate) =>
    reply(gate, (socket) => {
      socket.write("HTTP/1.1 200 ");
      flood(socket, BLOCK);
    }),
  dripHttp: (gate) => reply(gate, (socket) => drip(socket, Buffer.from(`${HEAD}Content-Length: 60\r\n\r\n`))),
  dripBody: (gate) =>
    reply(gate, (socket) => {
      socket.write(`${HEAD}\r\n`);
      drip(socket, BLOCK);
    }),
  finMidBody: (gate) => reply(gate, (socket) => void socket.end(`${HEAD}Content-Length: 60\r\n\r\n{`)),
  finMidHead: (gate) => reply(gate, (socket) => void socket.end(HEAD)),
  badLength: (gate) => reply(gate, (socket) => void socket.end(`${HEAD}Content-Length: -1\r\n\r\n`)),
  badChunk: (gate) => reply(gate, (socket) => void socket.end(`${HEAD}Transfer-Encoding: chunked\r\n\r\nzz\r\n`)),

  gigabyteBody2: (gate) =>
    stream(gate, (opened) => {
      opened.respond({ ":status": 200, "content-length": GIGABYTE });
      const pour = () => {
        while (!opened.destroyed && opened.write(BLOCK));
      };
      opened.on("drain", pour);
      pour();
    }),
  endlessHints2: (gate) =>
    stream(gate, (opened) => {
      const timer = setInterval(() => {
        for (let count = 0; count < 20 && !opened.destroyed; count++) {
          opened.additionalHeaders({ ":status": 103, link: `x${"y".repeat(8_000)}${count}` });
        }
      }, 5);
      opened.on("close", () => clearInterval(timer));
    }),

  proxyEndless: () =>
    greet((socket) => {
      socket.write("HTTP/1.1 200 OK\r\n");
      flood(socket, Buffer.from("X-Flood: x\r\n".repeat(1_000)));
    }),
  proxyDrip: () =>
    greet((socket) => drip(socket, Buffer.from(`HTTP/1.1 200 OK\r\n${"X-Drip: x\r\n".repeat(100)}\r\n`))),
};
