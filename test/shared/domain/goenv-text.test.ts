import { expect, test } from "vitest";
import { readValues, setKeys } from "../../../shared/domain/goenv-text.ts";

const CASES: readonly [string, string, Record<string, string | null>, string][] = [
  ["appends to an empty text", "", { GOPROXY: "direct" }, "GOPROXY=direct\n"],
  [
    "replaces in place and keeps comments",
    "# mine\nGOPROXY=a\n\nGOSUMDB=off\n",
    { GOPROXY: "b" },
    "# mine\nGOPROXY=b\n\nGOSUMDB=off\n",
  ],
  ["keeps only the last of several lines", "GOPROXY=a\n# x\nGOPROXY=b\n", { GOPROXY: "c" }, "# x\nGOPROXY=c\n"],
  ["sorts a run when it appends to it", "GOSUMDB=off\n", { GOPROXY: "a" }, "GOPROXY=a\nGOSUMDB=off\n"],
  ["does not sort across a comment", "GOSUMDB=off\n# x\n", { GOPROXY: "a" }, "GOSUMDB=off\n# x\nGOPROXY=a\n"],
  ["ends the last line", "GOSUMDB=off", { GOVCS: "*:git" }, "GOSUMDB=off\nGOVCS=*:git\n"],
  ["removes a line", "GOPROXY=a\nGOSUMDB=off\n", { GOSUMDB: null }, "GOPROXY=a\n"],
  ["leaves an empty text when nothing remains", "GOPROXY=a\n", { GOPROXY: null }, ""],
  ["parts two runs at a removed line", "C=1\nB=1\nA=1\n", { B: null }, "C=1\nA=1\n"],
  ["sets first and removes then", "C=1\nB=1\nA=1\n", { B: null, D: "2" }, "A=1\nC=1\nD=2\n"],
  ["sorts shorter names first", "GO386=x\n", { GO: "1" }, "GO=1\nGO386=x\n"],
  ["keeps carriage returns of other lines", "A=1\r\nGOPROXY=a\r\n", { GOPROXY: "b" }, "A=1\r\nGOPROXY=b\n"],
  [
    "takes a byte order mark for a part of the name",
    "\u{FEFF}GOPROXY=a\n",
    { GOPROXY: "b" },
    "GOPROXY=b\n\u{FEFF}GOPROXY=a\n",
  ],
  ["takes a blank for a part of the name", " GOPROXY=a\n", { GOPROXY: "b" }, " GOPROXY=a\nGOPROXY=b\n"],
  [
    "sorts names outside the BMP behind all others",
    "\u{FFEE}=1\n\u{10000}=1\n",
    { A: "1" },
    "A=1\n\u{FFEE}=1\n\u{10000}=1\n",
  ],
  ["changes nothing without changes", "B=1\nA=1\nA=2", {}, "B=1\nA=1\nA=2"],
];

test.each(CASES)("%s", (...[, text, changes, expected]) => {
  expect(setKeys(text, changes)).toBe(expected);
});

test("reads what Go reads and nothing else", () => {
  const text =
    "\u{FEFF}GOPROXY=bom\nGOSUMDB=a\nGOSUMDB=b=c\n GOVCS=x\nexport GOFLAGS=x\n# GOAUTH=x\nGOPRIVATE= x \r\nnonsense\nGOINSECURE=";
  const values = readValues(text);
  expect(Object.fromEntries(values)).toEqual({ GOSUMDB: "b=c", GOPRIVATE: " x \r", GOINSECURE: "" });
});
