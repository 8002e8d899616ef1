import { describe, expect, test } from "vitest";
import { parseClientHello, serialiseClientHello } from "../../../electron/engine/hello/client-hello.ts";
import {
  alpnOf,
  groupsOf,
  keySharesOf,
  serverNameOf,
  versionsOf,
} from "../../../electron/engine/hello/hello-extensions.ts";
import shipped from "../../../electron/engine/hello/templates/shipped.json" with { type: "json" };

const NEWEST = Buffer.from(shipped.at(-1)?.record ?? "", "base64");

describe.each(shipped)("the hello of Go $version", ({ record }) => {
  const bytes = Buffer.from(record, "base64");

  test("is printed to the bytes that it was read from", () => {
    const hello = parseClientHello(bytes);

    expect(hello && serialiseClientHello(hello).equals(bytes)).toBe(true);
  });

  test("is not read from any beginning of it, nor with a byte behind it", () => {
    const lengths = Array.from({ length: bytes.length }, (_, length) => length);

    expect(lengths.filter((length) => parseClientHello(bytes.subarray(0, length)) !== null)).toEqual([]);
    expect(parseClientHello(Buffer.concat([bytes, Buffer.alloc(1)]))).toBeNull();
  });
});

test("what a hello offers is told", () => {
  const hello = parseClientHello(NEWEST);
  if (hello === null) throw new Error("no hello");

  expect({
    name: serverNameOf(hello),
    versions: versionsOf(hello),
    groups: groupsOf(hello),
    shares: keySharesOf(hello).map(({ group, key }) => [group, key.length]),
    alpn: alpnOf(hello),
  }).toEqual({
    name: "localhost",
    versions: [0x0304, 0x0303],
    groups: [0x11ec, 0x11eb, 0x11ed, 0x001d, 0x0017, 0x0018, 0x0019],
    shares: [
      [0x11ec, 1216],
      [0x001d, 32],
    ],
    alpn: ["h2", "http/1.1"],
  });
});

test("a hello without extensions stays one", () => {
  const hello = parseClientHello(NEWEST);
  if (hello === null) throw new Error("no hello");
  const bare = serialiseClientHello({ ...hello, extensions: null });

  expect(parseClientHello(bare)?.extensions).toBeNull();
  expect(parseClientHello(serialiseClientHello({ ...hello, extensions: [] }))?.extensions).toEqual([]);
});

test("a hello over two records is not read", () => {
  const content = NEWEST.subarray(5);
  const part = (bytes: Buffer) =>
    Buffer.concat([Buffer.from([22, 3, 1, bytes.length >> 8, bytes.length & 255]), bytes]);

  expect(parseClientHello(Buffer.concat([part(content.subarray(0, 100)), part(content.subarray(100))]))).toBeNull();
});

test("extensions with nonsense in them say nothing", () => {
  const hello = parseClientHello(NEWEST);
  if (hello === null) throw new Error("no hello");
  const broken = {
    ...hello,
    extensions: [0, 10, 13, 16, 43, 51].map((type) => ({ type, data: Buffer.from([0, 3, 9, 9]) })),
  };

  expect([serverNameOf(broken), groupsOf(broken), keySharesOf(broken), alpnOf(broken), versionsOf(broken)]).toEqual([
    null,
    [],
    [],
    [],
    [],
  ]);
});
