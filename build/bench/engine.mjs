// `npm run bench:engine [-- --quick]`: what the engine costs beside the looks themselves, with 8, 100 and 1,000 endpoints each
// every 10 s, and whether a thousand are looked at in time. Nothing is looked at but, for the yardstick, a server of its own.
import { run, say } from "../process.mjs";
import { buildOurProgram } from "./programs.mjs";
import { figure, table } from "./table.mjs";

/** A minute and a half of waiting and as much computing on a machine that is not busy, in ms. */
const TOTAL_MS = 900_000;

/** The interval is 10 s, spread by a fifth; a look that begins half a second later than that is missed. */
const LATEST_MS = 12_500;

const program = await buildOurProgram("engine-load");
const args = process.argv.includes("--quick") ? ["--quick"] : [];
const { code, stdout, stderr } = await run(process.execPath, [program, ...args], {
  output: "capture",
  timeoutMs: TOTAL_MS,
});
if (code !== 0) {
  say(stderr.trim() || `The program ended with code ${code}`);
  process.exit(1);
}

const { lookUs, costs, kept } = JSON.parse(stdout);
const rows = costs.map((c) =>
  [c.looks, c.usPerLook, c.usPerLook / lookUs, c.snapshots, c.snapshotKb, c.msPerSnapshot, c.longestWaitMs].map(figure),
);
say(`A look over plain HTTP at a server of the same process costs ${figure(lookUs)} us of CPU.\n`);
say("In time that is computed:\n");
const head = ["endpoints", "looks", "us/look", "of a look", "snapshots", "kB each", "ms each", "longest wait ms"];
say(
  table(
    head,
    rows.map((row, at) => [String(costs[at].endpoints), ...row]),
  ),
);
const share = figure(100 * kept.cpuShare);
say(
  `\nIn real time: ${kept.endpoints} endpoints, ${figure(kept.perSecond)} looks a second, ${share} % of a processor.`,
);
const verdict = kept.longestWaitMs <= LATEST_MS ? "none was missed" : "some were missed";
say(`The longest wait was ${figure(kept.longestWaitMs)} ms, at most ${LATEST_MS} are right: ${verdict}.`);
