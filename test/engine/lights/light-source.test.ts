// Each light is read from what a server says to its question, by the process of each runtime.
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer as createHttp, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createHttps } from "node:https";
import type { AddressInfo, Server } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Endpoint, type EndpointRole, endpointName } from "../../../shared/domain/endpoint.ts";
import type { Light, LightId } from "../../../shared/domain/lights.ts";
import { INFO, openZoo, type Zoo } from "../../support/zoo.ts";
import { type Looking, startLooking } from "./looking.ts";

/** An Electron binary for development; what needs it is skipped, and says so, where there is none. */
const ELECTRON = process.env["GANGWAY_TEST_ELECTRON"] ?? "/nothing";
const WITHOUT_ELECTRON = !existsSync(ELECTRON);
if (WITHOUT_ELECTRON)
  console.warn(`skipped: lights under Electron, since GANGWAY_TEST_ELECTRON (${ELECTRON}) is absent`);

let zoo: Zoo;
const opened: Server[] = [];

beforeAll(async () => {
  zoo = await openZoo();
});

afterAll(async () => {
  for (const server of opened) server.close();
  await zoo.close();
});

type Respond = (request: IncomingMessage, response: ServerResponse) => void;

interface Site {
  readonly url: string;
  /** Paths asked for, with the Authorization header where there was one. */
  readonly asked: readonly string[];
}

async function site(respond: Respond, kind: "http" | "https" = "https"): Promise<Site> {
  const asked: string[] = [];
  const identity = await zoo.authority.issue({ names: ["localhost"] });
  const server = kind === "http" ? createHttp() : createHttps(identity);
  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    asked.push([request.url, request.headers.authorization].filter((part) => part !== undefined).join(" "));
    respond(request, response);
  });
  opened.push(server.listen(0, "127.0.0.1"));
  await once(server, "listening");
  return { url: `${kind}://localhost:${(server.address() as AddressInfo).port}`, asked };
}

function at(url: string, role: EndpointRole): Endpoint {
  return { name: endpointName(url), url, role };
}

const SUMDB = "sum.golang.org";
const PROXY_IDS: readonly LightId[] = ["sumdb", "toolchain", "cache"];

function states(lights: readonly Light[]): Readonly<Record<string, string>> {
  return Object.fromEntries(lights.map(({ id, state, because }) => [id, `${state} ${because.code}`]));
}

const RUNTIMES = [
  { runtime: "plain Node", host: {}, absent: false },
  {
    runtime: "Electron as Node",
    host: { execPath: ELECTRON, env: { ELECTRON_RUN_AS_NODE: "1" } },
    absent: WITHOUT_ELECTRON,
  },
];

