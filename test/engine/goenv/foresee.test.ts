// What a switch would come to, against what it comes to, on files and folders of every kind.
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createGoEnv } from "../../../electron/engine/goenv/goenv.ts";
import { createUnderTest, request, type UnderTest } from "./go-env-under-test.ts";

let home: UnderTest;
beforeEach(() => {
  home = createUnderTest();
});
afterEach(() => {
  home.remove();
});

type Env = Readonly<Record<string, string | null>>;

const CASES: readonly [string, (home: UnderTest) => void, Env, Env?][] = [
  ["no file", () => undefined, { GOPROXY: "direct" }],
  [
    "no folder",
    ({ file }) => {
      rmSync(dirname(file), { recursive: true });
    },
    { GOPROXY: "direct" },
  ],
  [
    "the same values",
    ({ file }) => {
      writeFileSync(file, "GOPROXY=direct\n");
    },
    { GOPROXY: "direct", GOSUMDB: null },
  ],
  [
    "a tidying alone",
    ({ file }) => {
      writeFileSync(file, "GOSUMDB=off\nGOPROXY=direct");
    },
    { GOPROXY: "direct" },
  ],
  [
    "several lines of one name",
    ({ file }) => {
      writeFileSync(file, "GOPROXY=a\n#\nGOPROXY=b\n");
    },
    { GOPROXY: "c" },
  ],
  [
    "a removal",
    ({ file }) => {
      writeFileSync(file, "GOPROXY=a\n");
    },
    { GOPROXY: null, GOSUMDB: "off" },
  ],
  [
    "a value that Go refuses",
    ({ file }) => {
      writeFileSync(file, "GOPROXY=a\n");
    },
    { GOPROXY: "direct", GO111MODULE: "maybe" },
  ],
  ["a pair that Go cannot build for", () => undefined, { GOOS: "plan9", GOARCH: "riscv64" }],
  [
    "a folder in its place",
    ({ file }) => {
      mkdirSync(file);
    },
    { GOPROXY: "direct" },
  ],
  [
    "a circle of links",
    ({ file }) => {
      symlinkSync("env", file);
    },
    { GOPROXY: "direct" },
  ],
  [
    "a file in the place of its folder",
    ({ file }) => {
      rmSync(dirname(file), { recursive: true });
      writeFileSync(dirname(file), "");
    },
    { GOPROXY: "direct" },
  ],
  ["GOENV=off", () => undefined, { GOPROXY: "direct" }, { GOENV: "off" }],
  [
    "a variable of the OS",
    () => undefined,
    { GOPROXY: "direct", GOSUMDB: "off" },
    { GOPROXY: "https://u:p@127.0.0.1:1" },
  ],
];

test.each(CASES)("is foreseen as it comes: %s", async (...[, arrange, wanted, os = {}]) => {
  arrange(home);
  const goEnv = createGoEnv({ ...home.parts, env: { ...home.env, ...(os as Record<string, string>) } });
  const before = existsSync(home.file) && !os["GOENV"] ? contentOf(home.file) : null;
  const foreseen = await goEnv.foresee(request(wanted));
  const untouched = existsSync(home.file) && !os["GOENV"] ? contentOf(home.file) : null;
  const journal = home.history.switches({}).length;
  const came = await goEnv.apply(request(wanted));
  expect([foreseen, untouched, journal]).toEqual([came, before, 0]);
});

function contentOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    return String(error);
  }
}
