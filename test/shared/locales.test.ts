// Both languages say the same things, each key is used, and each used key is there. Keys are found in the source by
// TypeScript's own parser: whole ones ("tray:open"), and those put together at run time (`words:kind.${kind}`).
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";
import { CALLS } from "../../shared/ipc/channels.ts";

const TOP = path.resolve(import.meta.dirname, "../..");
const LOCALES = path.join(TOP, "shared/locales");
const NAMESPACES = readdirSync(path.join(LOCALES, "en")).map((file) => path.basename(file, ".json"));
const LIKE_A_KEY = new RegExp(`^(${NAMESPACES.join("|")}):\\S`);

/** Calls are named like keys; a namespace may have the name of what they are about. */
function isKey(text: string): boolean {
  return LIKE_A_KEY.test(text) && !(CALLS as readonly string[]).includes(text);
}

/** Chinese has one form for every number, English two. */
const PLURAL = /_(one|other)$/;

type Texts = ReadonlyMap<string, string>;

function readTexts(language: string, namespace: string): Texts {
  const file = path.join(LOCALES, language, `${namespace}.json`);
  return new Map(leaves(JSON.parse(readFileSync(file, "utf8")), ""));
}

function leaves(value: unknown, key: string): readonly (readonly [string, string])[] {
  if (typeof value === "string") return [[key, value]];
  if (typeof value !== "object" || value === null) throw new TypeError(`${key} is neither a text nor a group of texts`);
  return Object.entries(value).flatMap(([name, inner]) => leaves(inner, key === "" ? name : `${key}.${name}`));
}

function keysWithoutPlural(texts: Texts): readonly string[] {
  return [...new Set([...texts.keys()].map((key) => key.replace(PLURAL, "")))].sort();
}

function valueNames(text: string): readonly string[] {
  return [...new Set([...text.matchAll(/\{\{\s*(\w+)/g)].map(([, name]) => name ?? ""))].sort();
}

function namesByKey(texts: Texts): Readonly<Record<string, readonly string[]>> {
  const names = new Map<string, readonly string[]>();
  for (const [key, text] of texts) {
    const plain = key.replace(PLURAL, "");
    names.set(plain, [...new Set([...(names.get(plain) ?? []), ...valueNames(text)])].sort());
  }
  return Object.fromEntries(names);
}

test("has the same namespaces in both languages", () => {
  expect(readdirSync(path.join(LOCALES, "zh-CN")).sort()).toEqual(readdirSync(path.join(LOCALES, "en")).sort());
});

test.each(NAMESPACES)("says the same things in both languages: %s", (namespace) => {
  expect(keysWithoutPlural(readTexts("zh-CN", namespace))).toEqual(keysWithoutPlural(readTexts("en", namespace)));
});

test.each(NAMESPACES)("gives the same values to both languages: %s", (namespace) => {
  // A singular may say its number in words, so a key's plural forms count together.
  expect(namesByKey(readTexts("zh-CN", namespace))).toEqual(namesByKey(readTexts("en", namespace)));
});

test.each(NAMESPACES)("leaves no text empty: %s", (namespace) => {
  const texts = [...readTexts("en", namespace), ...readTexts("zh-CN", namespace)];
  expect(texts.filter(([, text]) => text.trim() === "")).toEqual([]);
});

test.each(NAMESPACES)("has the plural forms that each language needs: %s", (namespace) => {
  const english = readTexts("en", namespace);
  const chinese = readTexts("zh-CN", namespace);
  const plurals = [...english.keys()].filter((key) => PLURAL.test(key)).map((key) => key.replace(PLURAL, ""));
  const incomplete = plurals.filter(
    (key) => !english.has(`${key}_one`) || !english.has(`${key}_other`) || !chinese.has(`${key}_other`),
  );
  expect(incomplete).toEqual([]);
  expect([...chinese.keys()].filter((key) => key.endsWith("_one"))).toEqual([]);
});

/** What the source says: whole keys, keys with gaps, and every other word that may fill a gap. */
const source = readSource();

function readSource() {
  const found = { whole: new Set<string>(), gapped: new Set<string>(), words: new Set<string>() };
  const files = ["electron", "renderer", "shared"].flatMap((folder) =>
    readdirSync(path.join(TOP, folder), { recursive: true, encoding: "utf8" }).map((file) => path.join(folder, file)),
  );
  for (const file of files.filter((name) => /\.tsx?$/.test(name))) {
    const tree = ts.createSourceFile(file, readFileSync(path.join(TOP, file), "utf8"), ts.ScriptTarget.Latest);
    collect(tree, found);
  }
  return found;
}

function collect(node: ts.Node, found: typeof source): void {
  if (ts.isStringLiteralLike(node)) (isKey(node.text) ? found.whole : found.words).add(node.text);
  if (ts.isIdentifier(node)) found.words.add(node.text);
  if (ts.isTemplateExpression(node)) {
    const text = node.head.text + node.templateSpans.map((span) => `\${}${span.literal.text}`).join("");
    (isKey(text) ? found.gapped : found.words).add(text);
  }
  ts.forEachChild(node, (child) => collect(child, found));
}

/** Matches the keys that a gapped one may become; each group is what fills a gap. */
function pattern(gapped: string): RegExp {
  const parts = gapped.split("${}").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join("(.+)")}$`);
}

const PATTERNS = [...source.gapped].map(pattern);

/** A filling is known when the source has it as a word, whole or by the parts between its points. */
function isKnown(filling: string): boolean {
  return source.words.has(filling) || filling.split(".").every((part) => source.words.has(part));
}

/** Keys whose filling comes from a package, so that our own source never says it. */
const FILLED_BY_PACKAGES = [
  // commander's heading above the options of the whole program.
  "cli:help.heading.global options",
];

function isUsed(key: string): boolean {
  if (source.whole.has(key) || FILLED_BY_PACKAGES.includes(key)) return true;
  return PATTERNS.some((gapped) => gapped.exec(key)?.slice(1).every(isKnown) === true);
}

const ENGLISH_KEYS = NAMESPACES.flatMap((namespace) =>
  keysWithoutPlural(readTexts("en", namespace)).map((key) => `${namespace}:${key}`),
);

test("has a text for each key that the source names", () => {
  expect([...source.whole].filter((key) => !ENGLISH_KEYS.includes(key))).toEqual([]);
});

test("has a text for some filling of each key that the source puts together", () => {
  expect([...source.gapped].filter((key) => !ENGLISH_KEYS.some((whole) => pattern(key).test(whole)))).toEqual([]);
});

test("keeps no text that nobody says", () => {
  expect(ENGLISH_KEYS.filter((key) => !isUsed(key))).toEqual([]);
});
