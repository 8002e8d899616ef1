import { expect, test } from "vitest";
import { consequences } from "../../../shared/domain/consequences.ts";
import { whatIf } from "../../../shared/domain/what-if.ts";

function told(value: string, entry: number, trouble: string) {
  const found = whatIf(value).find((each) => each.entry === entry && each.trouble === trouble);
  return found === undefined ? null : [found.end, found.servedBy, found.lostMs];
}

// What the go command does is checked against it elsewhere; here is which question is put to its rules.
test.each([
  ["https://a.test,https://b.test", 0, "stalled", ["ends", null, 10_000]],
  ["https://a.test,https://b.test", 0, "reset", ["ends", null, 0]],
  ["https://a.test,https://b.test", 0, "not-found", ["served", "https://b.test", 0]],
  ["https://a.test|https://b.test", 0, "stalled", ["served", "https://b.test", 30_000]],
  ["https://a.test|https://b.test", 1, "stalled", ["served", "https://a.test", 0]],
  ["https://me:word@a.test|direct", 0, "reset", ["served", "direct", 0]],
])("%s, entry %i, %s", (value, entry, trouble, expected) => {
  expect(told(value, entry, trouble)).toEqual(expected);
});

test("names no credentials and asks nothing of a value that Go refuses", () => {
  expect(JSON.stringify(whatIf("https://me:word@a.test|direct"))).not.toContain("word");
  expect(whatIf("goproxy")).toEqual([]);
  expect(whatIf("direct")).toEqual([]);
});

const NOW = { GOPROXY: "https://proxy.test,direct", GOPRIVATE: "*.corp.test", GOSUMDB: "sum.golang.org" };

test.each([
  [{}, []],
  [{ GOPRIVATE: "*.corp.test,x.test" }, ["fetched-directly x.test", "unverified x.test"]],
  [{ GOPRIVATE: "" }, ["told-to-proxy *.corp.test", "verified *.corp.test"]],
  [{ GOPRIVATE: "", GOPROXY: "direct" }, ["verified *.corp.test"]],
  [{ GONOSUMDB: "none" }, ["unverified none", "verified *.corp.test"]],
  [{ GOSUMDB: "off" }, ["nothing-verified "]],
  [{ GOINSECURE: "old.test" }, ["insecure old.test", "insecure-no-proxy "]],
])("%j has these consequences: %j", (change, expected) => {
  const said = consequences(NOW, { ...NOW, ...change }).map(
    ({ code, values }) => `${code} ${values["patterns"] ?? ""}`,
  );
  expect(said).toEqual(expected);
});

test("says so when a switched-off check is on again", () => {
  expect(consequences({ ...NOW, GOSUMDB: "off" }, NOW).map(({ code }) => code)).toEqual(["all-verified"]);
  expect(consequences({ ...NOW, GOINSECURE: "x.test" }, NOW).map(({ code }) => code)).toEqual(["secure-again"]);
});
