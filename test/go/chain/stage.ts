// Loopback servers that behave, for each case, slot and request, as the case says, and that note what they are asked.
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { createServer as createHttp, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createHttps } from "node:https";
import { type AddressInfo, connect, createServer as createTcp, type Server, type Socket } from "node:net";
import { join } from "node:path";
import type { Outcome } from "../../../shared/domain/chain-walk.ts";
import { makeAuthority } from "../../support/certificates.ts";
import { zip } from "../../support/module-proxy.ts";
import { holdRefusedPort } from "../../support/refused-port.ts";

/** The only version of every module here. */
export const VERSION = "v1.0.0";

/** How slots behave: `slot` is the second part of the path, `file` the last part, like `info` or `supported`. */
export type Behaviour = (slot: string, file: string) => Outcome;

/** The open stage. */
export interface Stage {
  readonly caFile: string;
  /** Base URLs of the servers; a proxy's URL is `<base>/<case>/<slot>`. */
  readonly bases: Readonly<Record<"https" | "http", string>>;
  /** URLs of ports that fail before any request, all of `https`. */
  readonly dead: Readonly<Record<"refused" | "stalled" | "unreachable", string>>;
  /** Registers a case; the answer collects `<slot> <file>` for each request, in order. */
  open(name: string, behaviour: Behaviour): readonly string[];
  /** Forgets a case. */
  shut(name: string): void;
  close(): Promise<void>;
}

const PAGE = "<html><body>Welcome. Please log in.</body></html>";

/** The files of a module as a proxy serves them. */
export function filesOf(modulePath: string): Readonly<Record<"info" | "mod" | "zip", string | Buffer>> {
  const root = `${modulePath}@${VERSION}`;
  const goMod = `module ${modulePath}\n`;
  return {
    info: JSON.stringify({ Version: VERSION, Time: "2020-01-01T00:00:00Z" }),
    mod: goMod,
    zip: zip({ [`${root}/go.mod`]: goMod, [`${root}/tiny.go`]: "package tiny\n" }),
  };
}

/** What is wanted: `/<case>/<slot>/<module>/@v/v1.0.0.<file>`, or `.../supported`, `.../lookup/...`. */
const WANTED = /^\/([^/]+)\/([^/]+)(?:\/(.*?))?(?:\/@v\/v1\.0\.0\.(info|mod|zip)|\/(supported|lookup)(?:\/.*)?)$/;

function goodBody(modulePath: string, file: string): string | Buffer {
  if (file === "supported" || file === "lookup") return "";
  return filesOf(modulePath)[file as "info" | "mod" | "zip"];
}

function drop(response: ServerResponse): void {
  const { socket } = response;
  if (socket !== null && "encrypted" in socket) socket.destroy();
  else socket?.resetAndDestroy();
}

function truncate(response: ServerResponse, body: string | Buffer): void {
  const half = Buffer.from(body).subarray(0, Math.floor(body.length / 2));
  response.writeHead(200, { "content-length": body.length + 1 });
  response.write(half, () => response.socket?.end());
}

function answer(response: ServerResponse, outcome: Outcome, body: string | Buffer): void {
  // A connection for each request: net/http itself asks again when one that was used before breaks.
  response.setHeader("connection", "close");
  if (outcome.kind === "ok") response.end(body);
  else if (outcome.kind === "bad-content") response.setHeader("content-type", "text/html").end(PAGE);
  else if (outcome.kind === "not-found" || outcome.kind === "status") response.writeHead(outcome.status).end();
  else if (outcome.kind === "truncated") truncate(response, body);
  else if (outcome.kind === "reset") drop(response);
  else if (outcome.kind !== "silent") throw new Error(`${outcome.kind} is not for a server that was reached`);
}

interface Case {
  readonly behaviour: Behaviour;
  readonly asked: string[];
}

function respondTo(cases: ReadonlyMap<string, Case>) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    const [, name = "", slot = "", modulePath = "", file, way] = WANTED.exec(request.url ?? "") ?? [];
    const wanted = file ?? way;
    const found = cases.get(name);
    if (found === undefined || wanted === undefined) {
      found?.asked.push(`unexpected ${request.url}`);
      response.writeHead(500).end();
      return;
    }
    found.asked.push(`${slot} ${wanted}`);
    answer(response, found.behaviour(slot, wanted), goodBody(modulePath, wanted));
  };
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return (server.address() as AddressInfo).port;
}

const LISTENER = `
const server = require("node:net").createServer();
server.listen({ host: "127.0.0.1", port: 0, backlog: 1 }, () => process.stdout.write(server.address().port + "\\n"));`;

/** A port whose queue is full and whose owner stands still: the kernel drops what comes, as a filter on the way would. */
async function openUnreachable(): Promise<{ readonly port: number; close(): void }> {
  const child = spawn(process.execPath, ["-e", LISTENER], { stdio: ["ignore", "pipe", "inherit"] });
  const port = await new Promise<number>((settle) => child.stdout.once("data", (text) => settle(Number(text))));
  // A process that stands still does not notice that we are gone.
  const end = () => void child.kill("SIGKILL");
  process.once("exit", end);
  child.kill("SIGSTOP");
  const fillers: Socket[] = [];
  for (let count = 0; count < 4; count += 1) {
    const filler = connect(port, "127.0.0.1");
    filler.on("error", () => undefined);
    fillers.push(filler);
    await new Promise((done) => setTimeout(done, 50));
  }
  return {
    port,
    close: () => {
      for (const filler of fillers) filler.destroy();
      process.off("exit", end);
      end();
    },
  };
}

/** Opens the stage; `folder` gets the authority's certificate. */
export async function openStage(folder: string): Promise<Stage> {
  const authority = await makeAuthority("Gangway chain tests");
  const caFile = join(folder, "chain-ca.pem");
  writeFileSync(caFile, authority.cert);
  const cases = new Map<string, Case>();
  const sockets = new Set<Socket>();
  const respond = respondTo(cases);
  const https = createHttps(await authority.issue({ names: ["127.0.0.1"] }), respond);
  const http = createHttp(respond);
  const stalled = createTcp((socket) => socket.resume());
  const servers = [https, http, stalled];
  for (const server of servers) {
    server.on("connection", (socket: Socket) => {
      sockets.add(socket.on("error", () => undefined));
      socket.on("close", () => sockets.delete(socket));
    });
    server.on("tlsClientError", () => undefined);
  }
  const [refused, unreachable] = await Promise.all([holdRefusedPort(), openUnreachable()]);
  const bases = { https: `https://127.0.0.1:${await listen(https)}`, http: `http://127.0.0.1:${await listen(http)}` };
  const at = (port: number) => `https://127.0.0.1:${port}`;
  return {
    caFile,
    bases,
    dead: { refused: at(refused.port), stalled: at(await listen(stalled)), unreachable: at(unreachable.port) },
    open: (name, behaviour) => {
      const asked: string[] = [];
      cases.set(name, { behaviour, asked });
      return asked;
    },
    shut: (name) => void cases.delete(name),
    close: async () => {
      refused.release();
      unreachable.close();
      const closed = servers.map((server) => new Promise<void>((done) => server.close(() => done())));
      for (const socket of sockets) socket.destroy();
      await Promise.all(closed);
    },
  };
}
