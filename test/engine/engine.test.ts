import { afterEach, expect, test } from "vitest";
import { createEngine } from "../../electron/engine/engine.ts";
import type { Engine } from "../../electron/engine/engine-api.ts";
import { StorageError } from "../../electron/engine/store/storage-error.ts";
import type { Profile } from "../../shared/domain/profile.ts";
import type { Settings } from "../../shared/domain/settings.ts";
import type { Snapshot } from "../../shared/domain/snapshot.ts";
import { World } from "../support/doors.ts";
import { ScenarioClock } from "../support/scenario-clock.ts";

const A = "https://a.test";
const B = "https://b.test";
const PROFILES: readonly Profile[] = [
  { name: "a", title: "A", env: { GOPROXY: A }, kinds: [], fingerprints: [] },
  { name: "b", title: "B", env: { GOPROXY: `https://me:secret@b.test` }, kinds: [], fingerprints: [] },
];
const RESET = { failure: { stage: "handshake", kind: "reset", raw: "ECONNRESET" }, tls: null } as const;

let running: Engine | null = null;

afterEach(async () => {
  await running?.stop();
  running = null;
});

async function start(settings: Partial<Settings> = {}) {
  const clock = new ScenarioClock();
  const world = new World(clock, PROFILES, settings);
  world.values = { GOPROXY: A };
  const engine = createEngine(world.doors());
  running = engine;
  const snapshots: Snapshot[] = [];
  engine.onSnapshot((s) => snapshots.push(s));
  await engine.start();
  await clock.pass(1_000);
  return { clock, world, engine, snapshots };
}

test("measures every endpoint at once, then at its interval", async () => {
  const { clock, world } = await start({ intervalSeconds: 60 });
  await clock.pass(5_000);
  const first = world.probed.length;
  await clock.pass(60_000);
  expect([new Set(world.probed), world.probed.length - first]).toEqual([new Set([A, B]), 2]);
});

test("tells what it sees, without credentials", async () => {
  const { clock, engine } = await start();
  await clock.pass(5_000);
  const snapshot = engine.snapshot();
  expect(snapshot).toMatchObject({ status: "healthy", active: "a", goproxy: A, canUndo: false });
  expect(JSON.stringify(snapshot)).not.toContain("secret");
});

test("switches by itself once that was allowed, and says so", async () => {
  const { clock, world, engine } = await start();
  const said: string[] = [];
  engine.onAnnouncement((a) => said.push(`${a.code} ${String(a.values["profile"])}`));
  world.answers.set(A, RESET);
  await clock.pass(60_000);
  expect(world.values["GOPROXY"]).toBe(A);
  await engine.call("auto:set", true);
  await clock.pass(1_000);
  expect([world.values["GOPROXY"], said.at(-1), engine.snapshot().active]).toEqual([
    PROFILES[1]?.env["GOPROXY"],
    "switched b",
    "b",
  ]);
});

test("a choice by hand is carried out, held, and can be taken back", async () => {
  const { engine, clock } = await start();
  const outcome = await engine.call("profile:choose", "b");
  await clock.pass(100);
  expect([outcome.outcome, engine.snapshot().active, engine.snapshot().hold]).toEqual(["written", "b", "manual"]);
  expect([engine.snapshot().canUndo, engine.snapshot().undoTo]).toEqual([true, "a"]);
  await engine.call("hold:release");
  expect(engine.snapshot().hold).toBeNull();
});

test("there is nothing to undo once everything was undone", async () => {
  const { engine } = await start();
  await engine.call("profile:choose", "b");
  await engine.call("switch:undo");
  const { active, canUndo, undoTo } = engine.snapshot();
  expect([active, canUndo, undoTo]).toEqual(["a", false, null]);
});

test("an unknown profile is refused and nothing changes", async () => {
  const { engine, world } = await start();
  const outcome = await engine.call("profile:choose", "nope");
  expect([outcome, world.values]).toMatchObject([{ outcome: "refused", reason: "invalid-value" }, { GOPROXY: A }]);
});

test("a refusal of the machine is told as a notice", async () => {
  const { engine, world } = await start();
  world.refuse = {
    outcome: "refused",
    reason: "not-permitted",
    detail: "EACCES /env",
    file: "/env",
    changes: [],
    warnings: [],
  };
  await engine.call("profile:choose", "b");
  expect(engine.snapshot().notices).toMatchObject([
    { code: "refused", values: { reason: "not-permitted", detail: "EACCES /env" } },
  ]);
});

test("a change by somebody else is noticed, told and held", async () => {
  const { clock, engine, world } = await start();
  world.edit({ GOPROXY: "https://other.test" });
  await clock.pass(100);
  const { hold, active, notices } = engine.snapshot();
  expect([hold, active, notices.map((n) => n.code)]).toEqual(["outside", null, ["changed-outside"]]);
});

test("another network ends what was in flight and measures anew", async () => {
  const { clock, world, engine } = await start();
  world.answers.set(A, null);
  await clock.pass(40_000);
  world.answers.delete(A);
  world.join({ fingerprint: "office", online: true });
  await clock.pass(5_000);
  expect(world.aborted).toContain(A);
  expect(engine.snapshot().network.fingerprint).toBe("office");
  expect(engine.snapshot().endpoints.find((e) => e.name === A)?.health.kind).toBe("healthy");
});

