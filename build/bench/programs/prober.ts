// Hosts our prober for the benchmark: under any Node, a question a line on standard input and an answer a line on standard
// output; as a utilityProcess of Electron, in messages. `node prober.mjs CA_FILE`
import { createInterface } from "node:readline";
import { LookLoop, type Wanted } from "./look-loop.ts";

/** The part of Electron's `process.parentPort` that is used; plain Node has none. */
interface ParentPort {
  on(event: "message", receive: (message: { readonly data: Wanted }) => void): void;
  postMessage(message: object): void;
}

const [caFile = ""] = process.argv.slice(2);
const loop = new LookLoop(caFile);
const port = (process as unknown as { readonly parentPort?: ParentPort }).parentPort;

if (port === undefined) await overLines();
else overMessages(port);

async function overLines(): Promise<void> {
  process.stdout.write("ready\n");
  for await (const line of createInterface({ input: process.stdin })) {
    const answer = await loop.perform(JSON.parse(line) as Wanted);
    process.stdout.write(`${JSON.stringify(answer)}\n`);
  }
}

function overMessages(to: ParentPort): void {
  to.on("message", ({ data }) => {
    void loop.perform(data).then((answer) => to.postMessage(answer));
  });
}
