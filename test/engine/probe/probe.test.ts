import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import { createServer as createHttps } from "node:https";
import type { AddressInfo, Server } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createProber, type ProberOptions } from "../../../electron/engine/probe/probe.ts";
import { type Endpoint, type EndpointRole, endpointName } from "../../../shared/domain/endpoint.ts";
import type { Sample } from "../../../shared/domain/sample.ts";
import { INFO, openZoo, type Zoo } from "../../support/zoo.ts";

let zoo: Zoo;
const opened: Server[] = [];

beforeAll(async () => {
  zoo = await openZoo();
});

afterAll(async () => {
  for (const server of opened) server.close();
  await zoo.close();
});

function endpoint(url: string, role: EndpointRole = "proxy"): Endpoint {
  return { name: endpointName(url), url, role };
}

async function look(url: string, options: Partial<ProberOptions> = {}, role?: EndpointRole): Promise<Sample> {
  const prober = createProber({ version: "1.2.3", env: {}, caFile: zoo.caFile, ...options });
  const sample = await prober.probe(endpoint(url, role), new AbortController().signal);
  if (sample === null) throw new Error("nobody aborted this look");
  return sample;
}

interface Seen {
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

/** A server that remembers what it was asked. */
async function witness(kind: "http" | "https"): Promise<{ readonly port: number; readonly seen: readonly Seen[] }> {
  const seen: Seen[] = [];
  const identity = await zoo.authority.issue({ names: ["localhost"] });
  const server = kind === "http" ? createServer() : createHttps(identity);
  server.on("request", (request, response) => {
    seen.push({ url: request.url ?? "", headers: request.headers });
    response.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" }).end(gzipSync(INFO));
  });
  opened.push(server.listen(0, "127.0.0.1"));
  await once(server, "listening");
  return { port: (server.address() as AddressInfo).port, seen };
}

describe("the request", () => {
  test("asks a proxy below its path for a small file that does not change, and says who asks", async () => {
    const { port, seen } = await witness("https");

    const sample = await look(`https://localhost:${port}/goproxy/`);

    expect(sample.failure).toBeNull();
    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatchObject({
      url: "/goproxy/rsc.io/quote/@v/v1.5.2.info",
      headers: { "user-agent": expect.stringMatching(/^gangway\/1\.2\.3 /), "accept-encoding": "gzip" },
    });
  });

  test("asks a checksum database for its tree head and a host as go get does", async () => {
    const { port, seen } = await witness("https");

    await look(`https://localhost:${port}`, {}, "sumdb");
    await look(`https://localhost:${port}`, {}, "vcs");
    await look(`https://localhost:${port}/group/project`, {}, "vcs");

    expect(seen.map(({ url }) => url)).toEqual(["/latest", "/?go-get=1", "/group/project?go-get=1"]);
  });

  test("carries the credentials of the URL over TLS, and the sample never does", async () => {
    const { port, seen } = await witness("https");

    const sample = await look(`https://reader:s3cret@localhost:${port}`);

    expect(seen[0]?.headers.authorization).toBe(`Basic ${Buffer.from("reader:s3cret").toString("base64")}`);
    expect(JSON.stringify(sample)).not.toMatch(/reader|s3cret|cmVhZGVyOnMzY3JldA/);
  });

  test("carries no credentials over plain HTTP", async () => {
    const { port, seen } = await witness("http");

    const sample = await look(`http://reader:s3cret@localhost:${port}`);

    expect(seen).toHaveLength(1);
    expect(seen[0]?.headers.authorization).toBeUndefined();
    expect(JSON.stringify(sample)).not.toContain("s3cret");
  });

  test("gives the proxy its own credentials, and the sample never has them", async () => {
    const { port, seen } = await witness("http");

    const sample = await look("http://modules.test", { env: { HTTP_PROXY: `http://user:pr0xy@localhost:${port}` } });

    expect(sample).toMatchObject({ via: "http-proxy", failure: null });
    expect(seen[0]).toMatchObject({
      url: "http://modules.test/rsc.io/quote/@v/v1.5.2.info",
      headers: { host: "modules.test", "proxy-authorization": `Basic ${Buffer.from("user:pr0xy").toString("base64")}` },
    });
    expect(JSON.stringify(sample)).not.toContain("pr0xy");
  });
});

describe("the sample", () => {
  test("has a time for every stage of a direct look, and no tunnel", async () => {
    const { stages, totalMs, via } = await look(zoo.url("good"));

    const times = [stages.resolveMs, stages.connectMs, stages.handshakeMs, stages.ttfbMs].map((time) => time ?? -1);
    expect(Math.min(...times)).toBeGreaterThanOrEqual(0);
    expect(totalMs).toBeGreaterThanOrEqual(times.reduce((sum, time) => sum + time, 0));
    expect([via, "tunnelMs" in stages]).toEqual(["direct", false]);
  });

  test("has a time for the tunnel through a proxy, and tells the endpoint's own certificate", async () => {
    const sample = await look("https://modules.test", { env: { HTTPS_PROXY: `http://${zoo.address("proxy")}` } });

    expect(sample).toMatchObject({
      via: "http-proxy",
      failure: null,
      tls: { issuer: "CN=Gangway Zoo Root, O=Gangway tests" },
    });
    expect(sample.stages.tunnelMs).toBeGreaterThan(0);
  });

  test("has no handshake and no TLS facts for a plain HTTP endpoint", async () => {
    const sample = await look(zoo.url("plain"));

    expect(sample).toMatchObject({ failure: null, tls: null, stages: { handshakeMs: null } });
  });

  test("measures a slow answer as slow", async () => {
    expect((await look(zoo.url("slow"))).stages.ttfbMs).toBeGreaterThan(145);
  });

  test("keeps the time of the first byte when the body never ends", async () => {
    const sample = await look(zoo.url("silentMidBody"), { limits: { http: 300 } });

    expect(sample.failure?.kind).toBe("silent");
    expect(sample.stages.ttfbMs).not.toBeNull();
  });

  test("leaves stages that were not finished without a time", async () => {
    const { stages } = await look(zoo.url("silentAfterAccept"), { limits: { handshake: 200 } });

    expect([stages.connectMs === null, stages.handshakeMs, stages.ttfbMs]).toEqual([false, null, null]);
  });

  test("never takes longer than the whole look may", async () => {
    const { totalMs, failure } = await look(zoo.url("silentAfterAccept"), { timeoutMs: 300 });

    expect(failure).toMatchObject({ stage: "handshake", kind: "silent" });
    expect(totalMs).toBeGreaterThan(250);
    expect(totalMs).toBeLessThan(1_000);
  });

  test("blames sleep when the clocks drift apart", async () => {
    let at = Date.now();
    const now = () => {
      at += 60_000;
      return at;
    };

    expect((await look(zoo.url("good"), { now })).failure).toMatchObject({ kind: "local" });
  });

  test("says that a URL is none that can be looked at", async () => {
    const failure = { stage: "resolve", kind: "unknown", raw: "not an http or https URL" };

    expect([(await look("file:///srv/modules")).failure, (await look("nonsense")).failure]).toEqual([failure, failure]);
  });
});

describe("resolving", () => {
  test("looks at one address, IPv4 before IPv6", async () => {
    const lookup = async () => [
      { address: "::1", family: 6 },
      { address: "127.0.0.1", family: 4 },
    ];

    expect((await look(`https://modules.test:${new URL(zoo.url("good")).port}`, { lookup })).failure).toBeNull();
  });

  test("does not find a name that has no address of the wanted family", async () => {
    const lookup = async () => [{ address: "127.0.0.1", family: 4 }];

    expect((await look("https://modules.test", { lookup, family: 6 })).failure).toMatchObject({
      kind: "name-not-found",
    });
  });

  test("tells a blocking resolver, and does not connect to ourselves", async () => {
    const lookup = async () => [{ address: "0.0.0.0", family: 4 }];

    expect((await look("https://modules.test", { lookup })).failure).toEqual({
      stage: "resolve",
      kind: "hijacked",
      raw: "SINKHOLE",
    });
  });

  test("gives up on a silent resolver", async () => {
    const lookup = () => new Promise<never>(() => undefined);

    const { failure } = await look("https://modules.test", { lookup, limits: { resolve: 100 } });

    expect(["resolver-silent", "local"]).toContain(failure?.kind);
    expect(failure?.stage).toBe("resolve");
  });
});

/** What a look could leave behind. Servers and the pipes of the test runner are not its own. */
const HANDLES = ["TCPSocketWrap", "TCPConnectWrap", "TLSWrap", "GetAddrInfoReqWrap", "Timeout"];

function handles(): readonly number[] {
  const names = process.getActiveResourcesInfo();
  return HANDLES.map((handle) => names.filter((name) => name === handle).length);
}

/** The handles that there are more of than before, once both ends of a connection have had the time to go. */
async function leftovers(before: readonly number[]): Promise<readonly string[]> {
  const grown = () => HANDLES.filter((_handle, index) => (handles()[index] ?? 0) > (before[index] ?? 0));
  for (let patience = 50; patience > 0 && grown().length > 0; patience--) await pause(20);
  return grown();
}

describe("a look that is aborted", () => {
  test.each(["silentAfterAccept", "silentAfterServerHello", "silentHttp", "silentHttp2", "silentMidBody", "endless"])(
    "at %s yields no sample and leaves nothing open",
    async (inmate) => {
      const before = handles();
      const controller = new AbortController();
      const prober = createProber({ version: "1.2.3", env: {}, caFile: zoo.caFile });
      const looking = prober.probe(endpoint(zoo.url(inmate)), controller.signal);
      await pause(100);

      controller.abort();

      expect(await looking).toBeNull();
      expect(await leftovers(before)).toEqual([]);
    },
  );

  test("in the tunnel yields no sample", async () => {
    const controller = new AbortController();
    const env = { HTTPS_PROXY: `http://${zoo.address("proxySilent")}` };
    const looking = createProber({ version: "1.2.3", env }).probe(endpoint("https://modules.test"), controller.signal);
    await pause(50);

    controller.abort();

    expect(await looking).toBeNull();
  });

  test("before it began opens nothing", async () => {
    expect(await createProber({ version: "1.2.3" }).probe(endpoint(zoo.url("good")), AbortSignal.abort())).toBeNull();
  });
});

test("looks leave nothing open, however they end", async () => {
  await look(zoo.url("good"));
  const before = handles();
  const inmates = [
    "good",
    "good11",
    "selfSigned",
    "resetAfterHello",
    "finAfterHello",
    "notFound",
    "tooLarge",
    "tls12",
    "resetInHttp2",
  ];

  await Promise.all(inmates.map((inmate) => look(zoo.url(inmate))));

  expect(await leftovers(before)).toEqual([]);
});
