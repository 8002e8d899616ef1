import { expect, test } from "vitest";
import { globMatches, isMalformedGlob, matchingPattern } from "../../../shared/domain/module-pattern.ts";

test.each([
  ["corp.com", "corp.com/x/y", "corp.com"],
  ["corp.com/x", "corp.com", null],
  ["*.corp.com", "a.b.corp.com/x", "*.corp.com"],
  ["*.corp.com", "corp.com/x", null],
  ["a.com, corp.com", "corp.com/x", null],
  ["Corp.com", "corp.com/x", null],
  ["github.com/[aA]cme", "github.com/Acme/x", "github.com/[aA]cme"],
  ["github.com/[^a]cme", "github.com/acme/x", null],
  ["[,corp.com", "corp.com", "corp.com"],
  ["corp\\.com", "corp.com/x", "corp\\.com"],
  ["", "corp.com", null],
])("of %j the path %j is covered by %j", (list, path, covering) => {
  expect(matchingPattern(list, path)).toBe(covering);
});

test("a slash at the end of a pattern is ignored since Go 1.18", () => {
  expect(matchingPattern("corp.com/", "corp.com/x", "go1.18")).toBe("corp.com/");
  expect(matchingPattern("corp.com/", "corp.com/x", "go1.17.13")).toBe(null);
});

test("a star stops at a slash and a class need not", () => {
  expect(globMatches("a*c", "abbc")).toBe(true);
  expect(globMatches("a*c", "ab/c")).toBe(false);
  expect(globMatches("a[^b]c", "a/c")).toBe(true);
  expect(globMatches("a?c", "a/c")).toBe(false);
});

test.each(["[", "[a", "[]a]", "[a-]", "[-a]", "a\\"])("%j is no glob", (glob) => {
  expect(isMalformedGlob(glob)).toBe(true);
  expect(globMatches(glob, glob)).toBe(false);
});

test("many stars are matched without delay", () => {
  const started = performance.now();
  expect(globMatches(`${"*a".repeat(40)}b`, "a".repeat(5_000))).toBe(false);
  expect(performance.now() - started).toBeLessThan(1_000);
});
