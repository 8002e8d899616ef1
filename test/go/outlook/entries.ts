// Entries of chains on loopback: one module proxy, and what stands between it and go in each case.
import { createSecureServer, type Http2ServerRequest, type Http2ServerResponse } from "node:http2";
import { type AddressInfo, createServer as createTcp, type Server, type Socket } from "node:net";
import { distance, middlebox, tame } from "../../lab/relays.ts";
import type { Authority } from "../../support/certificates.ts";
import { holdRefusedPort } from "../../support/refused-port.ts";
import { filesOf } from "../chain/stage.ts";

/** What an entry of a chain is like. `far`: half a round trip in ms; it is near when absent. */
export interface EntryKind {
  readonly is: "serving" | "lacking" | "refused" | "resetting" | "stalled" | "lossy";
  readonly far?: number;
  /** Of `lossy`: how many of 100 connections are reset. */
  readonly lost?: number;
  /** Speaks HTTP/1.1 alone. */
  readonly http1?: true;
}

/** Opens entries, and closes them all. */
export interface Entries {
  /** Opens one; the answer is its URL. */
  open(kind: EntryKind): Promise<string>;
  close(): Promise<void>;
}

const WANTED = /^\/lacking\/|\/([^@]*)\/@v\/v[\d.]+\.(info|mod|zip)$/;

function answer({ url }: Http2ServerRequest, response: Http2ServerResponse): void {
  const [, modulePath, file] = WANTED.exec(url) ?? [];
  if (modulePath === undefined) response.writeHead(404, { "content-type": "text/plain" }).end("not found");
  else response.end(filesOf(modulePath)[file as "info" | "mod" | "zip"]);
}

/** Loses so many of 100 evenly, so that few looks and few runs see the same share. */
function losing(lost: number): () => boolean {
  let sum = 50;
  return () => {
    sum += lost;
    if (sum < 100) return false;
    sum -= 100;
    return true;
  };
}

class OpenEntries implements Entries {
  readonly #closers: (() => Promise<void>)[] = [];
  readonly #ports = new Map<"h2" | "http/1.1", number>();
  readonly #authority: Authority;

  constructor(authority: Authority) {
    this.#authority = authority;
  }

  async open(kind: EntryKind): Promise<string> {
    const port = await this.#portOf(kind);
    return `https://127.0.0.1:${port}${kind.is === "lacking" ? "/lacking" : ""}`;
  }

  async close(): Promise<void> {
    await Promise.all(this.#closers.map((close) => close()));
  }

  async #portOf({ is, far = 0, lost = 0, http1 }: EntryKind): Promise<number> {
    if (is === "refused") {
      const held = await holdRefusedPort();
      this.#closers.push(() => Promise.resolve(held.release()));
      return held.port;
    }
    if (is === "stalled") return this.#listen(createTcp((socket) => void tame(socket).resume()));
    const proxy = await this.#proxy(http1 === true ? "http/1.1" : "h2");
    const isLost = losing(is === "resetting" ? 100 : lost);
    const box = { onHello: () => (isLost() ? ("reset" as const) : ("pass" as const)) };
    const boxed = is === "resetting" || is === "lossy" ? await this.#listen(middlebox(() => proxy, box)) : proxy;
    return far === 0 ? boxed : this.#listen(distance(() => boxed, far));
  }

  async #proxy(alpn: "h2" | "http/1.1"): Promise<number> {
    const open = this.#ports.get(alpn);
    if (open !== undefined) return open;
    const identity = await this.#authority.issue({ names: ["127.0.0.1"] });
    const protocols = alpn === "h2" ? ["h2", "http/1.1"] : ["http/1.1"];
    const port = await this.#listen(
      createSecureServer({ ...identity, allowHTTP1: true, ALPNProtocols: protocols }, answer),
    );
    this.#ports.set(alpn, port);
    return port;
  }

  async #listen(server: Server): Promise<number> {
    const sockets = new Set<Socket>();
    server.on("connection", (socket: Socket) => {
      sockets.add(tame(socket));
      socket.on("close", () => sockets.delete(socket));
    });
    server.on("sessionError", () => undefined).on("tlsClientError", () => undefined);
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    this.#closers.push(() => {
      const closed = new Promise<void>((done) => server.close(() => done()));
      for (const socket of sockets) socket.destroy();
      return closed;
    });
    return (server.address() as AddressInfo).port;
  }
}

/** Nothing is open yet. `authority` vouches for the proxy. */
export function entriesOf(authority: Authority): Entries {
  return new OpenEntries(authority);
}
