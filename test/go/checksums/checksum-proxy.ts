// A module proxy on loopback that passes checksum databases under /sumdb/, and the databases themselves under /direct/;
// it counts what is asked of them, and how many requests had to wait for one another.
import { writeFileSync } from "node:fs";
import { createSecureServer, type Http2ServerRequest, type Http2ServerResponse } from "node:http2";
import type { AddressInfo, Socket } from "node:net";
import { join } from "node:path";
import { makeAuthority } from "../../support/certificates.ts";
import { filesOf } from "../chain/stage.ts";
import { DATABASE, type SumDatabase } from "./sum-database.ts";

/** What was asked of the database since the last `reset`. */
export interface Asked {
  readonly supported: number;
  readonly lookups: number;
  readonly tiles: number;
  /** Answers that were no 200, of files too. */
  readonly refused: number;
  /** The longest row of requests of which each began after the one before was answered. */
  readonly rounds: number;
}

/** The running proxy. */
export interface ChecksumProxy {
  readonly caFile: string;
  readonly url: string;
  /** The address of the database for GOSUMDB. */
  readonly direct: string;
  asked(): Asked;
  /** Forgets what was asked, and serves this database from now on. */
  reset(database: SumDatabase): void;
  close(): Promise<void>;
}

/** How long an answer takes: without it all requests would be over before a second one begins. */
const THINKING_MS = 5;

const FILE = /^\/(m\d+\.gangway\.test)\/@v\/v1\.0\.0\.(info|mod|zip)$/;
const SUMDB = new RegExp(`^/(?:sumdb/${DATABASE.replaceAll(".", "\\.")}|direct)(/.*)$`);

interface Request {
  readonly path: string;
  readonly begin: number;
  end: number;
}

function roundsOf(requests: readonly Request[]): number {
  let rounds = 0;
  let last = Number.NEGATIVE_INFINITY;
  for (const { begin, end } of requests.toSorted((a, b) => a.end - b.end)) {
    if (begin < last) continue;
    rounds += 1;
    last = end;
  }
  return rounds;
}

/** Starts it; `folder` gets the authority's certificate. */
export async function openChecksumProxy(folder: string, first: SumDatabase): Promise<ChecksumProxy> {
  const authority = await makeAuthority("Gangway checksum tests");
  const caFile = join(folder, "checksum-ca.pem");
  writeFileSync(caFile, authority.cert);
  let database = first;
  let requests: Request[] = [];
  let refused = 0;
  const bodyOf = (url: string): string | Buffer | undefined => {
    const [, path] = SUMDB.exec(url) ?? [];
    if (path !== undefined) return database.answer(path);
    const [, modulePath, file] = FILE.exec(url) ?? [];
    return modulePath === undefined ? undefined : filesOf(modulePath)[file as "info" | "mod" | "zip"];
  };
  const answer = (request: Http2ServerRequest, response: Http2ServerResponse): void => {
    const [, path] = SUMDB.exec(request.url) ?? [];
    const noted: Request = { path: path ?? "", begin: performance.now(), end: 0 };
    if (path !== undefined) requests.push(noted);
    setTimeout(() => {
      const body = bodyOf(request.url);
      if (body === undefined) refused += 1;
      noted.end = performance.now();
      response.writeHead(body === undefined ? 404 : 200).end(body ?? "not found");
    }, THINKING_MS);
  };
  const sockets = new Set<Socket>();
  const server = createSecureServer(
    { ...(await authority.issue({ names: ["127.0.0.1"] })), allowHTTP1: true },
    (request, response) => answer(request, response),
  );
  server.on("connection", (socket: Socket) => {
    sockets.add(socket.on("error", () => socket.destroy()));
    socket.on("close", () => sockets.delete(socket));
  });
  server.on("sessionError", () => undefined).on("tlsClientError", () => undefined);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const count = (start: string): number => requests.filter(({ path }) => path.startsWith(start)).length;
  return {
    caFile,
    url,
    direct: `${url}/direct`,
    asked: () => ({
      supported: count("/supported"),
      lookups: count("/lookup/"),
      tiles: count("/tile/"),
      refused,
      rounds: roundsOf(requests),
    }),
    reset: (next) => {
      database = next;
      requests = [];
      refused = 0;
    },
    close: async () => {
      const closed = new Promise<void>((done) => server.close(() => done()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
