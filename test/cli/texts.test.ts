import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import english from "../../shared/locales/en/cli.json" with { type: "json" };
import chinese from "../../shared/locales/zh-CN/cli.json" with { type: "json" };
import { createTranslate } from "../../shared/view/translate.ts";

/** Every key with its text. */
function textsIn(node: unknown, at: readonly string[] = []): readonly (readonly [string, string])[] {
  if (typeof node === "string") return [[at.join("."), node]];
  return Object.entries(node as Record<string, unknown>).flatMap(([key, inner]) => textsIn(inner, [...at, key]));
}

test("every Chinese text is Chinese, but for commands and names", () => {
  const names = /^(Go|GOROOT\/go\.env|TLS( 1\.3| ms)?|\{\{head\}\}：\{\{text\}\}|gangway [\s\S]*)$/;
  const foreign = textsIn(chinese).filter(([, text]) => !/\p{Script=Han}/u.test(text) && !names.test(text));
  expect(foreign).toEqual([]);
});

test("every key that the command line names is there", () => {
  const folder = path.resolve("electron/cli");
  const sources = readdirSync(folder).map((name) => readFileSync(path.join(folder, name), "utf8"));
  const named = sources.flatMap((source) => [...source.matchAll(/"cli:([\w.-]+)"/g)].map(([, key = ""]) => key));
  const known = new Set(textsIn(english).map(([key]) => key.replace(/_(one|other)$/, "")));
  expect(named.length).toBeGreaterThan(40);
  expect(named.filter((key) => !known.has(key))).toEqual([]);
});

test("a text that is missing would be seen: the key is said instead", () => {
  expect(createTranslate("zh-CN")("cli:no.such-key")).toBe("no.such-key");
});
