// Watches the network of the namespace that it runs in, with the real source, clock and files. Says one JSON line for each
// line that it is told: `change` is answered once a change is told of, `stay N` after N readings more.
import { createInterface } from "node:readline";
import { linuxLinks } from "../../../../electron/engine/network/linux-links.ts";
import { createNetworkSource } from "../../../../electron/engine/network/network-source.ts";
import { systemClock } from "../../../../electron/engine/system-clock.ts";

const [folder = ""] = process.argv.slice(2);
const read = linuxLinks();
let readings = 0;
let changes = 0;
let waiting: (() => void)[] = [];

const source = createNetworkSource(folder, systemClock, () => {
  readings++;
  for (const look of waiting.splice(0)) setImmediate(look);
  return read();
});

function until(holds: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (holds()) resolve();
      else waiting = [...waiting, look];
    };
    look();
  });
}

async function answer(line: string): Promise<unknown> {
  const [what, count = "0"] = line.split(" ");
  const before = { readings, changes, at: performance.now() };
  await until(() => (what === "change" ? changes > before.changes : readings >= before.readings + Number(count)));
  const said = { readings: readings - before.readings, changes: changes - before.changes };
  return { ...said, ms: Math.round(performance.now() - before.at), attachment: await source.look() };
}

await source.look();
source.watch(() => {
  changes++;
  for (const look of waiting.splice(0)) setImmediate(look);
});
process.stdout.write(`${JSON.stringify({ attachment: await source.look() })}\n`);
for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await answer(line))}\n`);
}
process.exit(0);
