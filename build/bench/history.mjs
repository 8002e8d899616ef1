// `npm run bench:history [-- --times N] [-- --keep FOLDER]`: makes a year of history in virtual time, and measures what it
// weighs and what reading it costs beside reading the rows. Needs no network. docs/history.md tells how to read it.
// With --keep the year is made in FOLDER, or found there, and left.
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { ensureModules } from "../modules.mjs";
import { run, say } from "../process.mjs";
import { median } from "./statistics.mjs";
import { figure, table } from "./table.mjs";

/** A year takes some 25 s of one core, and the machine may be busy. */
const TIMEOUT_MS = 900_000;

/** Every series is to be read in less, in ms. */
const GOAL_MS = 20;

/** The file and its log are to be no larger, in bytes. */
const GOAL_BYTES = 50_000_000;

/** What the log of the database takes while it is in use, in bytes: 1 000 pages and their heads. */
const LOG_BYTES = 4_200_000;

function readArguments(args) {
  const options = { times: { type: "string", default: "50" }, keep: { type: "string" } };
  const { times, keep } = parseArgs({ args, options }).values;
  if (!/^[1-9]\d{0,3}$/.test(times)) throw new Error(`--times is a whole number from 1 to 9999, not ${times}`);
  return { times, keep };
}

async function measure({ times, keep }) {
  await ensureModules();
  const { buildOurProgram } = await import("./programs.mjs");
  const program = await buildOurProgram("history-reader");
  const folder = keep ?? mkdtempSync(path.join(os.tmpdir(), "gangway-history-"));
  mkdirSync(folder, { recursive: true });
  try {
    const file = path.join(folder, "history.db");
    const make = existsSync(file) ? [] : ["year"];
    if (make.length > 0) say("Making a year of 16 endpoints, a look at each every 30 s");
    const args = [program, folder, times, ...make];
    const { code, stdout, stderr } = await run(process.execPath, args, { output: "capture", timeoutMs: TIMEOUT_MS });
    if (code !== 0) throw new Error(`history-reader failed:\n${stderr}`);
    return report({ ...JSON.parse(stdout), bytes: statSync(file).size });
  } finally {
    if (keep === undefined) rmSync(folder, { recursive: true, force: true });
  }
}

function report({ looks, cpuSeconds, sizes, timed, bytes }) {
  if (looks !== null) console.log(`${looks} looks counted in ${figure(cpuSeconds)} s of one core\n`);
  const rows = sizes.map(([name, size, count]) => [name, String(count), String(size), figure(size / count)]);
  console.log(table(["table", "rows", "bytes", "bytes a row"], rows));
  console.log(`\nFile ${bytes} bytes, with its log at most ${bytes + LOG_BYTES}; wanted: ${GOAL_BYTES}\n`);
  console.log(table(["what", "p50 ms", "max ms", "rows, p50 ms", "times faster", "how"], timed.map(timedRow), [0, 5]));
  const slow = timed.filter(({ what, ms }) => what.startsWith("series") && median(ms) >= GOAL_MS);
  const isMet = slow.length === 0 && bytes + LOG_BYTES <= GOAL_BYTES;
  console.log(
    `\nEvery series in less than ${GOAL_MS} ms (median), the year in ${GOAL_BYTES} bytes: ${isMet ? "yes" : "NO"}`,
  );
  return isMet ? 0 : 1;
}

function timedRow({ what, ms, naiveMs, note }) {
  const naive = naiveMs.length === 0 ? undefined : median(naiveMs);
  const ratio = naive === undefined ? undefined : naive / median(ms);
  return [what, figure(median(ms)), figure(Math.max(...ms)), figure(naive), figure(ratio), note];
}

try {
  process.exitCode = await measure(readArguments(process.argv.slice(2)));
} catch (error) {
  say(error.message);
  process.exitCode = 1;
}
