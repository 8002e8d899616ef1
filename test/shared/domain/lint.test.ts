import { expect, test } from "vitest";
import { setKeys } from "../../../shared/domain/goenv-text.ts";
import { lintGoproxy } from "../../../shared/domain/lint.ts";
import { LINT_SOURCES, type LintCode } from "../../../shared/domain/lint-codes.ts";
import { sayFinding } from "../../../shared/view/finding.ts";
import { createTranslate } from "../../../shared/view/translate.ts";
import { LINT_CASES, lintScene } from "./lint-cases.ts";

const CODES = Object.keys(LINT_SOURCES) as readonly LintCode[];

test("every finding has a scene with it and one without", () => {
  expect(Object.keys(LINT_CASES).sort()).toEqual([...CODES].sort());
});

test.each(CODES)("%s is found where it is, and not beside", (code) => {
  const [has, lacks] = LINT_CASES[code];
  expect(lintScene(has).map((finding) => finding.code)).toContain(code);
  expect(lintScene(lacks).map((finding) => finding.code)).not.toContain(code);
});

test.each(CODES)("%s is said in whole sentences of both languages", (code) => {
  for (const finding of lintScene(LINT_CASES[code][0])) {
    for (const language of ["en", "zh-CN"] as const) {
      const said = sayFinding(createTranslate(language), finding);
      expect(said, `${finding.code} in ${language}`).toMatch(/[.。）]$/);
      expect(said, `${finding.code} in ${language}`).not.toMatch(/\{\{|undefined/);
    }
  }
});

test.each(CODES)("%s goes away with its fix, and no error comes in its place", (code) => {
  const [scene] = LINT_CASES[code];
  const before = lintScene(scene);
  const finding = before.find((found) => found.code === code);
  if (finding?.fix === undefined) return;
  const after = lintScene({ ...scene, file: setKeys(scene.file ?? "", finding.fix.changes) });
  expect(after.map((found) => found.code)).not.toContain(code);
  const known = new Set(before.map((found) => found.code));
  expect(after.filter((found) => found.severity === "error" && !known.has(found.code))).toEqual([]);
});

test("only these findings have no fix: no change of the file would help, or the change is the reader's to choose", () => {
  const without = CODES.filter((code) => {
    return lintScene(LINT_CASES[code][0]).every((finding) => finding.code !== code || finding.fix === undefined);
  });
  expect(without.sort()).toEqual([
    "all-proxy-ignored",
    "byte-order-mark",
    "direct-alone",
    "goenv-off",
    "goflags-vendor",
    "ignored-line",
    "os-shadows-file",
    "pattern-all",
  ]);
});

test.each([
  ["direct+https://goproxy.io", "https://goproxy.io,direct"],
  ["https://goproxy.cn+direct", "https://goproxy.cn,direct"],
  ["direct,https://goproxy.io", "https://goproxy.io,direct"],
  ["direct|bogus", "direct"],
  ["off,https://a.example,direct", "https://a.example,direct"],
  ["https://goproxy.cn;direct", "https://goproxy.cn,direct"],
  ["https://goproxy.cn，direct", "https://goproxy.cn,direct"],
  ["https://goproxy.cn direct", "https://goproxy.cn,direct"],
  ["'https://goproxy.cn,direct'", "https://goproxy.cn,direct"],
  ["htps://goproxy.cn,direct", "https://goproxy.cn,direct"],
  ["https//goproxy.cn", "https://goproxy.cn"],
  ["https:goproxy.io", "https://goproxy.io"],
  ["https://a.example|goproxy|https://b.example", "https://a.example|https://b.example"],
  ["https://a.example,goproxy|https://b.example", "https://a.example,https://b.example"],
  ["goproxy", null],
  ["gocenter.io", "https://proxy.golang.org"],
  ["https://gocenter.io,https://goproxy.cn", "https://goproxy.cn"],
])("the first fix of %j writes %j", (value, fixed) => {
  expect(lintGoproxy(value)[0]?.fix?.changes).toEqual({ GOPROXY: fixed });
});

test("values that people use every day have no error and no warning", () => {
  const everyday = [
    "https://proxy.golang.org,direct",
    "https://goproxy.cn|https://goproxy.io|direct",
    "https://proxy.corp.internal,direct",
    "https://proxy.corp.internal,https://goproxy.cn,direct",
    "http://127.0.0.1:7777|https://goproxy.cn|direct",
    "direct",
    "file:///srv/modules",
    "https://athens.corp.internal",
  ];
  const loud = everyday.flatMap((value) => lintGoproxy(value).filter(({ severity }) => severity !== "info"));
  expect(loud).toEqual([]);
});

test("a variable of the environment is found at fault, but no change of the file is offered for it", () => {
  const found = lintScene({ os: { GOPROXY: "direct,https://goproxy.io" } });
  expect(found.map(({ code, fix }) => [code, fix])).toContainEqual(["never-reached", undefined]);
});

test("no sentence and no value of a finding shows a password", () => {
  const value = "http://me:hunter2@a.corp.internal|https://me:hunter2@b.example?x=hunter3,htp://me:hunter2@c,direct";
  const texts = lintGoproxy(value).map((finding) => sayFinding(createTranslate("en"), finding));
  expect(texts.length).toBeGreaterThan(3);
  expect(texts.join("\n")).not.toMatch(/hunter2/);
});

test.each([
  ["export GOPROXY=direct", "ignored-line"],
  ["\uFEFFGOPROXY=direct", "byte-order-mark"],
])("sees a line that Go passes over in a file with Windows line ends, too: %j", (line, code) => {
  const found = lintScene({ file: `${line}\r\nGOSUMDB=sum.golang.org\n` });
  expect(found.filter((finding) => finding.code === code)).toMatchObject([{ at: { variable: "GOPROXY" } }]);
});