describe.each(RUNTIMES.filter(({ absent }) => !absent))("under $runtime", ({ host }) => {
  let looking: Looking;

  beforeAll(async () => {
    looking = await startLooking(host);
  }, 60_000);

  afterAll(() => looking.end());

  async function look(url: string, ids: readonly LightId[], role: EndpointRole = "proxy"): Promise<readonly Light[]> {
    const lights = await looking.look({ errand: { endpoint: at(url, role), ids, sumdb: SUMDB }, caFile: zoo.caFile });
    if (lights === null) throw new Error("nobody aborted this look");
    return lights;
  }

  test("asks a proxy three small things below its path, with its credentials, and reads the answers", async () => {
    const { url, asked } = await site((request, response) => {
      const path = request.url ?? "";
      if (path.endsWith("/supported")) response.end();
      else if (path.endsWith("/list")) response.end("v0.0.1-go1.22.1.linux-amd64\nv0.0.1-go1.22.1.darwin-arm64\n");
      else response.setHeader("age", "17").end(INFO);
    });

    const lights = await look(`${url.replace("://", "://me:secret@")}/goproxy/`, PROXY_IDS);

    const auth = `Basic ${Buffer.from("me:secret").toString("base64")}`;
    expect(asked).toEqual(
      ["sumdb/sum.golang.org/supported", "golang.org/toolchain/@v/list", "rsc.io/quote/@v/v1.5.2.info"].map(
        (path) => `/goproxy/${path} ${auth}`,
      ),
    );
    expect(states(lights)).toEqual({
      sumdb: "on light-sumdb-passed",
      toolchain: "on light-toolchain-served",
      cache: "on light-cache-hit",
    });
    expect(lights[2]?.raw).toBe("age: 17");
    expect(JSON.stringify(lights)).not.toContain("secret");
  });

  test.each([
    [404, "off light-sumdb-missing", "off light-toolchain-missing", "unknown light-cache-unasked"],
    [410, "off light-sumdb-missing", "off light-toolchain-missing", "unknown light-cache-unasked"],
    [403, "off light-sumdb-fails", "off light-refused", "unknown light-cache-unasked"],
    [503, "off light-sumdb-fails", "off light-refused", "unknown light-cache-unasked"],
    [302, "unknown light-redirected", "unknown light-redirected", "unknown light-cache-unasked"],
  ])("reads a proxy that answers %i to everything", async (status, sumdb, toolchain, cache) => {
    const { url } = await site((_request, response) => response.writeHead(status).end());

    expect(states(await look(url, PROXY_IDS))).toEqual({ sumdb, toolchain, cache });
  });

  test("takes a web page for what Go takes it for", async () => {
    const { url } = await site((_request, response) => response.setHeader("content-type", "text/html").end("<html>hi"));

    const found = states(await look(url, PROXY_IDS));

    // Go counts any 200 as a yes.
    expect(found["sumdb"]).toBe("on light-sumdb-page");
    expect(found["toolchain"]).toBe("off light-toolchain-empty");
  });

  test("reads no more than the beginning of an endless answer, and waits for no silent one", async () => {
    const endless = await site((_request, response) => {
      response.on("drain", () => response.write("v0.0.1-go1.22.1.linux-amd64\n".repeat(4_000)));
      response.write("v0.0.1-go1.22.1.linux-amd64\n".repeat(4_000));
    });
    const silent = await site(() => undefined);

    expect(states(await look(endless.url, ["toolchain"]))).toEqual({ toolchain: "on light-toolchain-served" });
    const [light] = await look(silent.url, ["sumdb"]);
    expect(light?.because).toEqual({ code: "light-unreached", values: { stage: "http", kind: "silent" } });
  });

  test("asks a database for its tree head, and a host as go get and git do", async () => {
    const good = await site((request, response) => {
      const path = request.url ?? "";
      if (path === "/latest") response.end("go.sum database tree\n7\nAAAA\n\n— x AAAA\n");
      else if (path.includes("info/refs")) {
        response.setHeader("content-type", "application/x-git-upload-pack-advertisement").end("001e# service\n");
      } else response.end('<meta name="go-import" content="x git https://x">');
    });
    const bad = await site((_request, response) => response.end("hello"));

    const lit = async (url: string): Promise<readonly string[]> => [
      ...Object.values(states(await look(url, ["database"], "sumdb"))),
      ...Object.values(states(await look(`${url}/group/x`, ["discovery", "git"], "vcs"))),
    ];

    expect(await lit(good.url)).toEqual([
      "on light-database-answers",
      "on light-discovery-found",
      "on light-git-answers",
    ]);
    expect(good.asked).toEqual(["/latest", "/group/x?go-get=1", "/group/x/info/refs?service=git-upload-pack"]);
    expect(await lit(bad.url)).toEqual(["off light-database-wrong", "off light-discovery-none", "off light-git-none"]);
  });

  test("says no byte to a server that is not trusted, and names the failure", async () => {
    const [light] = await look(zoo.url("selfSigned"), ["sumdb"]);

    expect(light).toMatchObject({
      state: "off",
      because: { values: { stage: "handshake", kind: "certificate-untrusted" } },
    });
    expect(zoo.received("selfSigned")).toBe(0);
  });

  test("goes past no HTTP proxy that Go would use", async () => {
    const relay = await site((_request, response) => response.writeHead(407).end(), "http");
    const errand = { endpoint: at("http://modules.test/goproxy", "proxy"), ids: ["sumdb"], sumdb: SUMDB } as const;

    const lights = await looking.look({ errand, env: { HTTP_PROXY: relay.url }, caFile: zoo.caFile });

    expect(relay.asked).toEqual(["http://modules.test/goproxy/sumdb/sum.golang.org/supported"]);
    expect(lights?.[0]?.because.values).toEqual({ stage: "tunnel", kind: "auth-required" });
  });

  test("is broken off by its signal, and leaves the rest unasked", async () => {
    const { url, asked } = await site(() => looking.abort());

    const errand = { endpoint: at(url, "proxy"), ids: PROXY_IDS, sumdb: SUMDB };
    const lights = await looking.look({ errand, caFile: zoo.caFile });

    expect(lights).toBeNull();
    expect(asked).toHaveLength(1);
  });
});
