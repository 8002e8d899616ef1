import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { BUILTIN_PROFILES } from "../../shared/domain/builtin-profiles.ts";
import { holdRefusedPort } from "../support/refused-port.ts";
import { openZoo, type Zoo } from "../support/zoo.ts";
import { createGangway, explainSkip, type Gangway, IS_ROOT, type Line, profileOf } from "./gangway.ts";

let zoo: Zoo;

beforeAll(async () => {
  zoo = await openZoo();
});

afterAll(() => zoo.close());

/** Every second on another host: endpoints of one site share their fate, and say as much as one. */
function urlOf(name: string, place: number): string {
  return place % 2 === 0 ? zoo.url(name) : zoo.url(name).replace("localhost", "127.0.0.1");
}

function worldOf(...inmates: readonly string[]): Gangway {
  const profiles = inmates.map((name, place) => profileOf(`${name.toLowerCase()}-${place}`, urlOf(name, place)));
  return createGangway({ profiles, goEnvText: `GOPROXY=${zoo.url(inmates[0] ?? "good")}\nGOSUMDB=off\n` });
}

test("certificates that only this machine trusts speak for a company, and detect says where it saw them", async () => {
  const ran = await worldOf("good", "notFound").run(["detect", "--ca", zoo.caFile, "--json"]);
  expect(ran.code).toBe(0);
  const told = ran.json() as { readonly evidence: readonly unknown[] };
  expect(told).toMatchObject({ kind: "corporate", fingerprint: expect.stringMatching(/^[\w-]{8,}$/) as string });
  expect(Object.keys(told)).toEqual(["kind", "confidence", "evidence", "fingerprint"]);
  expect(told.evidence).toContainEqual({
    id: "issuer-local",
    observed: expect.stringContaining([urlOf("good", 0), urlOf("notFound", 1)].sort().join(" ")) as string,
    points: { home: 0, corporate: expect.any(Number) as number, campus: expect.any(Number) as number },
  });
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
  const ran = await worldOf("login", "login").run(["detect", "--ca", zoo.caFile, "--json"]);
  expect(ran.code).toBe(1);
  expect(ran.json()).toMatchObject({ kind: "captive" });
  expect(ran.stdout).toContain('"sign-in-page"');
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

test("what the user says of the network of now holds, without measuring, until it is taken back", async () => {
  const gangway = worldOf("good", "notFound");
  const said = await gangway.run(["detect", "--as", "home"]);
  expect([said.code, said.stdout]).toEqual([0, expect.stringContaining("counts as home")]);

  const detected = await gangway.run(["detect", "--ca", zoo.caFile, "--json"]);
  expect(detected.json()).toMatchObject({ kind: "home", confidence: 1, corrected: true });
  const { stdout } = await gangway.run(["detect", "--ca", zoo.caFile]);
  expect(stdout).toMatch(/^home: you said so\.?\n.*measurements alone say: corporate \(\d+ % sure\): TLS is opened/);

  const chinese = await gangway.run(["detect", "--forget"], { env: { LANG: "zh_CN.UTF-8" } });
  expect([chinese.code, chinese.stdout]).toEqual([0, expect.stringMatching(/\p{Script=Han}/u)]);
  const after = (await gangway.run(["detect", "--ca", zoo.caFile, "--json"])).json() as object;
  expect(after).toMatchObject({ kind: "corporate" });
  expect(Object.keys(after)).not.toContain("corrected");
});

test("--as tells programs the network that it is about, and measured is the same as --forget", async () => {
  const gangway = worldOf("good");
  const said = (await gangway.run(["detect", "--as", "campus", "--json"])).json() as { readonly fingerprint: string };
  expect(said).toEqual({
    kind: "campus",
    confidence: 1,
    evidence: [],
    fingerprint: expect.stringMatching(/^[0-9a-f]{24}$/) as string,
    corrected: true,
  });
  const kept = (): unknown => JSON.parse(readFileSync(`${gangway.home}/settings.json`, "utf8"));
  expect(kept()).toMatchObject({ corrections: { [said.fingerprint]: "campus" } });
  const { fingerprint } = said;
  const taken = await gangway.run(["detect", "--as", "measured", "--json"]);
  expect(taken.json()).toEqual({ kind: "unknown", confidence: 0, evidence: [], fingerprint });
  expect(kept()).toMatchObject({ corrections: {} });
  expect((await gangway.run(["detect", "--as", "measured"])).stdout).toContain("Nothing was said");
});

test("what was seen of a network is kept with how sure it was, and is what it is taken for next time", async () => {
  const gangway = worldOf("good", "notFound");
  await gangway.run(["detect", "--ca", zoo.caFile]);
  const rows = (await gangway.run(["history", "--json"])).json() as readonly Line[];
  expect(rows.findLast(({ type }) => type === "network")).toMatchObject({
    kind: "corporate",
    // As sure as it was when it was first told.
    confidence: expect.closeTo(0.9, 0) as number,
  });

  // Nothing but a refused connection to be seen now, which many kinds of network have.
  const { port, release } = await holdRefusedPort();
  onTestFinished(release);
  const url = `https://127.0.0.1:${port}`;
  const removedProfiles = BUILTIN_PROFILES.map(({ name }) => name);
  writeFileSync(`${gangway.home}/settings.json`, JSON.stringify({ profiles: [profileOf("a", url)], removedProfiles }));
  writeFileSync(gangway.goEnv, `GOPROXY=${url}\nGOSUMDB=off\n`);
  const again = await gangway.run(["detect"]);
  expect([again.code, again.stdout]).toEqual([
    0,
    expect.stringMatching(/^corporate \(90 % sure\): it was one when you were here last.*\n.*alone say: unknown/),
  ]);
});

test("detect objects to kinds of no place, and to two wishes at once", async () => {
  const gangway = worldOf("good");
  for (const kind of ["captive", "offline", "moon"]) {
    const ran = await gangway.run(["detect", "--as", kind]);
    expect([ran.code, ran.stderr]).toEqual([2, expect.stringContaining("home, corporate, campus, measured")]);
  }
  expect((await gangway.run(["detect", "--as", "home", "--forget"])).code).toBe(2);
});

test.skipIf(explainSkip(!IS_ROOT, "taking the network away needs root"))(
  "without a network there is nothing to correct",
  async () => {
    const gangway = worldOf("good");
    const ran = await gangway.run(["detect", "--as", "home"], { under: ["unshare", "-n"] });
    expect([ran.code, ran.stderr]).toEqual([3, expect.stringContaining("no network")]);
  },
);
