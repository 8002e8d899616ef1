// What other rules do in the same worlds.
import { describe, expect, test } from "vitest";
import { SECOND } from "../../shared/domain/time.ts";
import { liveByCore } from "./live.ts";
import { add, type Measured, nothing, seconds } from "./measure.ts";
import { liveByRule, RULES } from "./rules.ts";
import { LOSSES, lossyMonth, workingDay } from "./worlds.ts";

const DAYS = 80;

/** A rule in the days, and what it did in each month of loss. */
interface Row {
  readonly name: string;
  readonly days: Measured;
  readonly months: readonly number[];
}

type Live = typeof liveByCore;

function rowOf(name: string, live: Live): Row {
  const days = nothing();
  for (let seed = 1; seed <= DAYS; seed++) {
    const world = workingDay(seed);
    add(days, world, live(world));
  }
  return { name, days, months: LOSSES.map((loss) => live(lossyMonth(1, loss)).moves.length) };
}

function mean(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length / SECOND;
}

function lineOf({ name, days, months }: Row): string {
  const { hard, silent } = days.left;
  const times = [hard, silent].flatMap(({ afterBreak, afterFirst }) => [mean(afterBreak), seconds(afterFirst, 0.95)]);
  const cells = [...times.map((time) => time.toFixed(1)), Math.round(days.looks / days.worlds), ...months];
  return [name.padEnd(34), ...cells.map((cell) => String(cell).padStart(8))].join("");
}

const HEAD = [
  "".padEnd(34),
  ...["hard", "P95", "silent", "P95", "looks", "looks", "bursts", "dark", "packets", "bursts"].map((head) =>
    head.padStart(8),
  ),
].join("");

describe("the same days and months under other rules", () => {
  test(
    "Gangway leaves sooner than the threshold, HAProxy's and Envoy's rules, and moves less for nothing",
    () => {
      const ours = rowOf("Gangway", liveByCore);
      const others = RULES.map((rule) => rowOf(rule.name, (world) => liveByRule(world, rule)));
      console.info(
        [
          "mean seconds from the break to the switch, P95 from the first failure; looks a day; switches in 30 days of 5 % loss",
          HEAD,
          ...[ours, ...others].map(lineOf),
        ].join("\n"),
      );
      const time = ({ days }: Row): number => mean([...days.left.hard.afterBreak, ...days.left.silent.afterBreak]);
      const forNothing = ({ days, months }: Row): number => days.falseMoves + months.reduce((a, b) => a + b, 0);
      for (const other of others) {
        expect.soft(forNothing(ours), other.name).toBeLessThan(forNothing(other));
        // Looking again after one second is as quick as we are; what it costs stands beside it.
        if (!other.name.includes("fastinter")) expect.soft(time(ours), other.name).toBeLessThan(time(other));
      }
    },
    30 * 60 * SECOND,
  );
});
