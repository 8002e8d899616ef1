// Days lived through the real core with a journal kept, exported and replayed: the same decisions, at the same times.
import { expect, test } from "vitest";
import { Replay, type Turn } from "../../shared/domain/replay.ts";
import { replayRecords } from "../../shared/domain/replay-export.ts";
import { parseRecord } from "../../shared/domain/replay-record.ts";
import { MINUTE, SECOND } from "../../shared/domain/time.ts";
import { livedDay } from "../support/replayed-day.ts";
import type { Scenario } from "../support/scenario.ts";

const LENGTH_MS = 30 * MINUTE;
const DAYS = Number(process.env["GANGWAY_TEST_DAYS"] ?? 200);

interface Decided {
  readonly at: number;
  readonly what: string;
}

function lived({ decisions }: Scenario): readonly Decided[] {
  return decisions.map(({ at, kind, profile, because }) => ({ at, what: `${kind} ${profile ?? "-"} ${because.code}` }));
}

function replayed(scenario: Scenario, without = "none"): readonly Decided[] {
  const turns: Decided[] = [];
  const replay = new Replay(({ at, state }: Turn) => {
    const { kind, profile, because } = state.decision;
    turns.push({ at, what: `${kind} ${profile ?? "-"} ${because.code}` });
  });
  for (const record of replayRecords(scenario).filter(({ type }) => type !== without)) {
    const parsed = parseRecord(JSON.stringify(record));
    if ("problem" in parsed) throw new Error(JSON.stringify({ record, ...parsed }));
    expect(replay.feed(parsed.record)).toBeNull();
  }
  replay.end();
  return turns;
}

function differenceOf(seed: number, without?: string): string | null {
  const scenario = livedDay(seed, LENGTH_MS);
  const [before, after] = [lived(scenario), replayed(scenario, without)];
  const isSame = before.length === after.length && before.every(({ what }, n) => after[n]?.what === what);
  const isTimely = before.every(({ at }, n) => Math.abs(at - (after[n]?.at ?? Number.NaN)) <= SECOND);
  if (isSame && isTimely) return null;
  const rows = (all: readonly Decided[]) => all.map(({ at, what }) => `  ${at} ${what}`).join("\n");
  return `day ${seed}, lived:\n${rows(before)}\nreplayed:\n${rows(after)}`;
}

test("decides as it did, whatever the day was like", () => {
  let different: string | null = null;
  for (let seed = 1; seed <= DAYS && different === null; seed++) different = differenceOf(seed);

  expect(different).toBeNull();
});

test.each(["network", "env", "pause", "release", "suspend", "sample"])("needs the records of type %s", (type) => {
  const seeds = Array.from({ length: 60 }, (_, n) => n + 1);

  expect(seeds.some((seed) => differenceOf(seed, type) !== null)).toBe(true);
});

test("hardly needs to be told when it decided", () => {
  const seeds = Array.from({ length: 40 }, (_, n) => n + 1);
  const told = seeds.filter((seed) => differenceOf(seed, "decided") !== null);

  // Only a rest or a pause that ends after the last record.
  expect(told.length).toBeLessThanOrEqual(4);
});
