import { afterAll, beforeAll, expect, test } from "vitest";
import { openZoo, type Zoo } from "../support/zoo.ts";
import { createGangway, explainSkip, type Gangway, IS_ROOT, profileOf } from "./gangway.ts";

let zoo: Zoo;

beforeAll(async () => {
  zoo = await openZoo();
});

afterAll(() => zoo.close());

function worldOf(...inmates: readonly string[]): Gangway {
  const profiles = inmates.map((name) => profileOf(name.toLowerCase(), zoo.url(name)));
  return createGangway({ profiles, goEnvText: `GOPROXY=${zoo.url(inmates[0] ?? "good")}\nGOSUMDB=off\n` });
}

test("certificates that only this machine trusts speak for a company, and detect says where it saw them", async () => {
  const ran = await worldOf("good", "notFound").run(["detect", "--ca", zoo.caFile, "--json"]);
  expect(ran.code).toBe(0);
  const told = ran.json() as { readonly evidence: readonly unknown[] };
  expect(told).toMatchObject({ kind: "corporate", fingerprint: expect.stringMatching(/^[\w-]{8,}$/) as string });
  expect(Object.keys(told)).toEqual(["kind", "confidence", "evidence", "fingerprint"]);
  expect(told.evidence).toEqual([
    {
      id: "issuer-local",
      observed: `${zoo.url("good")} ${zoo.url("notFound")}`,
      points: { home: 0, corporate: expect.any(Number) as number, campus: expect.any(Number) as number },
    },
  ]);
});

test("detect tells people the kind, how sure it is and what it rests on, in their language", async () => {
  const gangway = worldOf("good", "notFound");
  const english = await gangway.run(["detect", "--ca", zoo.caFile]);
  expect(english.stdout).toMatch(/^corporate \(\d+ % sure\): TLS is opened or cut on the way/);
  expect(english.stdout).toContain("certificates issued by a root of this machine only");
  expect(english.stdout).toContain(zoo.url("good"));
  const chinese = await gangway.run(["detect", "--ca", zoo.caFile], { env: { LANG: "zh_CN.UTF-8" } });
  expect(chinese.stdout).toMatch(/\p{Script=Han}/u);
  expect(chinese.stdout).not.toContain("certificates");
});

test("handshakes that nobody answers speak for a campus", async () => {
  const ran = await worldOf("silentAfterAccept", "silentAfterServerHello", "plainOnTls").run(["detect", "--json"]);
  expect(ran.json()).toMatchObject({ kind: "campus" });
});

test("a login page in place of every endpoint is a captive portal, and a finding", async () => {
  const ran = await worldOf("login").run(["detect", "--ca", zoo.caFile, "--json"]);
  expect(ran.code).toBe(1);
  expect(ran.json()).toMatchObject({ kind: "captive", evidence: [] });
});

test.skipIf(explainSkip(!IS_ROOT, "taking the network away needs root"))(
  "without a network detect says so at once, and changes nothing",
  async () => {
    const gangway = worldOf("good");
    const before = gangway.goEnvText();
    const ran = await gangway.run(["detect", "--json"], { under: ["unshare", "-n"] });
    expect(ran.code).toBe(1);
    expect(ran.json()).toMatchObject({ kind: "offline", confidence: 1, evidence: [] });
    expect(gangway.goEnvText()).toBe(before);
  },
);

test("detect takes no arguments, and objects to roots that it cannot read", async () => {
  expect((await worldOf("good").run(["detect", "home"])).code).toBe(2);
  const ran = await worldOf("good").run(["detect", "--ca", "/no/such/file"]);
  expect(ran.code).toBe(3);
  expect(ran.stderr).toContain("/no/such/file");
});
