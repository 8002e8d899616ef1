// `probe --via-proxy`: whether Go would get through a proxy, before anything is set. The name of the endpoint is known to the
// proxies of the zoo alone, so a look that went past them would not get anywhere.
import { existsSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Sample } from "../../shared/domain/sample.ts";
import { openZoo, type Zoo } from "../support/zoo.ts";
import { createGangway, type Gangway, withoutProgress } from "./gangway.ts";

let zoo: Zoo;

beforeAll(async () => {
  zoo = await openZoo();
});

afterAll(() => zoo.close());

const ENDPOINT = "https://modules.test";
/** An environment that leads elsewhere in every way there is. */
const ELSEWHERE = {
  HTTPS_PROXY: "http://127.0.0.1:1",
  HTTP_PROXY: "http://127.0.0.1:1",
  https_proxy: "http://127.0.0.1:2",
  http_proxy: "http://127.0.0.1:2",
  NO_PROXY: "modules.test",
  no_proxy: "*",
};

interface Probed {
  readonly samples: readonly Sample[];
  readonly lights: readonly { readonly because: string }[];
}

function proxyAt(name: string): string {
  return `${name.startsWith("secure") ? "https" : "http"}://${zoo.address(name)}`;
}

function trial(proxy: string, endpoint: string, more: readonly string[] = [], gangway: Gangway = createGangway()) {
  const args = ["probe", "--via-proxy", proxy, endpoint, "--ca", zoo.caFile, ...more];
  return gangway.run(args, { env: ELSEWHERE });
}

test.each(["proxy", "secureProxy"])(
  "looks through the %s that is named, whatever the environment says",
  async (name) => {
    const ran = await trial(proxyAt(name), ENDPOINT, ["--json"]);

    expect([ran.code, withoutProgress(ran)]).toEqual([0, ""]);
    const { samples, lights } = ran.json() as Probed;
    expect(samples).toMatchObject([
      { endpoint: ENDPOINT, via: "http-proxy", failure: null, goHello: { outcome: "ok" }, tls: { trust: "local" } },
    ]);
    expect(samples[0]?.stages.tunnelMs).toBeGreaterThan(0);
    // Lights go the same way: each has an answer.
    expect(lights.length).toBeGreaterThan(0);
    expect(lights.filter(({ because }) => because.startsWith("no answer"))).toEqual([]);
  },
);

test("looks through it at a plain endpoint too", async () => {
  const ran = await trial(proxyAt("proxy"), "http://modules.test", ["--json"]);

  expect((ran.json() as Probed).samples).toMatchObject([{ via: "http-proxy", failure: null }]);
});

test.each([
  ["proxyAuth", "auth-required"],
  ["proxyDenies", "denied"],
  ["proxyTimeout", "upstream-failed"],
  ["refused", "refused"],
])("a proxy that lets nobody through (%s) is told, and the exit is a finding", async (name, kind) => {
  const ran = await trial(proxyAt(name), ENDPOINT, ["--json"]);

  expect(ran.code).toBe(1);
  expect((ran.json() as Probed).samples).toMatchObject([{ via: "http-proxy", failure: { stage: "tunnel", kind } }]);
});

test("says to people what was tried, changes nothing, and shows no credentials", async () => {
  const gangway = createGangway({ goEnvText: "GOPROXY=off\nGOSUMDB=off\n" });
  const secret = proxyAt("proxy").replace("//", "//me:hush@");
  const ran = await trial(secret, ENDPOINT, [], gangway);

  expect(ran.code).toBe(0);
  expect(ran.stdout).toContain(
    `HTTPS_PROXY and HTTP_PROXY set to http://***@${zoo.address("proxy")} and NO_PROXY empty`,
  );
  expect(ran.stdout + ran.stderr).not.toContain("hush");
  expect(gangway.goEnvText()).toBe("GOPROXY=off\nGOSUMDB=off\n");
  expect(existsSync(path.join(gangway.home, "settings.json"))).toBe(false);
});

test("an endpoint that Go asks no proxy for is looked at directly, and that is said", async () => {
  const ran = await trial(proxyAt("refused"), zoo.url("good"), ["--json"]);

  expect(ran.code).toBe(0);
  expect((ran.json() as Probed).samples).toMatchObject([{ via: "direct", failure: null }]);
  expect(ran.stderr).toContain(`Go asks no proxy for ${zoo.url("good")}, whatever is set`);
});

test.each([
  "proxy.test:3128",
  "socks5://proxy.test:1080",
  "ftp://me:hush@proxy.test",
  "http://",
  "http://me:hush@proxy.test:1/path",
  "http://proxy.test?x",
  "http://proxy.test:99999",
  "http://proxy .test",
  "http:proxy.test",
])("%s is no proxy to try: wrong usage that says what was expected", async (given) => {
  const ran = await trial(given, ENDPOINT);

  expect(ran).toMatchObject({ code: 2, stdout: "" });
  expect(ran.stderr).toContain(`${given.replace("me:hush", "***")} is no proxy that can be tried`);
  expect(ran.stderr).toContain("Expected is http://HOST:PORT or https://HOST:PORT");
  expect(ran.stderr).not.toContain("hush");
});

test("says it in Chinese", async () => {
  const env = { LANG: "zh_CN.UTF-8" };
  const bad = await createGangway().run(["probe", "--via-proxy", "x", ENDPOINT], { env });
  const args = ["probe", "--via-proxy", proxyAt("refused"), zoo.url("good"), "--ca", zoo.caFile];
  const direct = await createGangway().run(args, { env });

  expect(bad.stderr).toContain("应为 http://HOST:PORT 或 https://HOST:PORT");
  expect(direct.stderr).toContain("都不经过代理");
});
