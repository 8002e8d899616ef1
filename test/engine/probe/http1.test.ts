import { once } from "node:events";
import { createServer as createHttp, get, type IncomingMessage } from "node:http";
import { type AddressInfo, connect, createServer, type Server } from "node:net";
import { buffer } from "node:stream/consumers";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import type { Answer } from "../../../electron/engine/probe/answer.ts";
import { askHttp1 } from "../../../electron/engine/probe/http1.ts";
import { Http1Reader, type Reading } from "../../../electron/engine/probe/http1-reader.ts";
import { stopwatchFor } from "../../../electron/engine/probe/stopwatch.ts";
import { Chance, fragments, type MadeAnswer, makeAnswer } from "./http1-answers.ts";

function read(text: string | Buffer, statusOnly = false): Reading {
  const reader = new Http1Reader(statusOnly);
  const reading = reader.push(Buffer.from(text as string, "latin1"));
  return reading.kind === "more" ? reader.end() : reading;
}

function answerIn(text: string | Buffer, statusOnly = false): Answer {
  const reading = read(text, statusOnly);
  if (reading.kind !== "answer") throw new Error(JSON.stringify(reading));
  return reading.answer;
}

function faultIn(text: string): string {
  const reading = read(text);
  return reading.kind === "broken" ? reading.fault : reading.kind;
}

const OK = "HTTP/1.1 200 OK\r\n";

describe("an answer", () => {
  test.each([
    ["with a length", `${OK}Content-Length: 4\r\n\r\nbody`],
    ["with more behind it", `${OK}Content-Length: 4\r\n\r\nbodyHTTP/1.1 500 Next\r\n\r\n`],
    ["in chunks", `${OK}Transfer-Encoding: chunked\r\n\r\n2\r\nbo\r\n2;x=y\r\ndy\r\n0\r\nTrailer: x\r\n\r\n`],
    [
      "in chunks, whatever its length says",
      `${OK}Content-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n`,
    ],
    ["that ends with the connection", `${OK}\r\nbody`],
    ["of HTTP/1.0 that says chunked and is not", `HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nbody`],
    ["behind informational ones", `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Hints\r\nA: b\r\n\r\n${OK}\r\nbody`],
    ["with bare line feeds, as Go takes them", "HTTP/1.1 200 OK\nContent-Length: 4\n\nbody"],
    ["without a reason", "HTTP/1.1 200\r\nContent-Length: 4\r\n\r\nbody"],
    ["with a header that goes on in the next line", `${OK}X: a\r\n b\r\nContent-Length: 4\r\n\r\nbody`],
    ["with the same length twice", `${OK}Content-Length: 4\r\ncontent-length: 4\r\n\r\nbody`],
  ])("%s is read", (_what, text) => {
    expect(answerIn(text)).toMatchObject({ status: 200, body: "body", cut: false, garbled: false });
  });

  test("tells its type, its target and its text", () => {
    const head = `HTTP/1.1 302 Found\r\nContent-Type: Text/HTML; charset=x\r\nLOCATION: /next\r\nContent-Encoding: GZIP\r\n\r\n`;

    expect(answerIn(Buffer.concat([Buffer.from(head), gzipSync("text")]))).toEqual({
      status: 302,
      contentType: "text/html",
      headers: { "content-type": "Text/HTML; charset=x", location: "/next", "content-encoding": "GZIP" },
      location: "/next",
      body: "text",
      cut: false,
      garbled: false,
    });
  });

  test.each([204, 304, 101])("with status %i has no body", (status) => {
    expect(answerIn(`HTTP/1.1 ${status} X\r\nContent-Length: 4\r\n\r\nbody`)).toMatchObject({ status, body: "" });
  });

  test("of which only the status is wanted is over with its head", () => {
    const reader = new Http1Reader(true);

    expect(reader.push(Buffer.from(`${OK}Content-Length: 4\r\n\r\n`))).toMatchObject({ kind: "answer" });
  });

  test("is cut where it is longer than anybody needs", () => {
    const long = "x".repeat(70_000);

    for (const text of [`${OK}Content-Length: 70000\r\n\r\n${long}`, `${OK}\r\n${long}`]) {
      const { body, cut } = answerIn(text);
      expect([body.length, cut]).toEqual([65_536, true]);
    }
    expect(answerIn(`${OK}Content-Length: 65536\r\n\r\n${long}`).cut).toBe(false);
  });

  test("does not grow beyond that when it is decoded", () => {
    const bomb = gzipSync(Buffer.alloc(2 ** 24));
    const head = Buffer.from(`${OK}Content-Encoding: gzip\r\nContent-Length: ${bomb.length}\r\n\r\n`);

    expect(answerIn(Buffer.concat([head, bomb]))).toMatchObject({ body: "", cut: true });
  });
});