test("probes nothing while paused, offline or asleep", async () => {
  const { clock, world, engine } = await start();
  await clock.pass(5_000);
  const count = async (ms: number): Promise<number> => {
    const before = world.probed.length;
    await clock.pass(ms);
    return world.probed.length - before;
  };
  await engine.call("pause:set", 10);
  expect(await count(9 * 60_000)).toBe(0);
  await engine.call("pause:set", null);
  expect(await count(60_000)).toBeGreaterThan(0);
  engine.suspended();
  expect(await count(600_000)).toBe(0);
  engine.resumed();
  expect(await count(1_000)).toBeGreaterThan(0);
  world.join({ fingerprint: "", online: false });
  expect([await count(600_000), engine.snapshot().status]).toEqual([0, "offline"]);
});

test("a pause ends by itself", async () => {
  const { clock, engine } = await start();
  await engine.call("pause:set", 1);
  expect(engine.snapshot().status).toBe("paused");
  await clock.pass(62_000);
  expect(engine.snapshot().status).toBe("healthy");
});

test("a fault of our own is told, and nothing is written from then on", async () => {
  const { clock, engine, world } = await start();
  world.fault = new Error("the history threw");
  await clock.pass(40_000);
  const outcome = await engine.call("profile:choose", "b");
  expect([engine.snapshot().notices.map((n) => n.code), outcome.outcome, world.values]).toEqual([
    ["engine-fault", "refused"],
    "refused",
    { GOPROXY: A },
  ]);
});

test("a full disk is told, and measuring goes on", async () => {
  const { clock, engine, world } = await start();
  world.fault = new StorageError("full", "/home/history.db");
  await clock.pass(60_000);
  const { notices } = engine.snapshot();
  expect(notices).toMatchObject([{ code: "history-failed", values: { problem: "full", path: "/home/history.db" } }]);
  const outcome = await engine.call("profile:choose", "b");
  expect([outcome.outcome, world.samples.length > 2]).toEqual(["written", true]);
});

test("stopping leaves no timer, no watcher and no look behind", async () => {
  const { clock, world, engine } = await start();
  world.answers.set(A, null);
  await clock.pass(40_000);
  await engine.stop();
  await engine.stop();
  expect([clock.waiting, world.watchers, world.aborted, world.closed]).toEqual([0, 0, [A], true]);
});

test("many samples at once make few snapshots", async () => {
  const { clock, snapshots } = await start();
  await clock.pass(60_000);
  expect(snapshots.length).toBeLessThan(30);
});

test("asks on arrival what was known of a network: the user's word first, then what was seen there last", async () => {
  const { clock, world, engine } = await start({ corrections: { office: "home" } });
  world.kinds.set("office", { kind: "corporate", confidence: 0.9, corrected: false });
  world.kinds.set("campus", { kind: "campus", confidence: 0.9, corrected: false });
  for (const url of [A, B]) world.answers.set(url, null);
  const kindAt = async (fingerprint: string): Promise<unknown> => {
    world.join({ fingerprint, online: true });
    await clock.pass(1_000);
    const { kind, because } = engine.snapshot().network;
    return [kind, because.code];
  };
  expect([await kindAt("office"), await kindAt("campus"), await kindAt("nowhere")]).toEqual([
    ["home", "network-corrected"],
    ["campus", "network-remembered"],
    ["unknown", "network-thin"],
  ]);
});

test("keeps the user's word for the network of now, shows it at once, and forgets it on request", async () => {
  const { clock, world, engine } = await start();
  await engine.call("network:correct", "corporate");
  expect(world.settings.corrections).toEqual({ home: "corporate" });
  const { kind, confidence, because } = engine.snapshot().network;
  expect([kind, confidence, because.code]).toEqual(["corporate", 1, "network-corrected"]);
  await clock.pass(60_000);
  expect(engine.snapshot().network.kind).toBe("corporate");
  expect(world.networks.at(-1)).toMatchObject({
    fingerprint: "home",
    kind: "corporate",
    confidence: 1,
    corrected: true,
  });
  await engine.call("network:correct", null);
  expect([world.settings.corrections, engine.snapshot().network.kind]).toEqual([{}, "home"]);
});

test("follows a correction that another process writes", async () => {
  const { clock, world, engine } = await start();
  await clock.pass(5_000);
  world.change({ corrections: { home: "campus" } });
  expect(engine.snapshot().network).toMatchObject({ kind: "campus", measured: { kind: "home" } });
});

test("there is nothing to correct without a network", async () => {
  const { clock, world, engine } = await start();
  world.join({ fingerprint: "", online: false });
  await clock.pass(100);
  await engine.call("network:correct", "home");
  expect(world.settings.corrections).toEqual({});
});

test("more that becomes known of the same place keeps what was measured, and carries the user's word over", async () => {
  const { clock, world, engine } = await start();
  await engine.call("network:correct", "campus");
  await clock.pass(5_000);
  const probed = world.probed.length;
  world.join({ fingerprint: "home-and-router", refines: "home", online: true });
  await clock.pass(100);
  expect(world.settings.corrections).toEqual({ "home-and-router": "campus" });
  const { network, endpoints } = engine.snapshot();
  expect([network.kind, network.fingerprint, world.probed.length - probed]).toEqual(["campus", "home-and-router", 0]);
  expect(endpoints.every(({ recent }) => recent.length > 0)).toBe(true);
});
