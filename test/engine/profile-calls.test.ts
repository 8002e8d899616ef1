// Profiles through the engine's calls, as the window makes them: drafts, secrets, order, import and export.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createEngine } from "../../electron/engine/engine.ts";
import type { Engine } from "../../electron/engine/engine-api.ts";
import type { Profile } from "../../shared/domain/profile.ts";
import { World } from "../support/doors.ts";
import { ScenarioClock } from "../support/scenario-clock.ts";

const SECRET = "https://ann:pa55@goproxy.corp.test,direct";
const HIDDEN = "https://***@goproxy.corp.test,direct";

const WORK: Profile = {
  name: "work",
  title: "Work",
  env: { GOPROXY: "https://goproxy.corp.test,direct", GOPRIVATE: "*.corp.test" },
  kinds: ["corporate"],
  fingerprints: [],
};
const OLD: Profile = { name: "old", env: { GOPROXY: SECRET }, kinds: [], fingerprints: [] };

let world: World;
let engine: Engine;
let folder: string;
let netrc: string;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "gangway-profiles-"));
  netrc = path.join(folder, "netrc");
  const clock = new ScenarioClock();
  world = new World(clock, [WORK, OLD]);
  const surroundings = { env: { NETRC: netrc, HOME: folder }, platform: "linux" as const };
  engine = createEngine({ ...world.doors(), surroundings });
  await engine.start();
});

afterEach(async () => {
  await engine.stop();
  rmSync(folder, { recursive: true });
});

function save(draft: Profile, replaces: string | null, storeCredentials = false) {
  return engine.call("profile:save", { draft, replaces, storeCredentials });
}

test("lists the profiles without credentials, and says where some are hidden", async () => {
  const { profiles, fingerprint, removed } = await engine.call("profile:list");
  expect(profiles.map(({ profile, hidden, origin }) => [profile.name, origin, hidden])).toEqual([
    ["work", "own", []],
    ["old", "own", ["GOPROXY"]],
  ]);
  expect(profiles[1]?.profile.env["GOPROXY"]).toBe(HIDDEN);
  expect(fingerprint).toBe("home");
  expect(removed).toContain("global");
});

test("a hidden value that comes back unchanged keeps its credentials; another one is a problem", async () => {
  expect(await save({ ...OLD, title: "Old one", env: { GOPROXY: HIDDEN } }, "old")).toMatchObject({ ok: true });
  expect(world.settings.profiles.find(({ name }) => name === "old")).toMatchObject({
    title: "Old one",
    env: { GOPROXY: SECRET },
  });
  const moved = await save({ ...OLD, env: { GOPROXY: HIDDEN.replace("direct", "off") } }, "old");
  expect(moved).toMatchObject({ ok: false, problems: [{ code: "hidden-secret", at: "GOPROXY" }] });
});

test("new credentials are a problem until they may go to netrc", async () => {
  const draft = { ...WORK, env: { GOPROXY: "https://bob:w0rd@goproxy.corp.test" } };
  const refused = await save(draft, "work");
  expect(refused).toMatchObject({ ok: false, problems: [{ code: "credentials-in-url", at: "GOPROXY" }] });
  expect(JSON.stringify(refused)).not.toContain("w0rd");
  expect(await save(draft, "work", true)).toMatchObject({ ok: true, hosts: ["goproxy.corp.test"], file: netrc });
  expect(readFileSync(netrc, "utf8")).toContain("login bob password w0rd");
  expect(world.settings.profiles.find(({ name }) => name === "work")?.env["GOPROXY"]).toBe("https://goproxy.corp.test");
});

test("every problem is told with the place it is at, and nothing is kept", async () => {
  const before = world.settings;
  const draft = { ...WORK, name: "Old", env: { GOPROXY: "goproxy", GOSUMDB: "", GOPRIVATE: "a\nb" } };
  const outcome = await save(draft, "work");
  const problems = outcome.ok ? [] : outcome.problems;
  expect(problems.map(({ code, at }) => `${code} ${at}`)).toEqual([
    "bad-name name",
    "bad-chain GOPROXY",
    "empty-value GOSUMDB",
    "bad-value GOPRIVATE",
  ]);
  expect(await save({ ...WORK, name: "old" }, "work")).toMatchObject({
    ok: false,
    problems: [{ code: "profile-exists" }],
  });
  expect(world.settings).toEqual(before);
});

