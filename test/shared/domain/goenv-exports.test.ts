import { expect, test } from "vitest";
import { type StartupDialect, settingLine } from "../../../shared/domain/goenv-exports.ts";

const CASES: readonly [string, StartupDialect, string, number | null][] = [
  ["an export", "bourne", "# GOPROXY=x\nexport GOPROXY=direct\n", 2],
  ["an export in quotes", "bourne", 'export GOPROXY="direct"', 1],
  ["an assignment that is exported elsewhere", "bourne", "GOPROXY=direct\nexport GOPROXY", 1],
  ["the second of two in one export", "bourne", "export A='1 2' GOPROXY=direct", 1],
  ["one behind a condition", "bourne", "[ -d /x ] && export GOPROXY=direct\n", 1],
  ["one within a block", "bourne", "if true; then GOPROXY=direct; fi", 1],
  ["a declaration", "bourne", "declare -x GOPROXY=direct", 1],
  ["the last line with the value in it", "bourne", "export GOPROXY=direct\nexport GOPROXY=off\n", 1],
  ["the last line when the value stands in none", "bourne", "export GOPROXY=$A\nexport GOPROXY=$B\n", 2],
  ["no comment", "bourne", "  # export GOPROXY=direct", null],
  ["no variable of one command", "bourne", "GOPROXY=direct go build", null],
  ["no alias", "bourne", "alias g='GOPROXY=direct go'", null],
  ["no other name", "bourne", "export MYGOPROXY=direct\nexport GOPROXY2=direct\necho $GOPROXY", null],
  ["a set of fish", "fish", "set -gx GOPROXY direct", 1],
  ["a set of fish in long words", "fish", "set --global --export GOPROXY direct", 1],
  ["an export of fish", "fish", "export GOPROXY=direct", 1],
  ["no other name in fish", "fish", "set -gx GOPROXY2 direct", null],
  ["a plain line", "plain", "PATH=/bin\nGOPROXY=direct\n", 2],
  ["a plain line in quotes", "plain", 'GOPROXY="direct"', 1],
];

test.each(CASES)("finds %s (%s)", (...[, dialect, text, line]) => {
  expect(settingLine(text, { name: "GOPROXY", value: "direct" }, dialect)?.line ?? null).toBe(line);
});

test("says whether the value stands in the line", () => {
  const find = (text: string): boolean | undefined =>
    settingLine(text, { name: "GOPROXY", value: "direct" }, "bourne")?.hasValue;
  expect([find("export GOPROXY=direct"), find("export GOPROXY=$MIRROR")]).toEqual([true, false]);
});
