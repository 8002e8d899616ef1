import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import type { HelloOutcome } from "../../../electron/engine/hello/first-answer.ts";
import { newestTemplate } from "../../../electron/engine/hello/hello-template.ts";
import { goHello } from "../../../electron/engine/hello/hello-variants.ts";
import { type HelloOptions, sayHello } from "../../../electron/engine/hello/say-hello.ts";
import { Aborted } from "../../../electron/engine/probe/deadline.ts";
import { alert, records, serverHello, serverHelloMessage } from "./answers.ts";

const BYTES = goHello(newestTemplate(), { serverName: "modules.test" });
/** Long enough for a busy machine, short enough to wait for. */
const LIMIT_MS = 400;

const servers: Server[] = [];
const sockets: Socket[] = [];
const arrived: Buffer[] = [];

afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const server of servers.splice(0)) server.close();
  arrived.length = 0;
});

/** A connected socket to a server that does this with each connection. */
async function connected(meet: (socket: Socket) => void): Promise<Socket> {
  const server = createServer((socket) => {
    sockets.push(socket.on("error", () => undefined));
    meet(socket);
  });
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  sockets.push(socket.on("error", () => undefined));
  await once(socket, "connect");
  return socket;
}

/** Does this once the hello is there, all of it. */
function afterHello(act: (socket: Socket) => void): (socket: Socket) => void {
  return (socket) => {
    let length = 0;
    socket.on("data", (chunk: Buffer) => {
      arrived.push(chunk);
      length += chunk.length;
      if (length === BYTES.length) act(socket);
    });
  };
}

async function outcomeOf(meet: (socket: Socket) => void, options: Partial<HelloOptions> = {}): Promise<HelloOutcome> {
  const socket = await connected(meet);
  const { signal } = new AbortController();
  return sayHello({ socket, bytes: BYTES, limitMs: LIMIT_MS, signal, connectMs: 1, ...options });
}

function told({ answer, failure }: HelloOutcome): readonly unknown[] {
  return [answer?.kind ?? null, failure?.kind ?? null, failure?.raw ?? null];
}

describe("what comes back is told apart", () => {
  test.each<readonly [string, (socket: Socket) => void, readonly unknown[]]>([
    ["a ServerHello", afterHello((socket) => socket.write(serverHello())), ["server-hello", null, null]],
    [
      "a ServerHello in many records, and an end",
      afterHello((socket) => socket.end(records(22, serverHelloMessage(), 3))),
      ["server-hello", null, null],
    ],
    ["alert 40", afterHello((socket) => socket.end(alert(2, 40))), ["alert", "alert", "alert 2,40"]],
    ["alert 70", afterHello((socket) => socket.end(alert(2, 70))), ["alert", "protocol-version", "alert 2,70"]],
    ["a close_notify", afterHello((socket) => socket.end(alert(1, 0))), ["alert", "closed", "alert 1,0"]],
    ["an end", afterHello((socket) => socket.end()), [null, "closed", "FIN"]],
    ["a reset", afterHello((socket) => socket.resetAndDestroy()), [null, "reset", "ECONNRESET -104 read"]],
    [
      "an answer in clear",
      afterHello((socket) => socket.end("HTTP/1.1 400 No\r\n\r\n")),
      ["not-tls", "not-tls", "HTTP status 400"],
    ],
    [
      "half an answer in clear",
      afterHello((socket) => socket.end("HTTP/1.1 511 N")),
      ["not-tls", "not-tls", "HTTP status 511"],
    ],
    [
      "a banner",
      afterHello((socket) => socket.write("220 10.0.0.1 ESMTP")),
      ["not-tls", "not-tls", "220 <address> ESMTP"],
    ],
    [
      "half a ServerHello and an end",
      afterHello((socket) => socket.end(serverHello().subarray(0, 60))),
      [null, "closed", "FIN, after 60 bytes"],
    ],
    [
      "a warning and an end",
      afterHello((socket) => socket.end(alert(1, 112))),
      ["alert", "closed", "FIN, alert 1,112"],
    ],
    [
      "a broken ServerHello",
      afterHello((socket) => socket.write(Buffer.from([22, 3, 3, 0, 4, 2, 0, 0, 0]))),
      ["not-tls", "corrupt", "no ServerHello: 160303000402000000"],
    ],
    ["nothing", afterHello(() => undefined), [null, "silent", `deadline ${LIMIT_MS} ms`]],
    [
      "half a ServerHello and nothing",
      afterHello((socket) => socket.write(serverHello().subarray(0, 60))),
      [null, "silent", `deadline ${LIMIT_MS} ms, after 60 bytes`],
    ],
    ["an end before the hello", (socket) => socket.end(), [null, "closed", "FIN"]],
  ])("%s", async (_name, meet, expected) => {
    expect(told(await outcomeOf(meet))).toEqual(expected);
  });

  test("a connection that was over before anybody listened", async () => {
    const socket = await connected((peer) => void setTimeout(() => peer.resetAndDestroy(), 50));
    await new Promise<void>((resolve) => socket.once("close", () => resolve()));
    const { signal } = new AbortController();

    const outcome = await sayHello({ socket, bytes: BYTES, limitMs: LIMIT_MS, signal, connectMs: 1 });

    expect(outcome.failure?.kind).toBe("reset");
  });
});

