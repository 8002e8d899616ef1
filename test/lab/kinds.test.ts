// The judge of networks on made-up networks of real routers, relays, proxies and sign-in pages, each many times.
import { expect, test } from "vitest";
import { hasGo } from "../support/go-command.ts";
import { whyNoNamespaces } from "./namespaces.ts";
import { runMatrix } from "./networks/matrix.ts";
import { SCENES } from "./networks/scenes.ts";
import { isConfidentlyWrong, matrixText, mistakes, shareRight } from "./networks/tally.ts";

const SEEDS = Array.from({ length: 20 }, (_, index) => index + 1);

/** Two to four minutes on a machine that is not busy, in ms. */
const LIMIT_MS = 540_000;

const why = hasGo ? whyNoNamespaces() : "no go command to build the wire with";
if (why !== null) console.warn(`SKIPPED: the matrix of kinds of networks: ${why}`);

test.skipIf(why !== null)(
  "tells the kinds of networks apart",
  async () => {
    const lab = import.meta.dirname;
    const outcomes = await runMatrix({ lab, scenes: Object.keys(SCENES), seeds: SEEDS, slots: 10 });
    const text = [...mistakes(outcomes), matrixText(outcomes)].join("\n");
    expect(outcomes.filter(isConfidentlyWrong), text).toEqual([]);
    for (const half of [0, 1]) {
      expect(shareRight(outcomes.filter(({ seed }) => seed % 2 === half)), text).toBeGreaterThanOrEqual(0.98);
    }
  },
  LIMIT_MS,
);
