// The trial of `gangway probe --via-proxy` against the go command: with the same variables, go asks that proxy for the same
// endpoints, and for no other ones.
import { execFile } from "node:child_process";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { goRoute } from "../../../electron/engine/probe/go-route.ts";
import { type Environment, withProxy } from "../../../electron/engine/probe/route.ts";
import { createGoHome } from "../../support/go-command.ts";
import { goVersions } from "../../support/go-versions.ts";

/** What the trial has to get past. */
const ELSEWHERE = {
  HTTPS_PROXY: "http://127.0.0.1:1",
  http_proxy: "http://127.0.0.1:1",
  NO_PROXY: "modules.test",
  no_proxy: "*",
};

/** What the proxy was asked for: `host:port` of a tunnel, or a whole URL. */
const asked: string[] = [];
/** Refuses whatever it is asked for. */
const proxy = createServer((request, response) => {
  asked.push(request.url ?? "");
  response.writeHead(502).end();
}).on("connect", (request, socket) => {
  asked.push(request.url ?? "");
  socket.on("error", () => undefined).end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
});
/** Somebody on this machine, who has no modules. */
const local = createServer((_request, response) => void response.writeHead(404).end());

async function portOf(server: Server): Promise<number> {
  await once(server.listen(0, "127.0.0.1"), "listening");
  return (server.address() as AddressInfo).port;
}

let proxyUrl: string;
let localPort: number;

beforeAll(async () => {
  proxyUrl = `http://127.0.0.1:${await portOf(proxy)}`;
  localPort = await portOf(local);
});

afterAll(() => {
  for (const server of [proxy, local]) {
    server.closeAllConnections();
    server.close();
  }
});

/** Has go look for a module at `endpoint`, and tells whether it asked the proxy. */
async function goAsksProxy(go: string, env: Environment, endpoint: string): Promise<boolean> {
  asked.length = 0;
  const variables = { ...env, GOPROXY: endpoint, GOSUMDB: "off", GOFLAGS: "-mod=mod", GO111MODULE: "on" };
  await new Promise<void>((done) => {
    // It never finds the module; where it looked is what matters.
    execFile(go, ["list", "-m", "rsc.io/quote@v1.5.2"], { cwd: "/", env: variables, timeout: 30_000 }, () => done());
  });
  return asked.length > 0;
}

describe.each(await goVersions())("go $version", ({ path }) => {
  test("asks the proxy of a trial for what the trial says, and for nothing else", async () => {
    const home = createGoHome(path);
    try {
      const env = withProxy({ ...home.env, ...ELSEWHERE }, proxyUrl);
      const endpoints = [
        "https://modules.test",
        "http://modules.test/goproxy",
        `http://localhost:${localPort}`,
        `http://127.0.0.1:${localPort}`,
      ];
      const told: [string, boolean][] = [];
      for (const endpoint of endpoints) told.push([endpoint, await goAsksProxy(path, env, endpoint)]);

      expect(told).toEqual(endpoints.map((endpoint) => [endpoint, goRoute(endpoint, env).kind === "proxy"]));
      expect(told.map(([, isAsked]) => isAsked)).toEqual([true, true, false, false]);
    } finally {
      home.remove();
    }
  });
});
