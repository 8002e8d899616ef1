// Hosts our prober for the benchmark, under any Node: a question a line on standard input, an answer a line on standard
// output. `node prober.mjs CA_FILE`
import { createInterface } from "node:readline";
import { LookLoop, type LooksWanted } from "./look-loop.ts";

const [caFile = ""] = process.argv.slice(2);
const loop = new LookLoop(caFile);

process.stdout.write("ready\n");
for await (const line of createInterface({ input: process.stdin })) {
  const answer = await loop.looks(JSON.parse(line) as LooksWanted);
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
