// `npm run bench:network [-- --quick]`: what it costs to look which network this machine is on, beside programs and packages
// that answer part of it, in one run and in turns, and what watching costs. Sends nothing. Linux only. docs/networks.md has
// the latest figures.
import { run, say } from "../process.mjs";
import { loadLine, machineLine } from "./machine.mjs";
import { buildOurProgram } from "./programs.mjs";
import { median } from "./statistics.mjs";
import { figure, table } from "./table.mjs";

/** Half a minute of looks and as long of watching take no longer on a busy machine, in ms. */
const TIMEOUT_MS = 300_000;

/** Watching is to take less of a processor than this, in per cent: a sixth of what the idle app takes. */
const GOAL_PERCENT = 0.06;

/** A look is to cost no more than this part of the cheapest peer's. */
const GOAL_RATIO = 0.1;

const OURS = "Gangway, nothing changed";

/** Answers less than a look needs; named to show what the least is. */
const BARE = ["Gangway, everything changed", "os.networkInterfaces()"];

function rowsOf(figures) {
  const us = (values) => median(values) * 1_000;
  const ours = figures.find(({ what }) => what === OURS);
  return figures.map(({ what, ms, cpuMs }) => ({
    what,
    wallUs: us(ms),
    cpuUs: us(cpuMs),
    ratio: us(cpuMs) / us(ours.cpuMs),
  }));
}

async function measure(isQuick) {
  if (process.platform !== "linux") throw new Error("The peers and their cost are measured on Linux only");
  const load = loadLine();
  const program = await buildOurProgram("network-look");
  const args = isQuick ? ["2", "5"] : ["7", "60"];
  const { code, stdout, stderr } = await run(process.execPath, [program, ...args], {
    output: "capture",
    timeoutMs: TIMEOUT_MS,
  });
  if (code !== 0) throw new Error(`network-look failed:\n${stderr}`);
  return report({ ...JSON.parse(stdout), load });
}

function report({ figures, watched, load }) {
  const rows = rowsOf(figures);
  console.log(`${machineLine()}\n${load}\n`);
  const cells = rows.map(({ what, wallUs, cpuUs, ratio }) => [what, ...[wallUs, cpuUs, ratio].map(figure)]);
  console.log(table(["one look", "us", "us of CPU", "times ours"], cells));
  const percent = 100 * Math.max(0, watched.watched - watched.idle);
  const [before, after] = [watched.idle, watched.watched].map((share) => figure(100 * share));
  console.log(
    `\nWatching: ${watched.looks} looks, ${percent.toFixed(3)} % of a processor (${after} %, doing nothing ${before} %)`,
  );
  const peers = rows.filter(({ what }) => what !== OURS && !BARE.includes(what));
  const cheapest = Math.min(...peers.map(({ ratio }) => ratio));
  const isMet = percent <= GOAL_PERCENT && 1 / cheapest <= GOAL_RATIO;
  console.log(
    `At most ${GOAL_PERCENT} % of a processor, and ${GOAL_RATIO} of the cheapest peer (${figure(1 / cheapest)}): ${isMet ? "yes" : "NO"}`,
  );
  return 0;
}

try {
  process.exitCode = await measure(process.argv.includes("--quick"));
} catch (error) {
  say(error.message);
  process.exitCode = 1;
}
