// An app whose main process is busy: 20 ms of work every 100 ms, while looks are made in that process or, as Gangway has it,
// in a utilityProcess. `electron busy-app.mjs CA_FILE PROBER`: without PROBER, the module of prober.ts, in the main process.
// A question a line on standard input, an answer a line on standard output.
import { createInterface } from "node:readline";
import { app, utilityProcess } from "electron";
import { LookLoop, type Wanted } from "./look-loop.ts";

/** What a busy window, a large menu or a snapshot costs a main process now and then. */
const BUSY_MS = 20;
const EVERY_MS = 100;

// Electron's own switches stand before the program.
const program = process.argv.findIndex((argument) => argument.endsWith("busy-app.mjs"));
const [caFile = "", prober] = process.argv.slice(program + 1);

function work(): void {
  const end = performance.now() + BUSY_MS;
  while (performance.now() < end) JSON.parse(JSON.stringify({ busy: [1, 2, 3] }));
}

function inUtilityProcess(file: string): (wanted: Wanted) => Promise<object> {
  const child = utilityProcess.fork(file, [caFile]);
  return (wanted) =>
    new Promise((resolve) => {
      child.once("message", resolve);
      child.postMessage(wanted);
    });
}

function inMain(): (wanted: Wanted) => Promise<object> {
  const loop = new LookLoop(caFile);
  return (wanted) => loop.perform(wanted);
}

async function serve(): Promise<void> {
  const perform = prober === undefined ? inMain() : inUtilityProcess(prober);
  process.stdout.write("ready\n");
  for await (const line of createInterface({ input: process.stdin })) {
    const busy = setInterval(work, EVERY_MS);
    const answer = await perform(JSON.parse(line) as Wanted);
    clearInterval(busy);
    process.stdout.write(`${JSON.stringify(answer)}\n`);
  }
}

process.on("SIGTERM", () => app.exit(0));
// Not awaited: Electron is never ready while an ES module's top level waits for it.
void app.whenReady().then(serve);
