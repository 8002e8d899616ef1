// Numbers, dates and plurals that people read are written by Intl, in the language they chose. The source of the window
// and of the shared views is searched, by TypeScript's own parser, for what writes them by hand.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";

const TOP = path.resolve(import.meta.dirname, "../..");
const FOLDERS = ["renderer", "shared/view", "electron/shell"];

/** Calls that write a number or a date in one fixed way. */
const FIXED = new Set(["toFixed", "toPrecision", "toExponential", "toDateString", "toTimeString", "toUTCString"]);
for (const more of ["toISOString", "toJSON", "getHours", "getMinutes", "getSeconds"]) FIXED.add(more);
for (const more of ["getDate", "getDay", "getMonth", "getFullYear"]) FIXED.add(more);

/** Calls that write in the language of the machine unless they are given one. */
const OF_THE_MACHINE = new Set(["toLocaleString", "toLocaleDateString", "toLocaleTimeString"]);

/** What may stay, by file and call, with the reason. A line that nothing needs any more fails, too. */
const ALLOWED = new Map([
  ["renderer/parts/history/history-csv.ts toISOString", "a file for programs, which read one form"],
  ["shared/view/diagnostics-text.ts toISOString", "read on other machines, in other zones"],
  ["shared/view/diagnosis-report.ts toISOString", "the report is read on other machines, in other zones"],
]);

/** What a source writes by hand. */
function offences(file: string, text: string): readonly string[] {
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  visit(tree);
  return found;

  function visit(node: ts.Node): void {
    const what = offence(node);
    if (what !== null) found.push(`${file} ${what}`);
    ts.forEachChild(node, visit);
  }
}

function offence(node: ts.Node): string | null {
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
    return writesByHand(node, node.expression.name.text) ? node.expression.name.text : null;
  }
  const isIntl = ts.isNewExpression(node) && node.expression.getText().startsWith("Intl.");
  if (isIntl && (node.arguments ?? []).length === 0) return "Intl without a language";
  return pluralByHand(node) ? "plural by hand" : null;
}

function writesByHand(call: ts.CallExpression, name: string): boolean {
  if (FIXED.has(name)) return !isNumberAgain(call);
  const locale = call.arguments[0]?.getText() ?? "undefined";
  return OF_THE_MACHINE.has(name) && locale === "undefined";
}

/** `Number(value.toPrecision(2))` rounds and writes nothing. */
function isNumberAgain({ parent }: ts.Node): boolean {
  return ts.isCallExpression(parent) && parent.expression.getText() === "Number";
}

/** `count === 1 ? "look" : "looks"`, which no other language does. */
function pluralByHand(node: ts.Node): boolean {
  if (!ts.isConditionalExpression(node) || !ts.isBinaryExpression(node.condition)) return false;
  const isOne = /^[!=]==$/.test(node.condition.operatorToken.getText()) && node.condition.right.getText() === "1";
  return isOne && ts.isStringLiteralLike(node.whenTrue) && ts.isStringLiteralLike(node.whenFalse);
}

const found = FOLDERS.flatMap((folder) =>
  readdirSync(path.join(TOP, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => path.join(folder, name))
    .flatMap((file) => offences(file, readFileSync(path.join(TOP, file), "utf8"))),
);

test("leaves numbers, dates and plurals to Intl", () => {
  expect(found.filter((what) => !ALLOWED.has(what))).toEqual([]);
});

test("allows nothing that is not there", () => {
  expect([...ALLOWED.keys()].filter((what) => !found.includes(what))).toEqual([]);
});

test.each([
  ["(1.5).toFixed(1)", "toFixed"],
  ["n.toLocaleString()", "toLocaleString"],
  ["n.toLocaleString(undefined, {})", "toLocaleString"],
  ["new Intl.NumberFormat()", "Intl without a language"],
  ["`${d.getHours()}:00`", "getHours"],
  ['n === 1 ? "look" : "looks"', "plural by hand"],
])("finds %s", (text, what) => {
  expect(offences("made-up.ts", text)).toEqual([`made-up.ts ${what}`]);
});

test.each([
  'n.toLocaleString("en")',
  "new Intl.NumberFormat(language)",
  "n === 1 ? a : b",
  "n.toString(16)",
  "Number(n.toPrecision(2))",
])("lets %s pass", (text) => {
  expect(offences("made-up.ts", text)).toEqual([]);
});
