import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { createGangway, profileOf } from "./gangway.ts";

/** A mirror that serves everything, or one that serves modules alone. */
async function mirror(isFull: boolean): Promise<{ readonly url: string; readonly asked: readonly string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? "";
    asked.push(path);
    if (path.endsWith("/v1.5.2.info")) response.setHeader("x-cache", "HIT").end('{"Version":"v1.5.2"}');
    else if (isFull && path.endsWith("/supported")) response.end();
    else if (isFull && path.endsWith("/list")) response.end("v0.0.1-go1.22.1.linux-amd64\n");
    else response.writeHead(404).end();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

/** The toolchain is wanted, so that it is asked for. */
const ENV = { GOTOOLCHAIN: "auto" };

interface Told {
  readonly lights: readonly { readonly id: string; readonly state: string; readonly because: string }[];
  readonly checksums: { readonly way: string } | null;
  readonly reuse: readonly { readonly endpoint: string }[];
}

test("probe tells each need of a proxy by itself, and asks nobody who was not named", async () => {
  const bare = await mirror(false);
  const ran = await createGangway().run(["probe", bare.url, "--json"], { env: ENV });

  const { lights, checksums, reuse } = ran.json() as Told;
  expect(lights.map(({ id, state }) => `${id} ${state}`)).toEqual(["sumdb off", "toolchain off", "cache on"]);
  expect(lights[0]?.because).toContain("does not pass the checksum database (404)");
  expect(checksums).toBeNull();
  expect(reuse).toMatchObject([{ endpoint: bare.url, files: 30, alpn: null }]);
  expect(bare.asked).toContain("/sumdb/sum.golang.org/supported");
});

test("probe of the values in force says where checksums are looked up, in either language", async () => {
  const full = await mirror(true);
  const gangway = createGangway({ profiles: [profileOf("own", full.url)], goEnvText: `GOPROXY=${full.url},off\n` });

  const told = (await gangway.run(["probe", "--json"], { env: ENV })).json() as Told;
  const english = await gangway.run(["probe"], { env: ENV });
  const chinese = await gangway.run(["probe"], { env: { ...ENV, LANG: "zh_CN.UTF-8" } });

  expect(told.checksums).toMatchObject({ way: "proxy", entry: full.url, requests: 1 });
  expect(told.checksums).toMatchObject({ cost: { modules: 10, cold: { lookups: 10 }, warm: { lookups: 10 } } });
  expect(english.stdout).toMatch(/✓ passed \d+ ms +✓ served \d+ ms +✓ hit/);
  expect(english.stdout).toContain(`Checksums: lookups go through ${full.url}`);
  expect(chinese.stdout).toContain(`校验和：查询经由 ${full.url}`);
});

test("probe refuses what is no module for a direct fetch, and env says that it cannot ask the desktop", async () => {
  const { url } = await mirror(true);
  const refused = await createGangway().run(["probe", url, "--direct", "Bad Path", "--json"]);
  const env = await createGangway().run(["env"], { env: { HTTPS_PROXY: "http://me:secret@proxy.test:3128" } });

  expect(refused.code).toBe(2);
  expect(env.stdout).toMatch(/Go's HTTP proxy +http:\/\/proxy\.test:3128/);
  expect(env.stdout).toMatch(/Desktop's proxy +not known here/);
  expect(env.stdout).not.toContain("secret");
});
