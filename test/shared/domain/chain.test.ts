import { expect, test } from "vitest";
import { chainEndpoints, parseChain } from "../../../shared/domain/chain.ts";

function shape(value: string): string {
  return parseChain(value)
    .entries.map((e) => `${e.kind}:${e.url || e.text}${e.separator ?? ""}`)
    .join(" ");
}

test.each([
  ["https://a.test,direct", "proxy:https://a.test, direct:direct"],
  ["https://a.test|https://b.test,off", "proxy:https://a.test| proxy:https://b.test, off:off"],
  [" a.test , direct ", "proxy:https://a.test, direct:direct"],
  [",a.test,", "proxy:https://a.test,"],
  ["direct,https://a.test", "direct:direct"],
  ["direct|bogus:::", "direct:direct"],
  ["Direct", "invalid:Direct"],
  ["direct+https://a.test", "invalid:direct+https://a.test"],
  ["ftp://a.test", "invalid:ftp://a.test"],
  ["/abs/path", "invalid:/abs/path"],
  ["file:///srv/proxy", "proxy:file:///srv/proxy"],
  ["127.0.0.1:3000", "proxy:https://127.0.0.1:3000"],
  ["", ""],
])("reads %s as Go does", (value, expected) => {
  expect(shape(value)).toBe(expected);
});

test("names each endpoint once, without credentials or trailing slash", () => {
  const chain = parseChain("https://me:secret@A.test/go/|https://a.test/go,file:///x,https://b.test:443");
  expect(chainEndpoints(chain).map((e) => e.name)).toEqual(["https://a.test/go", "https://b.test"]);
});