test("a profile of another name takes the place of the one it replaces", async () => {
  expect(await save({ ...WORK, name: "office" }, "work")).toMatchObject({ ok: true, name: "office" });
  const { profiles } = await engine.call("profile:list");
  expect(profiles.map(({ profile }) => profile.name)).toEqual(["office", "old"]);
});

test("keeps the order, of built-in profiles too, and brings back what was removed", async () => {
  await engine.call("profile:reset", "global");
  await engine.call("profile:order", ["old", "global", "work"]);
  const names = async () => (await engine.call("profile:list")).profiles.map(({ profile }) => profile.name);
  expect(await names()).toEqual(["old", "global", "work"]);
  expect(engine.snapshot().profiles.map(({ name }) => name)).toEqual(["old", "global", "work"]);
  await engine.call("profile:remove", "global");
  expect(await names()).toEqual(["old", "work"]);
});

test("previews what a draft would come to, by Go's rules and what is in force", async () => {
  world.edit({ GOPROXY: "https://proxy.golang.org,direct", GOPRIVATE: "*.corp.test" });
  await new Promise((resolve) => setImmediate(resolve));
  const draft: Profile = {
    ...WORK,
    env: { GOPROXY: "https://a.test,https://b.test", GOPRIVATE: "", GOSUMDB: "off" },
  };
  const seen = await engine.call("profile:preview", {
    draft,
    replaces: "work",
    module: "git.corp.test/team/tool@v1.2.3",
  });
  expect(seen.problems).toEqual([]);
  expect(seen.whatIf.find(({ entry, trouble }) => entry === 0 && trouble === "stalled")).toMatchObject({
    end: "ends",
    servedBy: null,
    lostMs: 10_000,
  });
  expect(seen.consequences.map(({ code }) => code)).toEqual(["told-to-proxy", "nothing-verified"]);
  expect(seen.unsafe?.code).toBe("decision-unsafe");
  expect(seen.explanation?.route.map(({ entry }) => entry)).toEqual(["https://a.test", "https://b.test"]);
  expect(seen.findings.length).toBeGreaterThan(0);
  expect(seen.changes.map(({ name }) => name)).toEqual(["GOPROXY", "GOPRIVATE", "GOSUMDB"]);
});

test("a preview holds no credentials, whatever the draft has", async () => {
  const preview = await engine.call("profile:preview", { draft: OLD, replaces: "old", module: "" });
  expect(JSON.stringify(preview)).not.toContain("pa55");
});

test("imports all or nothing, and replaces only when told to", async () => {
  const text = JSON.stringify({
    profiles: [
      { ...WORK, title: "Other" },
      { ...WORK, name: "new" },
    ],
  });
  expect(await engine.call("profile:import", { text, replace: false })).toEqual({
    ok: false,
    why: "taken",
    names: ["work"],
  });
  expect(world.settings.profiles.map(({ name }) => name)).toEqual(["work", "old"]);
  expect(await engine.call("profile:import", { text, replace: true })).toEqual({ ok: true, names: ["work", "new"] });
  expect(world.settings.profiles.find(({ name }) => name === "work")?.title).toBe("Other");
  const broken = await engine.call("profile:import", { text: '{"name": pa55}', replace: false });
  expect(broken).toMatchObject({ ok: false, why: "not-json" });
  expect(JSON.stringify(broken)).not.toContain("pa55");
  const foreign = await engine.call("profile:import", { text: '{"name": "x"}', replace: false });
  expect(foreign).toMatchObject({ ok: false, why: "complaints" });
});

test("exports without credentials, and says that some were left out", async () => {
  const json = await engine.call("profile:export", { name: "old", format: "json" });
  expect(json).toMatchObject({ leftOut: true });
  expect(JSON.parse(json.text)).toMatchObject({ name: "old", env: { GOPROXY: HIDDEN } });
  const shell = await engine.call("profile:export", { name: "work", format: "shell" });
  expect(shell).toEqual({
    text: "export GOPROXY='https://goproxy.corp.test,direct'\nexport GOPRIVATE='*.corp.test'\n",
    leftOut: false,
  });
  await expect(engine.call("profile:export", { name: "none", format: "json" })).rejects.toThrow(
    "no profile is named none",
  );
});
