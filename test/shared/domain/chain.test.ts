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

test.each([
  ["https://a.test,bogus", "invalid proxy URL missing scheme: bogus"],
  ["/abs/path,off", "invalid proxy URL missing scheme: /abs/path"],
  ["socks5://a.test", "invalid proxy URL scheme (must be https, http, file): socks5://a.test"],
  ["file://host/path", "invalid file:// proxy URL with non-path elements: file://host/path"],
  ["https:a.test", 'parse "https://https:a.test": invalid port ":a.test" after host'],
  ["http://a.test:80，direct", 'parse "http://a.test:80，direct": invalid port ":80，direct" after host'],
  ["https://me:secret@a.test:x", 'parse "https://***@a.test:x": invalid port ":x" after host'],
  [" , ", "GOPROXY list is not the empty string, but contains no entries"],
  ["direct,bogus", null],
  ["https://a.test|off|bogus", null],
])("says of %s what Go says, without secrets", (value, fault) => {
  expect(parseChain(value).fault).toBe(fault);
});

test.each([
  ["http://me:secret@a.test", "refusing to pass credentials to insecure URL"],
  ["https:/a.test", "http: no Host in request URL"],
  ["https://me:secret@a.test", null],
])("tells that Go accepts %s and what each request ends with", (value, fault) => {
  expect(parseChain(value)).toMatchObject({ fault: null, entries: [{ kind: "proxy", fault }] });
});

test("reads by the rules of the release that is asked for", () => {
  const read = (value: string, goVersion: string) => parseChain(value, { goVersion }).fault;
  expect([read("https://a.test|off", "1.14.15"), read("https://a.test|off", "1.15")]).toEqual([
    'parse "https://a.test|off": invalid character "|" in host name',
    null,
  ]);
  expect(parseChain("https://a.test/go|off", { goVersion: "1.14.15" }).entries).toHaveLength(1);
  expect(read(",", "1.14.15")).toBe("module lookup disabled by GOPROXY=off");
  expect(read("https://a:b:80", "1.25.7")).toBeNull();
  expect(read("https://a:b:80", "1.26")).toBe('parse "https://a:b:80": invalid port ":b:80" after host');
  expect([read("https://[x]", "1.24.7"), read("https://[x]", "1.24.8")]).toEqual([
    null,
    'parse "https://[x]": invalid host: ParseAddr("x")',
  ]);
});

test("knows what an absolute path is on Windows", () => {
  expect([parseChain("C:\\proxy").fault, parseChain("C:\\proxy", { windows: true }).fault]).toEqual([
    'parse "https://C:\\\\proxy": invalid port ":\\\\proxy" after host',
    "invalid proxy URL scheme (must be https, http, file): c:\\proxy",
  ]);
});

test("trims what Go calls blank, which is not what JavaScript calls blank", () => {
  expect(shape("\u0085direct\u3000")).toBe("direct:direct");
  expect(shape("\ufeffdirect")).toBe("invalid:\ufeffdirect");
});
