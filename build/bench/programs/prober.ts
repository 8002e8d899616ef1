// Hosts our prober for the benchmark: under any Node, a question a line on standard input and an answer a line on standard
// output; as a utilityProcess of Electron, in messages. `node prober.mjs CA_FILE`
import { createInterface } from "node:readline";
import { EngineLoop, type EngineWanted, type WindowWanted } from "./engine-loop.ts";
import { LookLoop, type Wanted } from "./look-loop.ts";

/** The part of Electron's `process.parentPort` that is used; plain Node has none. */
interface ParentPort {
  on(event: "message", receive: (message: { readonly data: Wanted }) => void): void;
  postMessage(message: object): void;
}

const [caFile = ""] = process.argv.slice(2);
const loop = new LookLoop(caFile);
const engine = new EngineLoop(loop);
const port = (process as unknown as { readonly parentPort?: ParentPort }).parentPort;

if (port === undefined) await overLines();
else overMessages(port);

function isOfEngine(wanted: Wanted | EngineWanted | WindowWanted): wanted is EngineWanted | WindowWanted {
  return wanted.do === "engine" || wanted.do === "window";
}

async function overLines(): Promise<void> {
  process.stdout.write("ready\n");
  for await (const line of createInterface({ input: process.stdin })) {
    const wanted = JSON.parse(line) as Wanted | EngineWanted | WindowWanted;
    const answer = await (isOfEngine(wanted) ? engine.perform(wanted) : loop.perform(wanted));
    process.stdout.write(`${JSON.stringify(answer)}\n`);
  }
}

function overMessages(to: ParentPort): void {
  to.on("message", ({ data }) => {
    void loop.perform(data).then((answer) => to.postMessage(answer));
  });
}
