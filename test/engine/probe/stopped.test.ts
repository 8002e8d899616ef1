// A process that the system stops, as it does with a lid closed or a debugger attached, must not take its own absence for the
// network's.

import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { Sample } from "../../../shared/domain/sample.ts";
import { type RunningProgram, spawnTypeScript } from "../../support/run-typescript.ts";

const PROGRAM = join(import.meta.dirname, "programs/one-look.ts");

/** Says nothing before it is told to, over plain HTTP. */
let server: Server;
let answer: () => void = () => undefined;
let url: string;
let program: RunningProgram | null = null;

beforeAll(async () => {
  server = createServer((socket) => {
    socket.on("error", () => undefined);
    answer = () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 20\r\n\r\n{"Version":"v1.5.2"}');
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
  program?.process.kill("SIGKILL");
  await program?.finished;
});

afterAll(() => {
  server.close();
});

/** Begins a look, stops the process in the middle of it, and lets it go on after two seconds and `meanwhile`. */
async function stopped(scheme: string, meanwhile: () => void, handshakeMs: number): Promise<Sample> {
  const met = once(server, "connection");
  program = await spawnTypeScript(PROGRAM, [`${scheme}://${url}`, String(handshakeMs)]);
  await Promise.all([program.says("begun"), met]);
  // Long enough for its request to have been sent, and short against every limit.
  await new Promise((resolve) => setTimeout(resolve, 300));
  program.process.kill("SIGSTOP");
  meanwhile();
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  program.process.kill("SIGCONT");
  const { stdout } = await program.finished;
  return JSON.parse(stdout.split("\n")[1] ?? "null") as Sample;
}

test("a deadline that ran out while the process was stopped is no silence of the endpoint", async () => {
  const sample = await stopped("https", () => undefined, 800);
  expect(sample.failure).toMatchObject({ stage: "handshake", kind: "local" });
  expect(sample.failure?.raw).toContain("stalled");
});

test("an answer that waited for the process to go on is no slow answer", async () => {
  const sample = await stopped("http", () => answer(), 6_000);
  expect(sample.failure).toMatchObject({ kind: "local" });
  expect(sample.failure?.raw).toContain("stalled");
});

test("an end of the connection while the process was stopped is not held against the endpoint", async () => {
  const sample = await stopped("https", () => answer(), 6_000);
  expect(sample.failure).toMatchObject({ kind: "local" });
});
