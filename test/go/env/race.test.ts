// The real `go env -w` takes no lock. While it changes other variables, no change of its and none of ours may be lost;
// two `go env -w` side by side, at the same moments, show what would be lost without that care.
import { readFileSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, expect, test } from "vitest";
import { readValues } from "../../../shared/domain/goenv-text.ts";
import { createUnderTest, request, type UnderTest } from "../../engine/goenv/go-env-under-test.ts";
import { AT_A_TIME, callGo, inLanes, RELEASES } from "./releases.ts";

/** Rounds of two writers; GANGWAY_RACE_ROUNDS asks for another number. */
const ROUNDS = Number(process.env["GANGWAY_RACE_ROUNDS"] ?? 500);
/** `go env -w` takes about 5 ms from its start to its end; each writer begins at random within this time. */
const SPREAD_MS = 8;

const homes = Array.from({ length: AT_A_TIME }, () => createUnderTest());
afterAll(() => {
  for (const home of homes) home.remove();
});

const go = RELEASES[0]?.path ?? "go";

/** What was not in the file after a round although it was written in it, or stood there before. */
interface Lost {
  readonly first: number;
  readonly second: number;
  readonly bystander: number;
}

type Write = (home: UnderTest, value: string, round: number) => Promise<unknown>;

function goWrites(name: string): Write {
  return (home, value) => callGo({ go, home, args: ["env", "-w", `${name}=${value}`] });
}

function lostIn({ file }: UnderTest, wanted: readonly (readonly [string, string])[]): readonly boolean[] {
  const values = readValues(readFileSync(file, "utf8"));
  return wanted.map(([name, value]) => values.get(name) !== value);
}

/** Has both writers write a value of their own in each round, and counts what is lost. */
async function race(first: Write, second: Write): Promise<Lost> {
  const lost = { first: 0, second: 0, bystander: 0 };
  const rounds = Array.from({ length: ROUNDS }, (_, index) => index + 1);
  await inLanes(rounds, async (round, lane) => {
    const home = homes[lane];
    if (home === undefined) throw new Error(`no lane ${lane}`);
    writeFileSync(home.file, "# kept\nGOVCS=*:git\n");
    const values = [`corp${round}.example`, `https://127.0.0.1:${round}`] as const;
    await Promise.all([
      sleep(Math.random() * SPREAD_MS).then(() => first(home, values[0], round)),
      sleep(Math.random() * SPREAD_MS).then(() => second(home, values[1], round)),
    ]);
    const seen = lostIn(home, [
      ["GOPRIVATE", values[0]],
      ["GOPROXY", values[1]],
      ["GOVCS", "*:git"],
    ]);
    lost.first += Number(seen[0]);
    lost.second += Number(seen[1]);
    lost.bystander += Number(seen[2]);
  });
  return lost;
}

function describe(title: string, { first, second, bystander }: Lost): void {
  console.log(`${title}, ${ROUNDS} rounds: ${first} and ${second} values of the two lost, ${bystander} of a third`);
}

test("loses nothing beside go env -w, its changes as little as ours", { timeout: 300_000 }, async () => {
  const ours: Write = (home, value, round) => home.goEnv.apply(request({ GOPROXY: value }, round));
  const lost = await race(goWrites("GOPRIVATE"), ours);
  describe("go env -w beside Gangway", lost);
  expect(lost).toEqual({ first: 0, second: 0, bystander: 0 });
});

test("has moments in which go env -w loses values beside go env -w", { timeout: 300_000 }, async () => {
  const lost = await race(goWrites("GOPRIVATE"), goWrites("GOPROXY"));
  describe("go env -w beside go env -w", lost);
  expect(lost.first + lost.second).toBeGreaterThan(0);
});
