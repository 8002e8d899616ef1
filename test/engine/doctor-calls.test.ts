// The Doctor's calls through the engine: findings and their remedies, a module's story, diagnoses one at a time.
import { afterEach, beforeEach, expect, test } from "vitest";
import type { DiagnosisWish } from "../../electron/engine/diagnose/diagnose.ts";
import { createEngine } from "../../electron/engine/engine.ts";
import type { Engine } from "../../electron/engine/engine-api.ts";
import type { Diagnosis } from "../../shared/domain/diagnosis.ts";
import { SECOND } from "../../shared/domain/time.ts";
import { World } from "../support/doors.ts";
import { diagnosisOf } from "../support/matrix.ts";
import { ScenarioClock } from "../support/scenario-clock.ts";

const URL = "https://proxy.test";
/** Two mirrors of which the second is hardly ever asked: the world here is in memory, and nobody is. */
const BAD = "https://goproxy.cn,https://mirrors.aliyun.com/goproxy/,direct";

let clock: ScenarioClock;
let world: World;
let engine: Engine;
let asked: { readonly wish: DiagnosisWish; readonly end: (diagnosis: Diagnosis | null) => void }[];

beforeEach(async () => {
  clock = new ScenarioClock();
  world = new World(clock, [{ name: "work", env: { GOPROXY: URL }, kinds: [], fingerprints: [] }]);
  asked = [];
  const diagnose = (wish: DiagnosisWish): Promise<Diagnosis | null> =>
    new Promise((resolve) => {
      asked.push({ wish, end: resolve });
      wish.signal.addEventListener("abort", () => resolve(null));
    });
  engine = createEngine({ ...world.doors(), diagnose });
  world.values = { GOPROXY: BAD };
  await engine.start();
});

afterEach(() => engine.stop());

test("carries out a remedy that is offered, as a switch that an undo takes back", async () => {
  const { findings } = await engine.call("findings:read");
  const fix = findings.find((finding) => finding.fix !== undefined)?.fix;
  if (fix === undefined) throw new Error("there is a remedy");
  expect(await engine.call("finding:fix", fix.changes)).toMatchObject({ outcome: "written" });
  expect(world.values["GOPROXY"]).toBe(fix.changes["GOPROXY"]);
  expect(world.switches.at(-1)).toMatchObject({ cause: "manual", to: null, because: { code: "decision-fix" } });
  expect(engine.snapshot()).toMatchObject({ hold: "manual", canUndo: true });
  expect(await engine.call("switch:undo")).toMatchObject({ outcome: "written" });
  expect(engine.snapshot().canUndo).toBe(false);
});

test("carries out nothing that no finding offers", async () => {
  await expect(engine.call("finding:fix", { GOSUMDB: "off" })).rejects.toThrow("no finding has this remedy");
  expect(world.values).toEqual({ GOPROXY: BAD });
});

test("findings hold no credentials", async () => {
  world.edit({ GOPROXY: "https://ann:pa55@a.test,https://b.test,direct" });
  const answer = await engine.call("findings:read");
  expect(answer.findings.length).toBeGreaterThan(0);
  expect(JSON.stringify(answer)).not.toContain("pa55");
});

test("tells the story of a module, and nothing of what is none", async () => {
  const story = await engine.call("module:explain", " golang.org/x/net@v0.48.0 ");
  expect(story).toMatchObject({ version: "v0.48.0", explanation: { module: "golang.org/x/net" } });
  expect(story?.explanation.route.map(({ entry }) => entry)).toEqual([
    "https://goproxy.cn",
    "https://mirrors.aliyun.com/goproxy",
    "direct",
  ]);
  expect(await engine.call("module:explain", "no module")).toBeNull();
  expect(await engine.call("module:explain", "")).toBeNull();
});

test("runs one diagnosis at a time, readable while it goes on, and rests between two of one endpoint", async () => {
  expect(await engine.call("diagnosis:read")).toBeNull();
  expect(await engine.call("diagnosis:start", "proxy.test")).toEqual({ ok: true });
  expect(await engine.call("diagnosis:start", "https://other.test")).toEqual({ ok: false, why: "busy" });
  const cells = diagnosisOf({}).matrix.slice(0, 2);
  asked[0]?.wish.filling?.(2, 13, cells);
  expect(await engine.call("diagnosis:read")).toEqual({ state: "running", endpoint: URL, total: 13, cells });
  const diagnosis = { ...diagnosisOf({}), endpoint: URL };
  asked[0]?.end(diagnosis);
  await Promise.resolve();
  await new Promise((resolve) => setImmediate(resolve));
  expect(await engine.call("diagnosis:read")).toEqual({ state: "done", endpoint: URL, diagnosis });
  expect(await engine.call("diagnosis:start", URL)).toEqual({ ok: false, why: "too-soon", waitMs: 30 * SECOND });
  await clock.pass(31 * SECOND);
  expect(await engine.call("diagnosis:start", URL)).toEqual({ ok: true });
  await engine.call("diagnosis:cancel");
  await new Promise((resolve) => setImmediate(resolve));
  expect(await engine.call("diagnosis:read")).toEqual({ state: "cancelled", endpoint: URL });
});

test.each([
  ["", "bad-url"],
  ["two words", "bad-url"],
  ["ftp://proxy.test", "bad-url"],
  ["http://proxy.test", "not-https"],
])("does not begin one of %j", async (text, why) => {
  expect(await engine.call("diagnosis:start", text)).toEqual({ ok: false, why });
  expect(asked).toEqual([]);
});

test("says so where there is nothing real to diagnose", async () => {
  const bare = createEngine(world.doors());
  await bare.start();
  expect(await bare.call("diagnosis:start", URL)).toEqual({ ok: false, why: "demo" });
  await bare.stop();
});

test("ends a diagnosis with the engine", async () => {
  await engine.call("diagnosis:start", URL);
  await engine.stop();
  expect(asked[0]?.wish.signal.aborted).toBe(true);
});
