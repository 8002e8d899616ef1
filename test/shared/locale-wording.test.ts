// What a text is made of: Chinese texts are Chinese, their punctuation is full-width beside Chinese letters, and English
// texts that count have a singular and a plural.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

const LOCALES = path.resolve(import.meta.dirname, "../../shared/locales");
const NAMESPACES = readdirSync(path.join(LOCALES, "en")).map((file) => path.basename(file, ".json"));

const CHINESE = /[\u4e00-\u9fff]/;

/** What a Chinese text may consist of without a Chinese letter: names of products, protocols, variables and commands. */
const TERMS = [
  "Gangway",
  "GitHub",
  "GOPROXY",
  "GOROOT",
  "GOSUMDB",
  "GOPRIVATE",
  "GONOPROXY",
  "GOVCS",
  "GODEBUG",
  "GOENV",
];
TERMS.push("go.env", "git", "Go", "go", "TLS", "DNS", "TCP", "HTTP", "HTTPS", "URL", "CSV", "JSON", "SSID", "CA", "ms");
TERMS.push("P50", "P95");
TERMS.push(
  "p50",
  "p95",
  "ML-KEM",
  "ML-DSA",
  "fish",
  "PowerShell",
  "Dockerfile",
  "go env -w",
  "Ctrl",
  "Alt",
  "Shift",
  "Esc",
);

/** Texts that are the same in every language, with the reason. */
const SAME_EVERYWHERE = new Map([
  // Languages are named in themselves, so that who landed in the wrong one finds the way back.
  ["look.language-en", "English"],
  ["language-en", "English"],
]);

/** Command lines, one a line, as one types them. */
const COMMAND_LINES = /^(gangway|eval "\$\(gangway) .*(\n(gangway|eval "\$\(gangway) .*)*$/;

type Texts = ReadonlyMap<string, string>;

function readTexts(language: string, namespace: string): Texts {
  return new Map(leaves(JSON.parse(readFileSync(path.join(LOCALES, language, `${namespace}.json`), "utf8")), ""));
}

function leaves(value: unknown, key: string): readonly (readonly [string, string])[] {
  if (typeof value === "string") return [[key, value]];
  return Object.entries(value as object).flatMap(([name, inner]) =>
    leaves(inner, key === "" ? name : `${key}.${name}`),
  );
}

/** Whether a text without a Chinese letter may stand in Chinese: nothing but values, signs, figures and terms. */
function saysNothing(text: string): boolean {
  const withoutValues = text.replaceAll(/\{\{.*?\}\}|\$t\(.*?\)/g, " ");
  const longestFirst = TERMS.toSorted((a, b) => b.length - a.length);
  const withoutTerms = longestFirst.reduce(
    (rest, term) => rest.replaceAll(new RegExp(`(?<![A-Za-z])${term}(?![A-Za-z])`, "g"), " "),
    withoutValues,
  );
  return !/\p{L}/u.test(withoutTerms);
}

function untranslated(texts: Texts): readonly string[] {
  return [...texts]
    .filter(([, text]) => !CHINESE.test(text) && !saysNothing(text) && !COMMAND_LINES.test(text))
    .filter(([key, text]) => SAME_EVERYWHERE.get(key) !== text)
    .map(([key, text]) => `${key}: ${text}`);
}

/** Texts about a sign of Go's own, which is half-width. */
const NAME_A_SIGN = ["chain.comma", "chain.pipe"];

/** Half-width punctuation beside a Chinese letter, full-width letters, figures and brackets of the wrong kind. */
const MIXED_UP = [
  { what: "half-width , ; : ? ! beside a Chinese letter", found: /[\u4e00-\u9fff] *[,;:?!]|[,;?!] *[\u4e00-\u9fff]/ },
  { what: "half-width . at the end of a Chinese sentence", found: /[\u4e00-\u9fff]\.(\s|$)/ },
  { what: "half-width brackets about Chinese letters", found: /\([^()]*[\u4e00-\u9fff][^()]*\)/ },
  { what: "full-width letters or figures", found: /[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]/ },
  { what: "straight quotes about Chinese letters", found: /"[\u4e00-\u9fff][^"]*"|"[^"]*[\u4e00-\u9fff]"/ },
  { what: "three full stops, where …… is meant", found: /[\u4e00-\u9fff]\s*\.\.\./ },
  { what: "a space beside full-width punctuation", found: /[，；：？！。、（] | [，；：？！。、）]/ },
];

function mixedUp(texts: Texts): readonly string[] {
  const others = [...texts].filter(([key]) => !NAME_A_SIGN.includes(key));
  return others.flatMap(([key, text]) =>
    MIXED_UP.filter(({ found }) => found.test(text)).map(({ what }) => `${key}: ${what}: ${text}`),
  );
}

/** Texts that never count one thing, with the reason. */
const NEVER_ONE = [
  // A line is a duplicate from the second on.
  "duplicate-line",
];

/** Numbers of things, told by a plural behind them: "{{count}} endpoints" needs its "1 endpoint". */
function countingWithoutPlural(texts: Texts): readonly string[] {
  return [...texts]
    .filter(([key]) => !NEVER_ONE.includes(key))
    .filter(([key, text]) => !/_(one|other)$/.test(key) && /\{\{\s*count\b[^}]*\}\} (?!ms\b|s\b)\p{L}+/u.test(text))
    .map(([key, text]) => `${key}: ${text}`);
}

test.each(NAMESPACES)("leaves nothing in English in Chinese: %s", (namespace) => {
  expect(untranslated(readTexts("zh-CN", namespace))).toEqual([]);
});

test.each(NAMESPACES)("writes Chinese with Chinese punctuation: %s", (namespace) => {
  expect(mixedUp(readTexts("zh-CN", namespace))).toEqual([]);
});

test.each(NAMESPACES)("writes English without Chinese letters and punctuation: %s", (namespace) => {
  const foreign = [...readTexts("en", namespace)]
    .filter(([key]) => !key.endsWith("language-zh-CN"))
    .filter(([, text]) => /[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]/.test(text));
  expect(foreign).toEqual([]);
});

test.each(NAMESPACES)("has a singular wherever English counts: %s", (namespace) => {
  expect(countingWithoutPlural(readTexts("en", namespace))).toEqual([]);
});

test("finds what is wrong with made-up texts", () => {
  const chinese = new Map([
    ["plain", "Switch now"],
    ["term", "Gangway TLS 1.3"],
    ["values", "{{head}}：{{text}}"],
    ["comma", "好,的"],
    ["brackets", "好(不好)"],
    ["quotes", '选择 "自动"'],
    ["dots", "正在测量..."],
    ["gap", "好， 的"],
    ["stop", "好."],
    ["wide", "版本 １"],
  ]);
  expect(untranslated(chinese)).toEqual(["plain: Switch now"]);
  expect(mixedUp(chinese).map((line) => line.split(":")[0])).toEqual([
    "comma",
    "brackets",
    "quotes",
    "dots",
    "gap",
    "stop",
    "wide",
  ]);
  const english = new Map([
    ["bare", "{{count}} endpoints"],
    ["n_other", "{{count}} endpoints"],
    ["unit", "{{count}} ms"],
  ]);
  expect(countingWithoutPlural(english)).toEqual(["bare: {{count}} endpoints"]);
});
