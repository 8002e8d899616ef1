// What is kept and forgetting it, through the engine's calls, with real files.
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createEngine } from "../../electron/engine/engine.ts";
import type { Engine } from "../../electron/engine/engine-api.ts";
import { openHistory } from "../../electron/engine/store/history.ts";
import { HOUR, MINUTE } from "../../shared/domain/time.ts";
import { World } from "../support/doors.ts";
import { good } from "../support/samples.ts";
import { ScenarioClock } from "../support/scenario-clock.ts";

let home: string;
let clock: ScenarioClock;
let world: World;
let engine: Engine;

beforeEach(async () => {
  home = mkdtempSync(path.join(tmpdir(), "gangway-kept-"));
  clock = new ScenarioClock();
  world = new World(clock, []);
  const history = openHistory(home, { at: clock.now() });
  engine = createEngine({ ...world.doors(), history, home });
  const at = clock.now();
  for (let n = 0; n < 3_000; n += 1) {
    history.addSample({ ...good(0, 40), endpoint: "https://proxy.test", at: at - 3 * HOUR + n * 1_000 }, "home");
  }
  const because = { code: "decision-asked", values: {} } as const;
  const entry = { at, cause: "manual", from: null, to: "work", because, file: "/env", changes: [] } as const;
  history.settle(history.intend(entry), "written");
  history.addNetwork({ at: at - MINUTE, fingerprint: "f00d", kind: "home", confidence: 0.9 });
  await engine.start();
});

afterEach(async () => {
  await engine.stop();
  rmSync(home, { recursive: true });
});

test("tells how much is kept, by kind of file", async () => {
  writeFileSync(path.join(home, "settings.json"), "x".repeat(100));
  writeFileSync(path.join(home, "salt"), "x".repeat(32));
  const size = await engine.call("data:size");
  const kept = ["history.db", "history.db-wal", "history.db-shm"].map((name) => path.join(home, name));
  const bytes = kept.filter((file) => existsSync(file)).reduce((sum, file) => sum + statSync(file).size, 0);
  expect(size).toMatchObject({ folder: home, settings: 100, logs: 0, history: bytes });
  expect(size.other).toBeGreaterThanOrEqual(32);
});

test("forgets all that was measured, keeps the journal of switches, and goes on", async () => {
  const before = await engine.call("history:read", { since: 0 });
  expect(before.kinds).toMatchObject([{ kind: "home" }]);
  await engine.call("history:clear");
  const after = await engine.call("history:read", { since: 0 });
  expect(after.kinds).toEqual([]);
  expect(after.samples).toEqual([]);
  expect(after.series ?? []).toEqual([]);
  expect(after.switches).toMatchObject([{ to: "work", outcome: "written" }]);
  const history = openHistory(home, { at: clock.now() });
  history.addSample({ ...good(0, 40), endpoint: "https://proxy.test", at: clock.now() }, "home");
  expect(history.samples({ since: 0 })).toHaveLength(1);
  history.close();
});

test("tells what was said of networks, the newest first, and forgets one or all of it", async () => {
  world.change({ corrections: { f00d: "home", home: "campus", beef: "corporate" } });
  expect(await engine.call("corrections:read")).toEqual([
    { fingerprint: "beef", kind: "corporate", here: false },
    { fingerprint: "home", kind: "campus", here: true },
    { fingerprint: "f00d", kind: "home", here: false },
  ]);
  expect(await engine.call("corrections:forget", "home")).toHaveLength(2);
  expect(world.settings.corrections).toEqual({ f00d: "home", beef: "corporate" });
  expect(await engine.call("corrections:forget", null)).toEqual([]);
  expect(world.settings.corrections).toEqual({});
});