describe("bytes that are no answer", () => {
  test.each([
    ["220 mail.test ESMTP\r\n", "HTTP1_STATUS_LINE"],
    ["\r\nHTTP/1.1 200 OK\r\n\r\n", "HTTP1_STATUS_LINE"],
    ["HTTP/1.1 20 OK\r\n\r\n", "HTTP1_STATUS_LINE"],
    ["HTTP/2 200\r\n\r\n", "HTTP1_STATUS_LINE"],
    ["HTTP/1.1\r\n\r\n", "HTTP1_STATUS_LINE"],
    [`${OK}no colon\r\n\r\n`, "HTTP1_HEADER"],
    [`${OK} folded: first\r\n\r\n`, "HTTP1_HEADER"],
    [`${OK}na(me: x\r\n\r\n`, "HTTP1_HEADER"],
    [`${OK}Name: a\0b\r\n\r\n`, "HTTP1_HEADER"],
    [`${OK}Content-Length: -1\r\n\r\n`, "HTTP1_LENGTH"],
    [`${OK}Content-Length: \r\n\r\n`, "HTTP1_LENGTH"],
    [`${OK}Content-Length: 4\r\nContent-Length: 5\r\n\r\nbody`, "HTTP1_LENGTH"],
    [`${OK}Content-Length: 4, 4\r\n\r\nbody`, "HTTP1_LENGTH"],
    [`${OK}Transfer-Encoding: gzip, chunked\r\n\r\n`, "HTTP1_ENCODING"],
    [`${OK}Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n`, "HTTP1_ENCODING"],
    [`${OK}Transfer-Encoding: chunked\r\n\r\nzz\r\n`, "HTTP1_CHUNK"],
    [`${OK}Transfer-Encoding: chunked\r\n\r\n-1\r\n`, "HTTP1_CHUNK"],
    [`${OK}Transfer-Encoding: chunked\r\n\r\n2\r\nbody\r\n`, "HTTP1_CHUNK"],
    [`${OK}Transfer-Encoding: chunked\r\n\r\n${"0".repeat(5_000)}`, "HTTP1_CHUNK"],
    [`HTTP/1.1 ${"2".repeat(70_000)}`, "HTTP1_TOO_LARGE"],
    [`${OK}${"A: b\r\n".repeat(600)}\r\n`, "HTTP1_TOO_LARGE"],
    [`${OK}X: ${"x".repeat(70_000)}`, "HTTP1_TOO_LARGE"],
    ["HTTP/1.1 103 Hints\r\n\r\n".repeat(4_000), "HTTP1_TOO_LARGE"],
    [`${OK}Transfer-Encoding: chunked\r\n\r\n${"1\r\nx\r\n".repeat(20_000)}`, "HTTP1_TOO_LARGE"],
    [`${OK}Transfer-Encoding: chunked\r\n\r\n0\r\n${"T: x\r\n".repeat(20_000)}`, "HTTP1_TOO_LARGE"],
  ])("%j is %s", (text, fault) => {
    expect(faultIn(text)).toBe(fault);
  });

  test.each([
    "",
    "HTT",
    OK,
    `${OK}Content-Length: 5\r\n\r\nbody`,
    `${OK}Transfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n`,
  ])("%j only ended early", (text) => {
    expect(read(text)).toEqual({ kind: "ended" });
  });
});

