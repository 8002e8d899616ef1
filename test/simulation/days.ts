// The test of many working days, made for several files, so that they are lived through side by side.
import { describe, expect, test } from "vitest";
import { SECOND } from "../../shared/domain/time.ts";
import { liveByCore } from "./live.ts";
import { add, LIMIT, type Measured, nothing } from "./measure.ts";
import { reportOf } from "./report.ts";
import { workingDay } from "./worlds.ts";

/** Days that each file lives through. `GANGWAY_TEST_DAYS` makes it more, or fewer. */
const DAYS = Number(process.env["GANGWAY_TEST_DAYS"] ?? 2_000) / 2;

/** Share of arrivals that may be late: there, too, one look in three hundred fails for no reason. */
const LATE = 0.02;

/** Share of breaks on a path that had stumbled before, by the noise, so that it is given one or two looks more. */
const STUMBLED = 5 / 1_000;

/** Share of breaks after which nothing calls back, since the network is taken for no kind, or for another. */
const UNCALLED = 0.04;

/** Share of days on which chance may do what a broken path does. */
const MISTAKEN = 2 / 1_000;

/** Lives through the days of every second seed, from `first` on. */
export function describeDays(first: number): void {
  describe(`${DAYS} made-up working days, every second from seed ${first}`, () => {
    let sum: Measured;

    test(
      "are lived through",
      () => {
        sum = nothing();
        for (let n = 0; n < DAYS; n++) {
          const world = workingDay(first + 2 * n);
          add(sum, world, liveByCore(world));
        }
        console.info(reportOf("Gangway", sum));
        expect(sum.moves).toBeGreaterThan(DAYS);
      },
      20 * 60 * SECOND,
    );

    test.each(["hard", "silent"] as const)("a chain that is broken in a %s way is left in time", (way) => {
      const late = sum.left[way].afterFirst.filter((ms) => ms > LIMIT[way]);
      expect(late.length / sum.left[way].afterFirst.length).toBeLessThan(STUMBLED);
      expect(sum.left[way].afterFirst.length).toBeGreaterThan(DAYS / 4);
      expect(sum.notLeft).toEqual([]);
    });

    test("nothing is switched offline, behind a login page, or twice in ten minutes on one network", () => {
      expect(sum.forbidden).toEqual([]);
    });

    test("the right profile is in force five seconds after the arrival on a known network", () => {
      const late = sum.arrived.filter((ms) => ms > 5 * SECOND);
      expect(late.length / sum.arrived.length).toBeLessThan(LATE);
    });

    test("the profile that is meant for the network comes back after the break", () => {
      expect(sum.returned.length).toBeGreaterThan(DAYS / 10);
      const never = sum.returned.filter((ms) => ms === Number.POSITIVE_INFINITY);
      // Where the network was not taken for its kind, nothing calls back.
      expect(never.length / sum.returned.length).toBeLessThan(UNCALLED);
    });

    test("hardly ever is a proxy left that serves", () => {
      expect(sum.falseMoves / DAYS).toBeLessThanOrEqual(MISTAKEN);
    });
  });
}
