// Throws mutated answers, cut into pieces, at the reader of HTTP/1.1 and prints what it saw as JSON. Arguments: seed, number
// of inputs. The same numbers give the same inputs under every runtime.
import { MAX_BODY_BYTES } from "../../../../electron/engine/probe/answer.ts";
import { Http1Reader, type Reading } from "../../../../electron/engine/probe/http1-reader.ts";
import { Chance, fragments, makeAnswer, mutate } from "../http1-answers.ts";

const [seed = 1, inputs = 1_000] = process.argv.slice(2).map(Number);
const chance = new Chance(seed);
const originals = Array.from({ length: 400 }, () => makeAnswer(chance).bytes);
const kinds: Record<string, number> = {};
const faults: string[] = [];

function read(parts: readonly Buffer[], statusOnly: boolean): Reading {
  const reader = new Http1Reader(statusOnly);
  for (const part of parts) {
    const reading = reader.push(part);
    if (reading.kind === "more") continue;
    // Whatever follows is nobody's.
    if (reader.push(part).kind !== "more") faults.push("went on after the end");
    return reading;
  }
  return reader.end();
}

function nameOf(reading: Reading): string {
  return reading.kind === "broken" ? reading.fault : reading.kind;
}

function check(bytes: Buffer): void {
  const statusOnly = chance.next(8) === 0;
  const whole = read([bytes], statusOnly);
  const name = nameOf(whole);
  kinds[name] = (kinds[name] ?? 0) + 1;
  if (whole.kind === "answer" && whole.answer.body.length > MAX_BODY_BYTES) faults.push("kept too much");
  if (chance.next(8) > 0) return;
  const inPieces = read(fragments(chance, bytes), statusOnly);
  if (JSON.stringify(inPieces) !== JSON.stringify(whole)) {
    faults.push(`${name} whole, ${nameOf(inPieces)} in pieces: ${bytes.toString("hex", 0, 200)}`);
  }
}

const begun = performance.now();
let slowestMs = 0;
for (let input = 0; input < inputs && faults.length < 5; input++) {
  const bytes = mutate(chance, chance.pick(originals));
  const before = performance.now();
  try {
    check(bytes);
  } catch (error) {
    faults.push(`${String(error)}: ${bytes.toString("hex", 0, 200)}`);
  }
  slowestMs = Math.max(slowestMs, performance.now() - before);
}
const { user, system } = process.cpuUsage();
const cpuMs = Math.round((user + system) / 1_000);
const tookMs = Math.round(performance.now() - begun);
const rssMb = Math.round(process.memoryUsage().rss / 1e6);
process.stdout.write(JSON.stringify({ inputs, kinds, faults, tookMs, cpuMs, slowestMs, rssMb }));
