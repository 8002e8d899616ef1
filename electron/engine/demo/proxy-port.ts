// One simulated proxy on a loopback port of its own. What happens to a connection is decided when it comes in, before a
// byte of TLS was seen: that is all that a network on the way knows, too.
import { createServer as createSecureServer, type Server as SecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import { createServer, type Server, type Socket } from "node:net";
import type { Clock } from "../ports.ts";
import type { Authority } from "./certificates.ts";
import { createModuleProxy } from "./module-proxy.ts";
import type { Behaviour } from "./scenes.ts";

/** What a port is made of. */
export interface ProxyPortParts {
  readonly name: string;
  readonly clock: Clock;
  /** Whom the endpoint's own certificate is from. */
  readonly web: Authority;
  /** Whom the certificate is from that an interceptor shows. */
  readonly interceptor: Authority;
  /** What happens to a connection that comes in now. */
  readonly behaviour: () => Behaviour;
}

/** A simulated proxy that listens. */
export interface ProxyPort {
  /** `https://127.0.0.1:PORT/name`. */
  readonly url: string;
  /** Cuts every connection, as leaving a network does. */
  cut(): void;
  close(): Promise<void>;
}

/** Servers that never listen: a connection is handed to the one whose turn it is. */
type Servers = Readonly<Record<"TLSv1.2" | "TLSv1.3" | "forged", SecureServer>>;

/** Opens a simulated proxy on a free port of 127.0.0.1. */
export async function openProxyPort(parts: ProxyPortParts): Promise<ProxyPort> {
  const sockets = new Set<Socket>();
  const answer = createModuleProxy(parts.name);
  const servers: Servers = {
    "TLSv1.2": createSecureServer({ ...parts.web.leaf, maxVersion: "TLSv1.2" }, answer),
    "TLSv1.3": createSecureServer(parts.web.leaf, answer),
    forged: createSecureServer(parts.interceptor.leaf, answer),
  };
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    // A client that does not like the certificate resets the connection; that is its right.
    socket.on("error", () => socket.destroy());
    receive(socket, parts, servers);
  });
  const port = await listen(server);
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: `https://127.0.0.1:${port}/${parts.name}`,
    cut,
    close: async () => {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function receive(socket: Socket, { clock, behaviour }: ProxyPortParts, servers: Servers): void {
  const now = behaviour();
  switch (now.kind) {
    case "serve":
      clock.after(now.delayMs, () => servers[now.tls].emit("connection", socket));
      return;
    case "intercept":
      servers.forged.emit("connection", socket);
      return;
    case "swallow":
      socket.resume();
      return;
    default:
      now satisfies never;
  }
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      resolve((server.address() as AddressInfo).port);
    });
  });
}
