// `gangway replay` by the built command line.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { holdRefusedPort } from "../support/refused-port.ts";
import { CONFIG, fileOf, look, NOON, outage } from "../support/replay-records.ts";
import { createGangway, profileOf, withoutProgress } from "./gangway.ts";

test("tells each change of mind with its grounds, and the sum, as JSON lines", async () => {
  const gangway = createGangway();
  const file = path.join(gangway.folder, "day.ndjson");
  writeFileSync(file, fileOf([CONFIG, ...outage()]));

  const ran = await gangway.run(["replay", file, "--json"]);
  const lines = ran.stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);

  expect(ran.code).toBe(0);
  expect(withoutProgress(ran)).toBe("");
  expect(lines.map(({ decision, profile }) => [decision, profile])).toEqual([
    ["hold", "global"],
    ["hold", "global"],
    ["hold", "global"],
    ["switch", "mirror"],
    ["hold", "mirror"],
    [undefined, undefined],
  ]);
  expect(lines[3]).toMatchObject({
    at: NOON + 334_040,
    from: "global",
    code: "decision-failing",
    because: "global does not serve (https://a.test); mirror is expected to serve 100 %",
    evidence: [{ endpoint: "https://a.test", health: "down" }],
    alternatives: [{ profile: "mirror", success: 1, p50Ms: 60, p95Ms: 60, code: "other-chosen" }],
    next: [{ code: "next-rest" }, { code: "next-network" }],
  });
  expect(lines.at(-1)).toEqual({
    summary: { switches: 1, firstSwitchAt: NOON + 334_040, samples: 38, passedOver: 0 },
  });
});

test("people read the same in their language", async () => {
  const gangway = createGangway();
  const input = fileOf([CONFIG, ...outage()]);

  const english = await gangway.run(["replay", "-"], { input });
  const chinese = await gangway.run(["replay", "-"], { input, env: { LC_ALL: "zh_CN.UTF-8" } });

  expect(english.stdout).toContain("2026-01-31 12:05:34  switch global → mirror: global does not serve");
  expect(english.stdout).toContain("    what would change it: for the next 10 minutes nothing is switched again");
  expect(english.stdout).toContain("1 switch, at 2026-01-31 12:05:34; 38 looks");
  expect(chinese.stdout).toContain("    什么会改变决定：接下来 10 分钟内，在此网络上不会再次切换");
});

test("looks at endpoints that no profile names are passed over with a word", async () => {
  const ran = await createGangway().run(["replay", "-", "--json"], { input: fileOf([CONFIG, look("c", 1)]) });

  expect(ran.code).toBe(0);
  expect(ran.stderr).toContain("no profile names https://c.test: one look at it was passed over");
  expect(ran.stdout).toContain('"samples":0,"passedOver":1');
});

test.each([
  ["", "Line 1: it has no record"],
  ["\n \n", "Line 1: it has no record"],
  ["nope\n", "Line 1: it is no JSON value"],
  [`${fileOf([CONFIG])}\n{"type":"moon"}`, "Line 3: type: expected one of config, start, sample"],
  ['{"type":"resume","at":"yesterday"}', "at: expected milliseconds since 1970"],
  [fileOf([look("a", 1), look("a", 0)]), `expected a time from ${NOON + 1_000} on, got ${NOON}`],
  [fileOf([look("a", 1), CONFIG]), "Line 2: a config can only be the first record"],
  [
    fileOf([CONFIG, { type: "choose", at: NOON, profile: "moon" }]),
    "there is no profile moon; expected one of global, mirror",
  ],
  ['{"type":"config","policy":{"patience":3}}', "patience is no number of the policy; known are troubledIntervalMs"],
  [`{"type":"sample","x":"${"x".repeat(1_100_000)}"}`, "the line is longer than 1000000 characters"],
])("%# what cannot be replayed is wrong usage, and nothing that looks like a result is told", async (input, words) => {
  const ran = await createGangway().run(["replay", "-", "--json"], { input });

  expect(ran.code).toBe(2);
  expect(ran.stderr).toContain(words);
  expect(ran.json()).toHaveProperty("error.code", "bad-replay");
  expect(ran.stdout).not.toContain("decision");
});

test.each([
  ['{"sureFailures": 7}', 0, ""],
  ['{"patience": 3}', 2, "patience is no number of the policy; known are"],
  ['{"sureFailures": 1.5}', 2, "got 1.5 (a whole number, 1 to 10000)"],
  ['{"goodEnough": 2}', 2, "got 2 (0 to 1)"],
  ['{"restMs": -1}', 2, "got -1 (0 to 2592000000)"],
  ["[1]", 2, "expected numbers of the policy"],
  ["{", 2, "it is no JSON value"],
])("a policy of %s ends with %i", async (policy, code, words) => {
  const gangway = createGangway();
  const file = path.join(gangway.folder, "policy.json");
  writeFileSync(file, policy);

  const ran = await gangway.run(["replay", "-", "--policy", file, "--json"], { input: fileOf([CONFIG, ...outage()]) });

  expect(ran.code).toBe(code);
  expect(ran.stderr).toContain(words);
  if (code === 0) expect(ran.stdout).toContain(`"firstSwitchAt":${NOON + 336_040}`);
});

test.each([[["replay", "/nowhere.ndjson"]], [["replay", "/"]], [["replay", "-", "--policy", "/nowhere.json"]]])(
  "%j: a file that cannot be read is told",
  async (args) => {
    const ran = await createGangway().run(args);

    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain("cannot be read");
  },
);

test("what a run of Gangway kept is exported as records, and replays to what it decided", async () => {
  const proxy = await holdRefusedPort();
  onTestFinished(proxy.release);
  const url = `https://127.0.0.1:${proxy.port}`;
  const gangway = createGangway({
    profiles: [profileOf("dead", url)],
    goEnvText: `GOPROXY=${url}\nGOSUMDB=off\n`,
  });
  await gangway.run(["watch", "--once"]);

  const exported = await gangway.run(["history", "--as-replay"]);
  const replayed = await gangway.run(["replay", "-", "--json"], { input: exported.stdout });
  const kept = (await gangway.run(["history", "--json"])).json() as readonly Record<string, unknown>[];

  expect(exported.code).toBe(0);
  expect(exported.lines()[0]).toMatchObject({ type: "config", active: "dead", auto: false });
  const decided = kept.filter(({ type }) => type === "decision").map(({ code, profile }) => [code, profile]);
  const again = replayed.stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(decided.length).toBeGreaterThan(0);
  expect(again.slice(0, -1).map(({ code, profile }) => [code, profile])).toEqual(decided);
});

test("without a run that was kept there is nothing to export", async () => {
  const ran = await createGangway({ profiles: [] }).run(["history", "--as-replay", "--since", "1h"]);

  expect(ran.code).toBe(1);
  expect(ran.stderr).toContain("nothing that could be replayed was kept");
});

test("the example of docs/replay.md is true", async () => {
  const text = readFileSync("docs/replay.md", "utf8");
  const [, input = "", output = ""] = /<!-- example -->\n```json\n(.*?)```\n\n```\n(.*?)```/s.exec(text) ?? [];

  expect((await createGangway().run(["replay", "-"], { input })).stdout).toBe(output);
  expect(output).toContain("switch global → mirror");
});
