import { expect, test } from "vitest";
import { type Page, plainAnswer } from "../../../electron/engine/survey/plain-answer.ts";

const page = (over: Partial<Page>): Page => ({
  status: 200,
  headers: {},
  location: null,
  contentType: "text/html",
  body: "<html>hello</html>",
  ...over,
});
const HOST = "proxy.modules.net";
const answer = (over: Partial<Page>, host = HOST, nonce = "n1"): ReturnType<typeof plainAnswer> =>
  plainAnswer(host, page(over), nonce);

test.each<[string, Partial<Page>, string, string]>([
  ["511", { status: 511 }, "sign-in", "511"],
  ["a redirect to the host itself", { status: 301, location: "https://proxy.modules.net/" }, "own", ""],
  ["a redirect within the site", { status: 302, location: "https://www.modules.net/" }, "own", ""],
  ["a relative redirect", { status: 302, location: "/x" }, "own", ""],
  ["a redirect elsewhere", { status: 302, location: "http://10.0.0.1/login" }, "elsewhere", "10.0.0.1"],
  ["a redirect to nowhere", { status: 302, location: null }, "unclear", ""],
  [
    "a script that leads elsewhere",
    { body: '<script>location.href="http://hot.spot/"</script>' },
    "elsewhere",
    "hot.spot",
  ],
  ["an error", { status: 404 }, "unclear", ""],
  ["no page", { contentType: "application/json", body: "{}" }, "own", ""],
])("%s", (_, over, kind, mark) => {
  expect(answer(over)).toMatchObject({ host: HOST, kind, mark });
});

test("nothing is nothing", () => {
  expect(plainAnswer(HOST, null, "n")).toEqual({ host: HOST, kind: "none", mark: "", cache: "" });
});

test("two hosts with one page have one mark, whatever of the question is in it", () => {
  const at = (host: string, nonce: string): string =>
    answer({ body: `<html>Sign in to see ${host}/?gangway=${nonce}</html>` }, host, nonce).mark;
  expect(at("a.one.net", "n1")).toBe(at("b.two.org", "n2"));
  expect(answer({ body: "<html>one</html>" }).mark).not.toBe(answer({ body: "<html>two</html>" }).mark);
});

test("names a cache on the way, but not that of an operator", () => {
  expect(answer({ headers: { via: "1.1 cache.school.example (squid/5.7)" } }).cache).toBe("cache.school.example");
  expect(answer({ headers: { "x-cache": "MISS from gw" } }).cache).toBe("gw");
  expect(answer({ headers: { via: "1.1 varnish" } }).cache).toBe("");
});
