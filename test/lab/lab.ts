// Opens the loopback lab: the endpoint, its distance, and every box, on free ports of 127.0.0.1. Free of any test framework,
// so that other programs can open it too.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createSecureServer } from "node:http2";
import type { AddressInfo, Server, Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeAuthority } from "../support/certificates.ts";
import { holdRefusedPort } from "../support/refused-port.ts";
import { BOXES, INFO } from "./boxes.ts";
import { distance, tame } from "./relays.ts";

/** Names that the endpoint's certificate is good for; the last for boxes that are proxies. */
const NAMES = ["localhost", "127.0.0.1", "modules.test"] as const;

/** Half of the round trip to the endpoint. Far above what a loaded machine adds to a relay, and soon over. */
const DELAY_MS = 20;

/** The open lab. */
export interface Lab {
  /** Roots that a machine in this lab trusts: that of the endpoint, and that of a box whose authority is installed. */
  readonly caFile: string;
  /** Where to find the endpoint behind the box of this name, and the variables that lead there. */
  way(box: string): { readonly url: string; readonly env: Readonly<Record<string, string>> };
  close(): Promise<void>;
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return (server.address() as AddressInfo).port;
}

/** Opens the lab. `refused` is a box that is not there. */
export async function openLab(): Promise<Lab> {
  const [root, installed, stranger] = await Promise.all(
    ["Gangway Lab Root", "Gangway Lab TLS Inspection", "Nobody Knows Me"].map(makeAuthority),
  );
  if (root === undefined || installed === undefined || stranger === undefined) throw new Error("no authorities");
  const good = await root.issue({ names: NAMES });
  const folder = mkdtempSync(join(tmpdir(), "gangway-lab-"));
  const caFile = join(folder, "roots.pem");
  writeFileSync(caFile, `${root.cert}\n${installed.cert}\n`);

  const servers: Server[] = [];
  const sockets = new Set<Socket>();
  const open = async (server: Server): Promise<number> => {
    server.on("connection", (socket: Socket) => {
      sockets.add(tame(socket));
      socket.on("close", () => sockets.delete(socket));
    });
    server.on("tlsClientError", () => undefined);
    servers.push(server);
    return listen(server);
  };
  const endpoint = await open(
    createSecureServer({ ...good, allowHTTP1: true }, (_request, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.end(INFO);
    }),
  );
  const far = await open(distance(() => endpoint, DELAY_MS));
  const ports = new Map<string, number>();
  const parts = { root, installed, stranger, good, names: NAMES, endpoint: () => far };
  for (const [name, box] of Object.entries(BOXES)) ports.set(name, await open(await box.open(parts)));
  const refused = await holdRefusedPort();
  ports.set("refused", refused.port);
  return {
    caFile,
    way(box) {
      const port = ports.get(box);
      if (port === undefined) throw new Error(`no box is called ${box}`);
      const isProxy = BOXES[box]?.isProxy === true;
      if (isProxy) return { url: "https://modules.test", env: { HTTPS_PROXY: `http://localhost:${port}` } };
      return { url: `https://localhost:${port}`, env: {} };
    },
    async close() {
      const closed = servers.map((server) => new Promise<void>((done) => server.close(() => done())));
      for (const socket of sockets) socket.destroy();
      refused.release();
      await Promise.all(closed);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
