import { expect, test } from "vitest";
import { isMalformedGlob, matchingPattern } from "../../../shared/domain/module-pattern.ts";

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

test("a star and a question mark stop at a slash", () => {
  const covers = (glob: string, path: string): boolean => matchingPattern(glob, path) !== null;
  expect([covers("a*c", "abbc"), covers("a*c", "ab/c"), covers("x/a[^b]c", "x/aac"), covers("a?c", "a/c")]).toEqual([
    true,
    false,
    true,
    false,
  ]);
});

test.each(["[", "[a", "[]a]", "[a-]", "[-a]", "a\\"])("%j is no glob", (glob) => {
  expect(isMalformedGlob(glob)).toBe(true);
  expect(matchingPattern(glob, glob)).toBe(null);
});

test("many stars are matched without delay", () => {
  const started = performance.now();
  expect(matchingPattern(`${"*a".repeat(40)}b`, "a".repeat(5_000))).toBe(null);
  expect(performance.now() - started).toBeLessThan(1_000);
});
