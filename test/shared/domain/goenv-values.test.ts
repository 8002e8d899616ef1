import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { afterAll, beforeEach, expect, test } from "vitest";
import { minorOf, refusedValue } from "../../../shared/domain/goenv-values.ts";
import { createGoHome, hasGo } from "../../support/go-command.ts";
import { VALUE_CASES } from "../../support/go-env-value-cases.ts";

const home = createGoHome();
afterAll(() => {
  home.remove();
});
beforeEach(() => {
  rmSync(home.file, { force: true });
});
const installed = hasGo ? home.go(["env", "GOVERSION"]).stdout.trim() : "";
const withGo = test.skipIf(!hasGo);

withGo.each(VALUE_CASES)("says of %s=%j what go says", (name, value) => {
  writeFileSync(home.file, "");
  const run = home.go(value === null ? ["env", "-u", name] : ["env", "-w", `${name}=${value}`], {
    GOPATH: "",
    GOTELEMETRY: "",
  });
  const said = run.ok ? null : run.stderr.replace(/^go: /, "").trimEnd();
  expect(refusedValue(name, value, { goVersion: installed })).toBe(said);
});

withGo("takes a name that the file has already, as go does since 1.21", () => {
  writeFileSync(home.file, "JUNK=1\n");
  const run = home.go(["env", "-w", "JUNK=2"]);
  expect(run.ok && readFileSync(home.file, "utf8")).toBe("JUNK=2\n");
  expect(refusedValue("JUNK", "2", { goVersion: installed, present: new Set(["JUNK"]) })).toBeNull();
  expect(refusedValue("JUNK", "2", { goVersion: "1.20.1", present: new Set(["JUNK"]) })).toMatch(/^unknown/);
});

// What a JavaScript text can hold and a program argument cannot.
test("refuses a NUL and half a surrogate pair in go's words", () => {
  const reasons = ["a\0b", "a\ud800b"].map((value) => refusedValue("GOPROXY", value));
  expect(reasons).toEqual(["invalid NUL in GOPROXY=... value", "invalid UTF-8 in GOPROXY=... value"]);
});

test.each([
  ["GOAUTH", "1.23.4", "unknown go command variable GOAUTH"],
  ["GOAUTH", "go1.24", null],
  ["GOTOOLCHAIN", "1.20", "unknown go command variable GOTOOLCHAIN"],
  ["GODEBUG", "1.22.1", "unknown go command variable GODEBUG"],
  ["GOTELEMETRY", "1.22", "unknown go command variable GOTELEMETRY"],
  ["GOROOT", "1.19.8", "GOROOT cannot be modified"],
])("judges %s by the rules of Go %s", (name, goVersion, expected) => {
  expect(refusedValue(name, "x", { goVersion })).toBe(expected);
});

test("reads Windows paths on Windows", () => {
  const judge = (value: string): string | null => refusedValue("GOPATH", value, { platform: "win32" });
  expect([judge("C:\\go"), judge("\\\\server\\share"), judge("\\go")]).toEqual([
    null,
    null,
    'GOPATH entry is relative; must be absolute path: "\\\\go"',
  ]);
});

test("takes a development version for the newest", () => {
  expect([minorOf("go1.26.8"), minorOf("1.19"), minorOf("devel"), minorOf(undefined)]).toEqual([26, 19, 27, 27]);
});
