// Throws mutated bytes at the readers of hellos and answers, and prints what it saw as JSON. Seeded: the same numbers give
// the same inputs under every runtime. Arguments: seed, number of inputs.
import { parseClientHello, serialiseClientHello } from "../../../../electron/engine/hello/client-hello.ts";
import { newestTemplate, shippedTemplates } from "../../../../electron/engine/hello/hello-template.ts";
import { goHello } from "../../../../electron/engine/hello/hello-variants.ts";
import { lastWord, readFirstAnswer } from "../../../../electron/engine/hello/server-hello.ts";
import { alert, RETRY_RANDOM, record, records, serverHello, serverHelloMessage } from "../answers.ts";

const [seed = 1, inputs = 1_000] = process.argv.slice(2).map(Number);

let state = seed;
/** A number from 0 to `below`, of a small generator whose course depends on the seed alone (mulberry32). */
function chance(below: number): number {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
}

const ANSWERS: readonly Buffer[] = [
  serverHello(),
  serverHello({ group: 0x11ec, key: Buffer.alloc(1120, 5) }),
  serverHello({ random: RETRY_RANDOM, group: 0x18 }),
  serverHello({ version: null, group: null }),
  records(22, serverHelloMessage(), 9),
  Buffer.concat([alert(1, 112), serverHello()]),
  alert(2, 70),
  record(22, Buffer.alloc(300, 2)),
  Buffer.from("HTTP/1.1 302 Found\r\nLocation: http://portal.test/\r\n\r\n"),
  Buffer.from(`HTTP/1.0 200 OK\r\n${"X-Y: z\r\n".repeat(600)}`),
  Buffer.from("SSH-2.0-x\r\n"),
  Buffer.alloc(0),
];
const HELLOS = shippedTemplates.map((template) => goHello(template, { serverName: "modules.test" }));
const HELLO = goHello(newestTemplate(), { serverName: null });

function pick<T>(list: readonly T[]): T {
  return list[chance(list.length)] as T;
}

const MUTATIONS: readonly ((bytes: Buffer) => Buffer)[] = [
  (bytes) => {
    for (let flips = 1 + chance(4); flips > 0 && bytes.length > 0; flips -= 1)
      bytes[chance(bytes.length)] = chance(256);
    return bytes;
  },
  // Lengths stand near the beginning.
  (bytes) => {
    if (bytes.length > 0) bytes[chance(Math.min(bytes.length, 60))] = pick([0, 1, 2, 3, 0x7f, 0x80, 0xff]);
    return bytes;
  },
  (bytes) => bytes.subarray(0, chance(bytes.length + 1)),
  (bytes) => Buffer.concat([bytes, pick(ANSWERS)]),
  (bytes) => {
    const at = chance(bytes.length + 1);
    return Buffer.concat([bytes.subarray(0, at), Buffer.alloc(chance(9), chance(256)), bytes.subarray(at)]);
  },
  (bytes) => Buffer.concat([bytes.subarray(chance(bytes.length + 1)), bytes]),
];

function mutated(original: Buffer): Buffer {
  let bytes: Buffer = Buffer.from(original);
  for (let rounds = 1 + chance(3); rounds > 0; rounds -= 1) bytes = pick(MUTATIONS)(bytes);
  return bytes;
}

const kinds: Record<string, number> = {};
const faults: string[] = [];

function blame(what: string, bytes: Buffer): void {
  if (faults.length < 5) faults.push(`${what}: ${bytes.toString("hex", 0, 200)}`);
}

function kindOf(bytes: Buffer): string {
  const answer = readFirstAnswer(bytes);
  return answer === "more" ? "more" : answer.kind;
}

function checkAnswer(): void {
  const bytes = mutated(pick(ANSWERS));
  const kind = kindOf(bytes);
  kinds[kind] = (kinds[kind] ?? 0) + 1;
  const early = kindOf(bytes.subarray(0, chance(bytes.length + 1)));
  if (early !== "more" && early !== kind) blame(`${early} became ${kind}`, bytes);
  if (kind !== "more" && lastWord(bytes)?.kind !== kind) blame("the last word differs", bytes);
}

let readable = 0;
function checkHello(): void {
  const bytes = mutated(pick([...HELLOS, HELLO]));
  const hello = parseClientHello(bytes);
  if (hello === null) return;
  readable += 1;
  if (!serialiseClientHello(hello).equals(bytes)) blame("not printed as read", bytes);
}

const begun = performance.now();
let slowestMs = 0;
for (let input = 0; input < inputs; input += 1) {
  const before = performance.now();
  checkAnswer();
  if (input % 10 === 0) checkHello();
  slowestMs = Math.max(slowestMs, performance.now() - before);
}
const rssMb = Math.round(process.memoryUsage().rss / 1e6);
const tookMs = Math.round(performance.now() - begun);
process.stdout.write(JSON.stringify({ inputs, kinds, readable, faults, tookMs, slowestMs, rssMb }));
