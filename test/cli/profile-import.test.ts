import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import type { Profile } from "../../shared/domain/profile.ts";
import { createGangway, type Gangway, profileOf } from "./gangway.ts";

const WORK = profileOf("work", "https://127.0.0.1:1/go", { kinds: ["corporate"] });

async function exported(gangway: Gangway): Promise<string> {
  return (await gangway.run(["profile", "export", "--all"])).stdout;
}

test("tells each complaint with its place, what was expected and what is there, and imports nothing", async () => {
  const gangway = createGangway();
  const before = await exported(gangway);
  const bad = { name: "Bad", env: { GOPROXY: 7, PATH: "x" }, kinds: ["moon"] };
  const input = JSON.stringify({ profiles: [WORK, bad] });
  const ran = await gangway.run(["profile", "import", "-", "--json"], { input });
  expect(ran.code).toBe(2);
  for (const words of [
    'profiles.1.name: expected a name of up to 40 small letters, digits and hyphens, got "Bad"',
    "profiles.1.env.GOPROXY: expected a text of at most 8192 characters without a line break, or null to unset it, got 7",
    'profiles.1.env.PATH: expected a variable of go env, got "PATH"',
    'profiles.1.kinds.0: expected home, corporate, campus, captive, offline or unknown, got "moon"',
    "profiles.1.fingerprints: expected a list of at most 200 fingerprints, [] for none, got nothing",
  ]) {
    expect(ran.stderr).toContain(words);
    expect((ran.json() as { error: { why: string } }).error.why).toContain(words);
  }
  expect(await exported(gangway)).toBe(before);
});

test("complaints are said in the reader's language", async () => {
  const ran = await createGangway().run(["profile", "import", "-"], { input: "{}", env: { LC_ALL: "zh_CN.UTF-8" } });
  expect(ran.stderr).toContain("env：应为变量");
  expect(ran.stderr).toContain("实际是空缺");
});

test("a value that Go refuses in the second profile keeps the first one out, too", async () => {
  const gangway = createGangway();
  const input = JSON.stringify({ profiles: [WORK, { ...WORK, name: "other", env: { GO111MODULE: "maybe" } }] });
  const ran = await gangway.run(["profile", "import", "-"], { input });
  expect(ran.code).toBe(2);
  expect(ran.stderr).toContain('invalid GO111MODULE value "maybe"');
  expect((await gangway.run(["profile", "show", "work"])).code).toBe(2);
});

test("a profile of the same name is replaced only when that is asked for", async () => {
  const gangway = createGangway({ profiles: [WORK] });
  const other = profileOf("work", "https://127.0.0.1:2/go");
  const input = JSON.stringify({ profiles: [profileOf("fresh", "off"), other] });
  const refused = await gangway.run(["profile", "import", "-"], { input });
  const names = (await gangway.run(["profile", "list", "--json"])).json() as { profiles: Profile[] };
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain("other profiles of the same name: work");
  expect(names.profiles).toEqual([WORK]);
  const replaced = await gangway.run(["profile", "import", "-", "--replace", "--json"], { input });
  expect(replaced.json()).toMatchObject({ profiles: [{ name: "fresh" }, other] });
});

test("what is exported is imported again as it was, and the same once more is no clash", async () => {
  const gangway = createGangway();
  const input = await exported(gangway);
  expect((await gangway.run(["profile", "import", "-"], { input })).code).toBe(0);
  expect((await gangway.run(["profile", "import", "-"], { input })).code).toBe(0);
  expect(await exported(gangway)).toBe(input);
});

test("a file that is no JSON is told by the place, without the text around it", async () => {
  const gangway = createGangway();
  const file = path.join(gangway.folder, "broken.json");
  writeFileSync(file, '{"name": "x", "env": {"GOPROXY": "https://me:hush@h.test" "y"}}');
  const ran = await gangway.run(["profile", "import", file]);
  expect(ran.code).toBe(2);
  expect(ran.stderr).toContain("it is no JSON");
  expect(ran.stderr).not.toContain("hush");
  expect(readFileSync(file, "utf8")).toContain("hush");
});

test.each([
  ["GOTOOLCHAIN", "go1.24.1+auto"],
  ["CGO_CFLAGS", "-O2 -g"],
  ["CC", "clang"],
  ["GOAUTH", "netrc; git /tmp"],
  ["GOFLAGS", "-mod=mod -tags=a,b"],
])("%s can be kept in a profile and used", async (name, value) => {
  const gangway = createGangway({ profiles: [] });
  expect((await gangway.run(["profile", "add", "work", `${name}=${value}`])).code).toBe(0);
  const used = await gangway.run(["use", "work", "--json"]);
  expect(used.json()).toMatchObject({ outcome: "written", changes: [{ name, after: value }] });
  expect(gangway.goEnvText()).toBe(`${name}=${value}\n`);
});
