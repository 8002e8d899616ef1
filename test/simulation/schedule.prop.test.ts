import fc from "fast-check";
import { expect, test } from "vitest";
import { MINUTE, SECOND } from "../../shared/domain/time.ts";
import { type Begun, RandomDay } from "../support/random-day.ts";

/** Days to live through, about one a second: new ones in each run. Whoever changes the schedule sets the variable to thousands. */
const DAYS = Number(process.env["GANGWAY_TEST_DAYS"] ?? 5);

/** The most looks that begin within any minute, first and last included. */
function worstMinute(looks: readonly Begun[]): number {
  let worst = 0;
  let from = 0;
  looks.forEach((look, index) => {
    while ((looks[from]?.at ?? 0) <= look.at - MINUTE) from++;
    worst = Math.max(worst, index - from + 1);
  });
  return worst;
}

/** Most process starts within any minute: the look that each of them cut short is remembered by nobody. */
function forgotten(restarts: readonly number[], each: number): number {
  return each * Math.max(0, ...restarts.map((at) => restarts.filter((r) => r > at - MINUTE && r <= at).length));
}

/** What docs/measuring.md promises for one endpoint in any minute. */
function endpointBound(intervalMs: number): number {
  return 6 + Math.floor(MINUTE / Math.min(10 * SECOND, 0.75 * intervalMs));
}

/** And for all together. */
function totalBound(intervalMs: number, endpoints: number): number {
  return 60 + Math.floor((2 * endpoints * MINUTE) / intervalMs);
}

test("no day of any kind has a minute of storm, a look at a wrong time, or an endpoint forgotten", () => {
  const most = { endpoint: 0, total: 0 };
  const tally = { days: 0, looks: 0, events: 0 };
  fc.assert(
    fc.property(fc.noShrink(fc.integer()), (seed) => {
      const day = new RandomDay(seed).run();
      expect(day.faults).toEqual([]);
      const names = new Set(day.begun.map((look) => look.endpoint));
      const single = Math.max(
        0,
        ...[...names].map((name) => worstMinute(day.begun.filter((l) => l.endpoint === name))),
      );
      const total = worstMinute(day.begun);
      expect(single).toBeLessThanOrEqual(endpointBound(day.shortestMs) + forgotten(day.restarts, 1));
      expect(total).toBeLessThanOrEqual(
        totalBound(day.shortestMs, day.mostEndpoints) + forgotten(day.restarts, day.mostEndpoints),
      );
      tally.days++;
      tally.looks += day.begun.length;
      tally.events += day.events;
      if (day.shortestMs >= 30 * SECOND && day.restarts.length === 0) {
        most.endpoint = Math.max(most.endpoint, single);
        most.total = Math.max(most.total, total);
      }
    }),
    { numRuns: DAYS },
  );
  const { days, looks, events } = tally;
  console.info(
    `${days} days, ${looks} looks, ${events} events; worst minute at 30 s or more and without restarts: ${most.endpoint} looks of one endpoint, ${most.total} of all`,
  );
  expect(tally.looks).toBeGreaterThan(DAYS * 100);
}, 3_600_000);
