// Months on a path that loses one look, or packet, in twenty, one by one or in bursts of two on average.
import { describe, expect, test } from "vitest";
import { SECOND } from "../../shared/domain/time.ts";
import { liveByCore } from "./live.ts";
import { LOSSES, type Loss, lossyMonth } from "./worlds.ts";

/** Months of each kind of loss. `GANGWAY_TEST_MONTHS` makes it more. */
const MONTHS = Number(process.env["GANGWAY_TEST_MONTHS"] ?? 1);

/** Switches that a month may see. Where whole looks are lost in bursts, no rule tells a long one from a broken path. */
const ALLOWED: Readonly<Record<Loss, number>> = {
  looks: 0,
  "looks in bursts": 1,
  "everything in bursts": 1,
  packets: 0,
  "packets in bursts": 1,
};

describe("thirty days of 5 % loss", () => {
  test.each(LOSSES)(
    "of %s",
    (loss) => {
      const months = Array.from({ length: MONTHS }, (_, n) => liveByCore(lossyMonth(n + 1, loss)));
      const switches = months.map(({ moves }) => moves.length);
      const failed = months.flatMap(({ inForce }) => inForce.map((look) => look.failed));
      const share = (100 * failed.filter(Boolean).length) / failed.length;
      console.info(
        `5 % of ${loss} lost: ${share.toFixed(1)} % of looks fail; switches in 30 days: ${switches.join(", ")}`,
      );
      const mean = switches.reduce((a, b) => a + b, 0) / MONTHS;
      expect(mean).toBeLessThanOrEqual(ALLOWED[loss]);
      expect(failed.length).toBeGreaterThan(MONTHS * 20_000);
    },
    60 * 60 * SECOND,
  );
});
