import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { LINT_SOURCES } from "../../shared/domain/lint-codes.ts";
import english from "../../shared/locales/en/lint.json" with { type: "json" };
import chinese from "../../shared/locales/zh-CN/lint.json" with { type: "json" };

/** Every key with its text. */
function textsIn(node: unknown, at: readonly string[] = []): readonly (readonly [string, string])[] {
  if (typeof node === "string") return [[at.join("."), node]];
  return Object.entries(node as Record<string, unknown>).flatMap(([key, inner]) => textsIn(inner, [...at, key]));
}

test("both languages have the same keys with the same values in them", () => {
  const shape = (texts: unknown): unknown =>
    textsIn(texts).map(([key, text]) => [key, [...new Set(text.match(/\{\{\w+\}\}/g) ?? [])].sort()]);
  expect(shape(chinese)).toEqual(shape(english));
});

test("every finding has its sentence, and every sentence its finding", () => {
  expect(Object.keys(english).sort()).toEqual([...Object.keys(LINT_SOURCES), "explain"].sort());
});

test("every sentence of an explanation is one that is said", () => {
  const sources = ["shared/domain/explain.ts", "electron/cli/explain.ts"]
    .map((file) => readFileSync(file, "utf8"))
    .join("\n");
  expect(Object.keys(english.explain).filter((code) => !sources.includes(code))).toEqual([]);
});

test("every Chinese text is Chinese, with Chinese punctuation around it", () => {
  const texts = textsIn(chinese);
  expect(texts.filter(([, text]) => !/\p{Script=Han}/u.test(text))).toEqual([]);
  expect(texts.filter(([, text]) => /\p{Script=Han}[,;:?!]/u.test(text))).toEqual([]);
});
