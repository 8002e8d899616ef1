import { expect, test } from "vitest";
import {
  hasDisplay,
  mustLeaveSandbox,
  readBenchArguments,
  readStartArguments,
  readTestArguments,
} from "../../build/arguments.mjs";

const STEPS = ["check", "cli", "e2e"];

test("keeps --demo apart from what goes to the app", () => {
  expect(readStartArguments(["--demo", "--lang=zh-CN"])).toEqual({ demo: true, rest: ["--lang=zh-CN"] });
});

test("means all steps when none is named", () => {
  expect(readTestArguments([], STEPS)).toEqual({ only: [], rest: [] });
});

test.each([
  [["--only", "e2e"], ["e2e"]],
  [["--only=cli,e2e"], ["cli", "e2e"]],
  [
    ["--only", "cli", "--only", "check"],
    ["cli", "check"],
  ],
])("reads the steps of %j", (args, only) => {
  expect(readTestArguments(args, STEPS)).toEqual({ only, rest: [] });
});

test("passes a file name, and all behind --, to vitest", () => {
  expect(readTestArguments(["tray", "--only=e2e", "--", "--bail=1"], STEPS)).toEqual({
    only: ["e2e"],
    rest: ["tray", "--bail=1"],
  });
});

test.each([[["--only", "moon"]], [["--only"]], [["--onyl=cli"]]])("refuses %j and names what there is", (args) => {
  expect(() => readTestArguments(args, STEPS)).toThrow(/check.*cli.*e2e/);
});

test("reads the sections of the benchmark, and whether it is in a hurry", () => {
  expect(readBenchArguments(["--quick", "--only", "cli,e2e"], STEPS)).toEqual({ quick: true, only: ["cli", "e2e"] });
});

test.each([[["--only", "moon"]], [["--quik"]], [["cli"]]])("refuses %j for the benchmark", (args) => {
  expect(() => readBenchArguments(args, STEPS)).toThrow(/check.*cli.*e2e/);
});

test.each([
  [{}, "linux", false],
  [{ DISPLAY: ":0" }, "linux", true],
  [{ WAYLAND_DISPLAY: "wayland-0" }, "linux", true],
  [{ DISPLAY: "" }, "linux", false],
  [{}, "darwin", true],
])("sees with %j on %s whether there is a display: %s", (env, platform, expected) => {
  expect(hasDisplay(env, platform)).toBe(expected);
});

test("leaves the sandbox for root on Linux only", () => {
  expect([mustLeaveSandbox(0, "linux"), mustLeaveSandbox(1000, "linux"), mustLeaveSandbox(0, "darwin")]).toEqual([
    true,
    false,
    false,
  ]);
});
