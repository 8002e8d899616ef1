// Each sign that is told has a sentence in both languages.
import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { otherSigns, SIGN_WEIGHTS, UNTOLD } from "../../../shared/domain/network-weights.ts";
import type { PlainAnswer, Survey } from "../../../shared/domain/survey.ts";

const LOCALES = path.resolve(import.meta.dirname, "../../../shared/locales");

function textsIn(language: string): Readonly<Record<string, string>> {
  const file = path.join(LOCALES, language, "window.json");
  return (JSON.parse(readFileSync(file, "utf8")) as { evidence: Record<string, string> }).evidence;
}

const answer = (kind: PlainAnswer["kind"], mark = "", cache = ""): PlainAnswer => ({ host: "h", kind, mark, cache });
const found = (plain: Survey["plain"], answered: number): Survey => ({
  plain,
  strays: { tried: 3, answered },
  invented: true,
  oneAddress: true,
});

const SURVEYS: readonly Survey[] = [
  found([answer("sign-in", "511")], 0),
  found([answer("elsewhere", "a")], 3),
  found([answer("own", "", "gw"), answer("own", "", "gw")], 0),
  found([answer("none")], 0),
];

const others = SURVEYS.flatMap((survey) =>
  (["company", "school"] as const).flatMap((searchDomain) =>
    otherSigns({ survey, desktopProxy: true, ownProxy: false }, { searchDomain, vpn: true }),
  ),
);
const told = Object.keys(SIGN_WEIGHTS).filter((sign) => !(UNTOLD as ReadonlySet<string>).has(sign));

test.each(["en", "zh-CN"])("there is a sentence for each sign: %s", (language) => {
  const ids = [...new Set([...told, ...others.map(({ id }) => id)])].sort();
  expect(Object.keys(textsIn(language)).sort()).toEqual(ids);
});
