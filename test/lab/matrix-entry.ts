// `npm run lab -- matrix [SEEDS] [SLOTS] [NETWORK]`: tries the judge of networks and prints how often it was right.
import { resolve } from "node:path";
import { whyNoNamespaces } from "./namespaces.ts";
import { runMatrix } from "./networks/matrix.ts";
import { SCENES } from "./networks/scenes.ts";
import { matrixText, mistakes } from "./networks/tally.ts";

const [seeds = "20", slots = "4", ...names] = process.argv.slice(2);
const why = whyNoNamespaces();
if (why === null) {
  const began = performance.now();
  const outcomes = await runMatrix({
    lab: resolve("test/lab"),
    scenes: names.length > 0 ? names : Object.keys(SCENES),
    seeds: Array.from({ length: Number(seeds) }, (_, index) => index + 1),
    slots: Number(slots),
  });
  const seconds = Math.round((performance.now() - began) / 1000);
  const ms = outcomes.map(({ judged }) => judged.ms).sort((a, b) => a - b);
  process.stdout.write([...mistakes(outcomes), "", matrixText(outcomes)].join("\n"));
  process.stdout.write(
    `\nhalf were judged within ${ms[ms.length >> 1] ?? 0} ms, all within ${ms.at(-1) ?? 0} ms; ${seconds} s in all\n`,
  );
} else {
  process.stdout.write(`There is no lab here: ${why}\n`);
  process.exitCode = 1;
}
