import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { BUILTIN_PROFILES } from "../../shared/domain/builtin-profiles.ts";
import type { Profile } from "../../shared/domain/profile.ts";
import { createGangway, profileOf } from "./gangway.ts";

test("lists the profiles with the one in force marked", async () => {
  const gangway = createGangway({ goEnvText: "GOPROXY=direct\n" });
  const ran = await gangway.run(["profile", "list"]);
  expect(ran).toMatchObject({ code: 0, stderr: "" });
  expect(ran.stdout).toMatch(/^● {2}direct/m);
  expect(ran.stdout).toMatch(/^ {3}global/m);
});

test("add, show, edit, export, import and remove go round", async () => {
  const gangway = createGangway();
  const values = ["GOPROXY=https://proxy.corp.example,direct", "GOPRIVATE=corp.example"];
  const added = await gangway.run(["profile", "add", "work", ...values, "--kinds", "corporate", "--json"]);
  expect(added.json()).toEqual({
    name: "work",
    env: { GOPROXY: "https://proxy.corp.example,direct", GOPRIVATE: "corp.example" },
    kinds: ["corporate"],
    fingerprints: [],
  });

  const edited = await gangway.run([
    ...["profile", "edit", "work", "GOPROXY=https://other.corp.example", "--title", "Work"],
    ...["--unset", "GOSUMDB", "--drop", "GOPRIVATE", "--json"],
  ]);
  const shown = await gangway.run(["profile", "show", "work", "--json"]);
  expect(shown.json()).toEqual(edited.json());
  expect(shown.json()).toMatchObject({ title: "Work", env: { GOPROXY: "https://other.corp.example", GOSUMDB: null } });
  expect(Object.keys((shown.json() as Profile).env)).not.toContain("GOPRIVATE");

  const file = path.join(gangway.folder, "work.json");
  writeFileSync(file, (await gangway.run(["profile", "export", "work"])).stdout);
  expect((await gangway.run(["profile", "remove", "work"])).code).toBe(0);
  expect((await gangway.run(["profile", "show", "work"])).code).toBe(2);
  expect((await gangway.run(["profile", "import", file])).code).toBe(0);
  expect((await gangway.run(["profile", "show", "work", "--json"])).json()).toEqual(shown.json());
});

test("imports a list of profiles from standard input", async () => {
  const gangway = createGangway();
  const input = JSON.stringify({ profiles: [profileOf("one", "off"), profileOf("two", "direct")] });
  expect((await gangway.run(["profile", "import", "-"], { input })).code).toBe(0);
  const all = (await gangway.run(["profile", "export", "--json"])).json() as { profiles: Profile[] };
  const builtins = BUILTIN_PROFILES.map((profile) => profile.name);
  expect(all.profiles.map((profile) => profile.name)).toEqual([...builtins, "one", "two"]);
});

test("a removed built-in profile stays away, and an edited one is the user's own", async () => {
  const gangway = createGangway();
  await gangway.run(["profile", "remove", "china"]);
  await gangway.run(["profile", "edit", "global", "--title", "Mine"]);
  const all = (await gangway.run(["profile", "list", "--json"])).json() as { profiles: Profile[] };
  expect(all.profiles.map((profile) => [profile.name, profile.title])).toEqual([
    ["direct", "Direct"],
    ["corporate", "Corporate proxy"],
    ["ci", "CI"],
    ["global", "Mine"],
  ]);
});

test("an unknown profile is wrong usage, with near names", async () => {
  const ran = await createGangway().run(["profile", "show", "golbal"]);
  expect(ran).toMatchObject({ code: 2, stdout: "" });
  expect(ran.stderr).toContain("there is no profile golbal");
  expect(ran.stderr).toContain("Did you mean global?");
});

test.each([
  { args: ["add", "Work!", "GOPROXY=off"], says: "Work! cannot name a profile" },
  { args: ["add", "global", "GOPROXY=off"], says: "there is a profile global already" },
  { args: ["add", "work"], says: "nothing was said about the values of work" },
  { args: ["add", "work", "GOPROXY"], says: "GOPROXY is not KEY=VALUE" },
  { args: ["add", "work", "GOPROXY="], says: "GOPROXY cannot be empty" },
  { args: ["add", "work", "GOPROXY=direct+https://x.example"], says: "Go would refuse GOPROXY" },
  { args: ["add", "work", "GOPROXY=a\nGOFLAGS=-x"], says: "invalid newline in GOPROXY" },
  { args: ["add", "work", "GOENV=/x"], says: "GOENV can only be set using the OS environment" },
  { args: ["add", "work", "FOO=bar"], says: "unknown go command variable FOO" },
  { args: ["add", "work", "GOPROXY=off", "--kinds", "moon"], says: "moon is not a kind of network" },
  { args: ["import", "/nowhere.json"], says: "/nowhere.json cannot be read", code: 3 },
])("profile $args is refused: $says", async ({ args, says, code = 2 }) => {
  const gangway = createGangway();
  const before = (await gangway.run(["profile", "export"])).stdout;
  const ran = await gangway.run(["profile", ...args]);
  expect(ran).toMatchObject({ code, stdout: "" });
  expect(ran.stderr).toContain(says);
  expect((await gangway.run(["profile", "export"])).stdout).toBe(before);
});

test.each([
  { text: "{", says: "does not hold profiles" },
  { text: '{"profiles":[{"name":"x"}]}', says: "profiles.0.env" },
  { text: JSON.stringify(profileOf("x", "https://***@h.example")), says: "*** in the place of credentials" },
])("a file with $text is not imported", async ({ text, says }) => {
  const ran = await createGangway().run(["profile", "import", "-"], { input: text });
  expect(ran).toMatchObject({ code: 2, stdout: "" });
  expect(ran.stderr).toContain(says);
});

test("credentials never leave: not by list, show, export, use or env", async () => {
  const secret = profileOf("work", "https://me:hush@127.0.0.1:1/x", { note: "see https://me:hush@h.example" });
  const gangway = createGangway({ profiles: [secret] });
  const said: string[] = [];
  for (const args of [
    ["profile", "list"],
    ["profile", "show", "work"],
    ["profile", "export"],
    ["use", "work"],
    ["env"],
  ]) {
    for (const json of [[], ["--json"]]) {
      const ran = await gangway.run([...args, ...json]);
      expect(ran.code).toBe(0);
      said.push(ran.stdout, ran.stderr);
    }
  }
  said.push((await gangway.run(["undo", "--json"])).stdout, (await gangway.run(["history", "--json"])).stdout);
  expect(said.join("")).not.toContain("hush");
  expect(said.join("")).toContain("https://***@127.0.0.1:1/x");
});

test("an export says that credentials were left out", async () => {
  const gangway = createGangway({ profiles: [profileOf("work", "https://me:hush@127.0.0.1:1/x")] });
  expect((await gangway.run(["profile", "export", "work"])).stderr).toContain("replaced by *** in: work");
});

test("two processes that add profiles at the same time lose none", async () => {
  const gangway = createGangway();
  const names = ["a", "b", "c", "d"];
  const all = await Promise.all(names.map((name) => gangway.run(["profile", "add", name, "GOPROXY=off"])));
  expect(all.map((ran) => ran.code)).toEqual([0, 0, 0, 0]);
  const kept = JSON.parse(readFileSync(path.join(gangway.home, "settings.json"), "utf8")) as { profiles: Profile[] };
  expect(kept.profiles.map((profile) => profile.name).sort()).toEqual(names);
});
