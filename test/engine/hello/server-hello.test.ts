import { describe, expect, test } from "vitest";
import { lastWord, readFirstAnswer } from "../../../electron/engine/hello/server-hello.ts";
import { alert, RETRY_RANDOM, record, records, serverHello, serverHelloMessage } from "./answers.ts";

const MARKED = Buffer.concat([Buffer.alloc(24, 7), Buffer.from("DOWNGRD\u0001", "latin1")]);
const HYBRID = { group: 0x11ec, key: Buffer.alloc(1120, 5) };
const REDIRECT = "HTTP/1.1 302 Found\r\nServer: x\r\nLocation: http://portal.test/login?a=b\r\n\r\n<html>";

const ANSWERS = [
  ["TLS 1.3", serverHello(), { version: 0x0304, cipher: 0x1301, group: 0x001d, downgraded: false }],
  ["TLS 1.3 with a hybrid", serverHello(HYBRID), { version: 0x0304, cipher: 0x1301, group: 0x11ec, downgraded: false }],
  [
    "TLS 1.2",
    serverHello({ version: null, group: null, cipher: 0xc02f }),
    { version: 0x0303, cipher: 0xc02f, group: null, downgraded: false },
  ],
  [
    "TLS 1.2 of a server that could do better",
    serverHello({ version: null, group: null, random: MARKED }),
    { version: 0x0303, cipher: 0x1301, group: null, downgraded: true },
  ],
  [
    "TLS 1.0",
    serverHello({ legacyVersion: 0x0301, version: null, group: null, sessionId: Buffer.alloc(0) }),
    { version: 0x0301, cipher: 0x1301, group: null, downgraded: false },
  ],
] as const;

const OTHERS = [
  ["HelloRetryRequest", serverHello({ random: RETRY_RANDOM, group: 0x0018 }), { kind: "retry-request", group: 0x0018 }],
  [
    "a request for a cookie",
    serverHello({ random: RETRY_RANDOM, group: null }),
    { kind: "retry-request", group: null },
  ],
  ["alert 70", alert(2, 70), { kind: "alert", level: 2, code: 70 }],
  ["close_notify", alert(1, 0), { kind: "alert", level: 1, code: 0 }],
  [
    "a redirect in clear",
    Buffer.from(REDIRECT),
    {
      kind: "not-tls",
      httpStatus: 302,
      location: "http://portal.test/login?a=b",
      beginning: "HTTP/1.1 302 Found",
    },
  ],
  [
    "an error in clear without a location",
    Buffer.from("HTTP/1.1 400 Bad Request\r\nLocation:\r\n\r\nX\r\nLocation: http://no.test"),
    { kind: "not-tls", httpStatus: 400, location: null, beginning: "HTTP/1.1 400 Bad Request" },
  ],
] as const;

const CASES: readonly (readonly [string, Buffer, object])[] = [
  ...ANSWERS.map(([name, bytes, facts]) => [name, bytes, { kind: "server-hello", ...facts }] as const),
  ...OTHERS,
];

/** What is answered to each beginning of the bytes, in order, without repetition. */
function course(bytes: Buffer): readonly unknown[] {
  const said: unknown[] = [];
  for (let length = 0; length <= bytes.length; length += 1) {
    const answer = readFirstAnswer(bytes.subarray(0, length));
    if (JSON.stringify(said.at(-1)) !== JSON.stringify(answer)) said.push(answer);
  }
  return said;
}

describe.each(CASES)("%s", (_name, bytes, expected) => {
  test("is read", () => {
    expect(readFirstAnswer(bytes)).toEqual(expected);
  });

  test("is read byte by byte, with nothing else in between", () => {
    expect(course(bytes)).toEqual(["more", expected]);
  });

  test("is not changed by what comes after it", () => {
    expect(readFirstAnswer(Buffer.concat([bytes, Buffer.alloc(20_000, 0xff)]))).toMatchObject({
      kind: (expected as { kind: string }).kind,
    });
  });
});

test.each([1, 2, 3, 7, 100])("a ServerHello over records of %i bytes is put together", (size) => {
  const bytes = records(22, serverHelloMessage(HYBRID), size);

  expect(course(bytes)).toEqual(["more", expect.objectContaining({ kind: "server-hello", group: 0x11ec })]);
});

