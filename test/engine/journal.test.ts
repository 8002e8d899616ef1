// An engine that keeps a real history, ends and starts again: what it kept replays to the decisions that it kept.
import { expect, onTestFinished, test } from "vitest";
import { createEngine } from "../../electron/engine/engine.ts";
import type { Engine } from "../../electron/engine/engine-api.ts";
import type { History } from "../../electron/engine/ports.ts";
import { openHistory } from "../../electron/engine/store/history.ts";
import type { Happening } from "../../shared/domain/happening.ts";
import type { Profile } from "../../shared/domain/profile.ts";
import { Replay } from "../../shared/domain/replay.ts";
import { replayRecords } from "../../shared/domain/replay-export.ts";
import { parseRecord } from "../../shared/domain/replay-record.ts";
import { DAY, MINUTE, SECOND } from "../../shared/domain/time.ts";
import { World } from "../support/doors.ts";
import { ScenarioClock } from "../support/scenario-clock.ts";
import { tempFolder } from "../support/temp-folder.ts";

const A = "https://a.test";
const PROFILES: readonly Profile[] = [
  { name: "a", env: { GOPROXY: A }, kinds: ["home"], fingerprints: [] },
  { name: "b", env: { GOPROXY: "https://me:secret@b.test" }, kinds: [], fingerprints: ["cafe"] },
];
const RESET = { failure: { stage: "handshake", kind: "reset", raw: "ECONNRESET" }, tls: null } as const;

interface Lived {
  readonly clock: ScenarioClock;
  readonly world: World;
  readonly engine: Engine;
}

async function begin(clock: ScenarioClock, world: World, folder: string): Promise<Lived> {
  const engine = createEngine({ ...world.doors(), history: openHistory(folder, { at: clock.now() }) });
  onTestFinished(() => engine.stop());
  await engine.start();
  return { clock, world, engine };
}

async function live({ clock, world, engine }: Lived): Promise<void> {
  await clock.pass(5 * MINUTE);
  world.answers.set(A, RESET);
  await clock.pass(2 * MINUTE);
  world.answers.delete(A);
  await clock.pass(12 * MINUTE);
  await engine.call("profile:choose", "b");
  await clock.pass(2 * MINUTE);
  await engine.call("hold:release");
  await clock.pass(7 * MINUTE);
  world.join({ fingerprint: "cafe", online: true });
  await clock.pass(2 * MINUTE);
  world.edit({ GOPROXY: A });
  await clock.pass(2 * MINUTE);
  engine.suspended();
  await clock.pass(3 * MINUTE);
  engine.resumed();
  await clock.pass(2 * MINUTE);
}

function recordsOf(history: History, since: number) {
  const range = { since: history.startBefore(since) ?? since };
  return replayRecords({
    happenings: history.happenings(range),
    samples: history.samples(range),
    decisions: history.decisions(range),
  });
}

test("replays to the same decisions, over a restart too, and holds no credentials", async () => {
  const folder = tempFolder();
  const clock = new ScenarioClock();
  const world = new World(clock, PROFILES, { auto: true });
  world.values = { GOPROXY: A };
  const began = clock.now();
  const first = await begin(clock, world, folder);
  await live(first);
  await first.engine.stop();
  await clock.pass(MINUTE);
  const second = await begin(clock, world, folder);
  await live(second);
  await second.engine.stop();

  const history = openHistory(folder, { at: clock.now() });
  onTestFinished(() => history.close());
  const kept = history
    .decisions({})
    .map(({ at, kind, profile, because }) => ({ at, what: [kind, profile, because.code] }));
  const records = recordsOf(history, began + MINUTE);
  const turns: { readonly at: number; readonly what: readonly unknown[] }[] = [];
  const replay = new Replay(({ at, state: { decision } }) => {
    turns.push({ at, what: [decision.kind, decision.profile, decision.because.code] });
  });
  for (const record of records) {
    const parsed = parseRecord(JSON.stringify(record));
    if ("problem" in parsed) throw new Error(JSON.stringify(parsed.problem));
    expect(replay.feed(parsed.record)).toBeNull();
  }
  replay.end();

  expect(JSON.stringify(records)).not.toContain("secret");
  expect(kept.length).toBeGreaterThan(12);
  expect(turns.map(({ what }) => what)).toEqual(kept.map(({ what }) => what));
  for (const [n, { at }] of kept.entries()) expect(Math.abs(at - (turns[n]?.at ?? 0))).toBeLessThanOrEqual(2 * SECOND);
});

test("begins an export with the run that was under way, and forgets with the rest", async () => {
  const folder = tempFolder();
  const clock = new ScenarioClock();
  const world = new World(clock, PROFILES, { auto: true });
  world.values = { GOPROXY: A };
  const began = clock.now();
  const { engine } = await begin(clock, world, folder);
  await clock.pass(2 * MINUTE);
  await engine.stop();
  const history = openHistory(folder, { at: clock.now() });
  onTestFinished(() => history.close());

  expect(recordsOf(history, began + MINUTE)[0]).toMatchObject({ type: "config", at: began, active: "a", auto: true });
  expect(recordsOf(history, began - DAY)[0]).toMatchObject({ type: "config", at: began });
  expect(history.startBefore(began - 1)).toBeNull();

  history.prune({ at: began + 3 * DAY, keepDays: 1 });
  expect(history.decisions({})).toEqual([]);
  // The run that may still be under way is known by its start.
  expect(history.happenings({})[0]?.happening.type).toBe("start");
});

test("a run within another one is left out", () => {
  const start: Extract<Happening, { type: "start" }> = {
    type: "start",
    at: 0,
    active: "a",
    auto: true,
    intervalSeconds: 30,
  };
  const happenings = [
    { run: 0, happening: start },
    { run: 5, happening: { ...start, at: 5, active: "b" } },
    { run: 0, happening: { type: "release", at: 9 } as const },
  ];

  const records = replayRecords({ happenings, samples: [], decisions: [] });
  expect(records.map(({ type, at }) => [type, at])).toEqual([
    ["config", 0],
    ["release", 9],
  ]);
});
