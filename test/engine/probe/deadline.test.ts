import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import { expect, test } from "vitest";
import { Aborted, Expired, within } from "../../../electron/engine/probe/deadline.ts";

function block(forMs: number): void {
  const until = performance.now() + forMs;
  while (performance.now() < until);
}

const NEVER = new Promise<never>(() => undefined);

test("a connection that succeeded while the loop was busy wins over its deadline", async () => {
  const server = createServer((socket) => socket.on("error", () => undefined)).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const outcomes: string[] = [];

  for (let round = 0; round < 20; round++) {
    const socket = connect(port, "127.0.0.1");
    const connected = new Promise<string>((resolve) => socket.once("connect", () => resolve("connected")));
    const outcome = within(connected, { limitMs: 20, signal: new AbortController().signal });
    block(30);
    outcomes.push(await outcome.catch((error: unknown) => String(error)));
    socket.destroy();
  }
  server.close();

  expect(outcomes).toEqual(Array.from({ length: 20 }, () => "connected"));
});

test("a deadline without an event expires, and tells how long it waited", async () => {
  const begun = performance.now();

  const error: unknown = await within(NEVER, { limitMs: 30, signal: new AbortController().signal }).catch(
    (e: unknown) => e,
  );

  expect(error).toBeInstanceOf(Expired);
  expect(performance.now() - begun).toBeGreaterThanOrEqual(29);
});

test("tells how late it fired when the loop was blocked", async () => {
  const waiting = within(NEVER, { limitMs: 10, signal: new AbortController().signal }).catch((e: unknown) => e);
  block(120);

  expect(((await waiting) as Expired).lateMs).toBeGreaterThan(100);
});

test("an abort ends the wait at once and leaves no timer", async () => {
  const controller = new AbortController();
  const waiting = within(NEVER, { limitMs: 60_000, signal: controller.signal }).catch((e: unknown) => e);
  const before = process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;

  controller.abort();

  expect(await waiting).toBeInstanceOf(Aborted);
  expect(process.getActiveResourcesInfo().filter((name) => name === "Timeout").length).toBe(before - 1);
});

test("a signal that was aborted before ends the wait too", async () => {
  const error: unknown = await within(NEVER, { limitMs: 60_000, signal: AbortSignal.abort() }).catch((e: unknown) => e);

  expect(error).toBeInstanceOf(Aborted);
});

test("passes on what the work rejects with", async () => {
  const work = Promise.reject(new Error("broken"));

  await expect(within(work, { limitMs: 1_000, signal: new AbortController().signal })).rejects.toThrow("broken");
});
