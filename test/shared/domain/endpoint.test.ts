import { expect, test } from "vitest";
import { endpointName, redact } from "../../../shared/domain/endpoint.ts";

test.each([
  ["https://A.Test/", "https://a.test"],
  ["https://a.test:443/x/", "https://a.test/x"],
  ["http://a.test:80", "http://a.test"],
  ["https://user:p%40ss@a.test/Path?q=1#f", "https://a.test/Path"],
  ["https://a.test:8443", "https://a.test:8443"],
])("names %s", (url, name) => {
  expect(endpointName(url)).toBe(name);
});

test("hides every credential in a text and nothing else", () => {
  const text = "GOPROXY=https://me:pw@a.test|https://tok@b.test,direct contact a@b.c, https://c.test/x@v1";
  expect(redact(text)).toBe("GOPROXY=https://***@a.test|https://***@b.test,direct contact a@b.c, https://c.test/x@v1");
});

test("hides a password that holds an at sign", () => {
  expect(redact("https://me:p@ss@a.test/x")).toBe("https://***@a.test/x");
});

test.each([
  ["me:pw@a.test,direct", "***@a.test,direct"],
  ["https://a.test|me:p@w@b.test:8443|direct", "https://a.test|***@b.test:8443|direct"],
  ["GOPROXY=me:pw@a.test", "GOPROXY=***@a.test"],
  ["write to: me@a.test", "write to: me@a.test"],
  ["a.test/x@v1:2", "a.test/x@v1:2"],
])("hides credentials without a scheme in %s", (text, expected) => {
  expect(redact(text)).toBe(expected);
});