test("the hello arrives as it is, and the times are told", async () => {
  const outcome = await outcomeOf(afterHello((socket) => socket.write(serverHello())));

  expect(Buffer.concat(arrived).equals(BYTES)).toBe(true);
  expect(outcome).toMatchObject({ connectMs: 1, helloBytes: BYTES.length });
  expect(outcome.answerMs).toBeGreaterThan(0);
});

test("a paused socket, as a tunnel leaves it, is listened to", async () => {
  const socket = await connected(afterHello((peer) => peer.write(serverHello())));
  socket.pause();
  const { signal } = new AbortController();

  const outcome = await sayHello({ socket, bytes: BYTES, limitMs: 10_000, signal, connectMs: 1 });

  expect(outcome.answer?.kind).toBe("server-hello");
});

test("silence has no time of an answer", async () => {
  expect((await outcomeOf(afterHello(() => undefined))).answerMs).toBeNull();
});

test("a split hello comes in two pieces with a gap between them", async () => {
  const times: number[] = [];
  const split = { at: 100, gapMs: 150 };
  const meet = (socket: Socket) => {
    socket.on("data", () => times.push(performance.now()));
    afterHello((peer) => peer.write(serverHello()))(socket);
  };

  const outcome = await outcomeOf(meet, { split });

  expect(outcome.answer?.kind).toBe("server-hello");
  expect(arrived[0]).toHaveLength(100);
  expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(100);
});

test("a reset in the gap ends it at once", async () => {
  const begun = performance.now();
  const meet = (socket: Socket) => void socket.once("data", () => socket.resetAndDestroy());

  const outcome = await outcomeOf(meet, { split: { at: 100, gapMs: 20_000 } });

  expect(outcome.failure?.kind).toBe("reset");
  expect(performance.now() - begun).toBeLessThan(15_000);
});

test("losing interest rejects, in the gap and while listening", async () => {
  for (const split of [undefined, { at: 100, gapMs: 20_000 }]) {
    const controller = new AbortController();
    const meet = (socket: Socket) => void socket.once("data", () => controller.abort());

    await expect(outcomeOf(meet, { split, limitMs: 20_000, signal: controller.signal })).rejects.toBeInstanceOf(
      Aborted,
    );
  }
});

test("a peer that talks without end is cut off", async () => {
  const meet = afterHello((socket) => {
    const drip = () => {
      if (!socket.destroyed) socket.write(records(22, Buffer.alloc(2_000, 2), 1), drip);
    };
    drip();
  });

  expect((await outcomeOf(meet, { limitMs: 20_000 })).failure?.kind).toBe("corrupt");
});