test("the message that follows in the same record is of no interest", () => {
  const bytes = record(22, Buffer.concat([serverHelloMessage(), Buffer.alloc(9_000, 11)]));

  expect(readFirstAnswer(bytes)).toMatchObject({ kind: "server-hello" });
});

test("an alert in the middle of a ServerHello is the answer", () => {
  const bytes = Buffer.concat([record(22, serverHelloMessage().subarray(0, 50)), alert(2, 80)]);

  expect(readFirstAnswer(bytes)).toEqual({ kind: "alert", level: 2, code: 80 });
});

test("a warning is passed over, as Go does, and is the last word of a peer that says no more", () => {
  const warning = alert(1, 112);

  expect(readFirstAnswer(warning)).toBe("more");
  expect(lastWord(warning)).toEqual({ kind: "alert", level: 1, code: 112 });
  expect(readFirstAnswer(Buffer.concat([warning, serverHello()]))).toMatchObject({ kind: "server-hello" });
});

test("a peer that only warns is not listened to for ever", () => {
  const bytes = Buffer.concat(Array.from({ length: 17 }, () => alert(1, 112)));

  expect(readFirstAnswer(bytes)).toEqual({ kind: "alert", level: 1, code: 112 });
});

test.each([
  ["a banner", Buffer.from("220 mail.test ESMTP\r\n")],
  ["what only begins like HTTP", Buffer.from("HTTQ")],
  ["HTTP of another version", Buffer.from("HTTP/2 200\r\n")],
  ["a record of another version", Buffer.from([22, 2, 0, 0, 5])],
  ["a record of data", record(23, Buffer.alloc(10))],
  ["an empty record", record(22, Buffer.alloc(0))],
  ["a record longer than any", Buffer.from([22, 3, 3, 0xff, 0xff])],
  ["an alert of three bytes", record(21, Buffer.from([2, 70, 0]))],
  ["another handshake message", record(22, Buffer.from([11, 0, 0, 0]))],
  ["a ServerHello longer than any", record(22, Buffer.from([2, 0, 0xff, 0xff]))],
  ["a ServerHello that ends too early", record(22, Buffer.from([2, 0, 0, 4, 3, 3, 0, 0]))],
  [
    "extensions that do not fit",
    record(22, Buffer.concat([Buffer.from([2, 0, 0, 40]), Buffer.alloc(38), Buffer.from([0, 9])])),
  ],
])("%s is not TLS", (_name, bytes) => {
  expect(readFirstAnswer(bytes)).toMatchObject({ kind: "not-tls", httpStatus: null, location: null });
});

test("a peer that never finishes is classified", () => {
  const head = Buffer.alloc(4_096, "a");
  head.write("HTTP/1.1 200 OK\r\nX: ");
  const drip = records(22, Buffer.concat([Buffer.from([2, 0, 0x0f, 0xfc]), Buffer.alloc(4_092)]), 1);

  expect(readFirstAnswer(head.subarray(0, 4_095))).toBe("more");
  expect(readFirstAnswer(head)).toMatchObject({ kind: "not-tls", httpStatus: 200 });
  expect(readFirstAnswer(drip.subarray(0, -1))).toBe("more");
  expect(readFirstAnswer(drip)).toMatchObject({ kind: "not-tls" });
});

test("an unfinished head in clear is told at the end of the connection, half a ServerHello is not", () => {
  expect(lastWord(Buffer.from("HTTP/1.1 511 Net"))).toMatchObject({ kind: "not-tls", httpStatus: 511 });
  expect(lastWord(serverHello().subarray(0, 40))).toBeNull();
  expect(lastWord(Buffer.alloc(0))).toBeNull();
});

test("what is shown of a peer's words is short and printable", () => {
  const hostile = `HTTP/1.1 302 x\r\nLocation: http://x/${"\u001b[31m".repeat(100)}\r\n\r\n`;
  const answer = readFirstAnswer(Buffer.from(hostile, "latin1"));

  expect(answer).toMatchObject({ location: expect.stringMatching(/^[\x20-\x7e]{1,200}$/) as string });
  expect(answer).toMatchObject({ beginning: expect.stringMatching(/^[\x20-\x7e]{1,40}$/) as string });
});