const opened: Server[] = [];
afterAll(() => {
  for (const server of opened) server.close();
});

async function portOf(server: Server): Promise<number> {
  opened.push(server.listen(0, "127.0.0.1"));
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

/** The answer as Node's own client reads it, with the parser that undici has too. */
async function asNodeReads(port: number, index: number): Promise<Omit<MadeAnswer, "bytes" | "untilEnd">> {
  const request = get({ host: "127.0.0.1", port, path: `/${index}`, agent: false });
  const [message] = (await once(request, "response")) as [IncomingMessage];
  const bytes = await buffer(message);
  const isZipped = message.headers["content-encoding"] === "gzip";
  return {
    status: message.statusCode ?? 0,
    contentType: message.headers["content-type"]?.toLowerCase().split(";")[0] ?? "",
    location: message.headers.location ?? null,
    body: (isZipped ? gunzipSync(bytes) : bytes).toString("utf8"),
  };
}

async function asWeRead(port: number, index: number): Promise<Answer> {
  const socket = connect(port, "127.0.0.1");
  const exchange = askHttp1({
    socket,
    stopwatch: stopwatchFor(socket),
    origin: `http://127.0.0.1:${port}`,
    path: `/${index}`,
    headers: {},
    statusOnly: false,
    onFirstByte: () => undefined,
  });
  try {
    return await exchange.answer;
  } finally {
    exchange.stop();
    socket.destroy();
  }
}

describe("on a connection", () => {
  test("reads 300 generated answers in pieces as Node's own client reads them", async () => {
    const chance = new Chance(7);
    const answers = Array.from({ length: 300 }, () => makeAnswer(chance));
    const server = createServer((socket) => {
      socket.on("error", () => undefined);
      socket.once("data", (request: Buffer) => {
        const made = answers[Number(/^GET \/(\d+) /.exec(request.toString())?.[1])];
        for (const part of fragments(chance, made?.bytes ?? Buffer.alloc(0))) socket.write(part);
        if (made?.untilEnd === true) socket.end();
      });
    });
    const port = await portOf(server);

    for (const index of answers.keys()) {
      const { status, contentType, location, body, cut, garbled } = await asWeRead(port, index);
      const { bytes, untilEnd, ...said } = answers[index] as MadeAnswer;
      const theirs = await asNodeReads(port, index);
      const ours = { status, contentType, location, body };
      expect(ours, bytes.toString("latin1")).toEqual(theirs);
      expect([cut, garbled]).toEqual([false, false]);
      expect(theirs, `${untilEnd}`).toEqual(said);
    }
  });

  test("sends one request, and follows no redirect, not even to itself", async () => {
    const seen: unknown[] = [];
    const port = await portOf(
      createHttp((request, response) => {
        seen.push([request.method, request.url, request.headers.host]);
        response.writeHead(302, { location: request.url }).end();
      }),
    );

    const answer = await asWeRead(port, 1);

    expect([answer.status, answer.location]).toEqual([302, "/1"]);
    expect(seen).toEqual([["GET", "/1", `127.0.0.1:${port}`]]);
  });

  test("refuses to write a header that would end its line", () => {
    const socket = connect(1, "127.0.0.1");
    socket.on("error", () => undefined);
    const question = {
      socket,
      stopwatch: stopwatchFor(socket),
      origin: "http://modules.test",
      path: "/",
      headers: { authorization: "Basic x\r\nHost: evil.test" },
      statusOnly: false,
      onFirstByte: () => undefined,
    };

    return expect(askHttp1(question).answer).rejects.toThrow(TypeError);
  });
});
