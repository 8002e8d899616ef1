// setKeys against the real `go env -w` and `go env -u`, on files that no sane person would write.
import { readFileSync, writeFileSync } from "node:fs";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { readValues, setKeys } from "../../../shared/domain/goenv-text.ts";
import { createGoHome } from "../../support/go-command.ts";

/** Files for one run; GANGWAY_GOENV_RUNS asks for more. */
const RUNS = Number(process.env["GANGWAY_GOENV_RUNS"] ?? 300);

const home = createGoHome();
afterAll(() => {
  home.remove();
});

const names = ["GOPROXY", "GOSUMDB", "GOPRIVATE", "GONOPROXY", "GONOSUMDB", "GOINSECURE", "GOVCS", "GOFLAGS", "GOBIN"];
const name = fc.constantFrom(...names);
const word = fc.string({ unit: "grapheme", maxLength: 12 }).map((text) => text.replace(/[\n\r\v\0]/g, "_"));
const anyBytes = fc.string({
  unit: fc
    .integer({ min: 1, max: 255 })
    .filter((c) => c !== 10)
    .map((c) => String.fromCharCode(c)),
  maxLength: 10,
});
const line = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(name, word).map(([n, v]) => `${n}=${Buffer.from(v).toString("latin1")}`) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(" ", "\t", "export ", "#", "set ", "\u00EF\u00BB\u00BF", "X#"), name, anyBytes)
      .map((p) => p.join("").replace(/(.{8})/, "$1=")),
  },
  { weight: 1, arbitrary: fc.tuple(name, fc.constantFrom(" = ", "= ", " ="), anyBytes).map((parts) => parts.join("")) },
  { weight: 1, arbitrary: fc.tuple(anyBytes, anyBytes).map(([a, b]) => `${a}=${b}`) },
  { weight: 1, arbitrary: anyBytes },
  { weight: 1, arbitrary: fc.constantFrom("", "", "# a comment", "# GOPROXY=x", "=", "=x", "GOPROXY", "garbage") },
);
const file = fc
  .tuple(
    fc.constantFrom("", "", "\u00EF\u00BB\u00BF"),
    fc.array(fc.tuple(line, fc.constantFrom("\n", "\n", "\r\n")), { maxLength: 9 }),
    fc.boolean(),
  )
  .map(
    ([mark, lines, ends]) =>
      mark +
      lines
        .map((parts) => parts.join(""))
        .join("")
        .slice(0, ends ? undefined : -1),
  )
  // The go command itself would not start with these.
  .filter((text) => ![...readValues(text).keys()].some((n) => /^(GOROOT|GOOS|GOARCH|GOEXPERIMENT|GODEBUG)$/.test(n)));
const changes = fc.dictionary(name, fc.option(word), { minKeys: 1, maxKeys: 3 });

function byGo(text: string, wanted: Readonly<Record<string, string | null>>): string {
  writeFileSync(home.file, text, "latin1");
  const sets = Object.entries(wanted).flatMap(([n, v]) => (v === null ? [] : [`${n}=${v}`]));
  const removals = Object.entries(wanted).flatMap(([n, v]) => (v === null ? [n] : []));
  for (const args of [
    ["-w", ...sets],
    ["-u", ...removals],
  ].filter((list) => list.length > 1)) {
    // What stands in the file must not keep go from starting; the OS variable wins over it.
    const run = home.go(["env", ...args], { GOFLAGS: "-mod=mod", GO111MODULE: "on" });
    if (!run.ok) throw new Error(run.stderr);
  }
  return readFileSync(home.file, "latin1");
}

test(`makes of ${RUNS} random files what go env -w and -u make of them`, { timeout: 300_000 }, () => {
  fc.assert(
    fc.property(file, changes, (text, wanted) => {
      const inBytes = Object.fromEntries(
        Object.entries(wanted).map(([n, v]) => [n, v === null ? null : Buffer.from(v).toString("latin1")]),
      );
      expect(setKeys(text, inBytes)).toBe(byGo(text, wanted));
    }),
    { numRuns: RUNS },
  );
});

test("reads in random files the values that go env prints", { timeout: 300_000 }, () => {
  fc.assert(
    fc.property(file, (text) => {
      writeFileSync(home.file, text, "latin1");
      const run = home.go(["env", "GOPROXY", "GOPRIVATE", "GOBIN"], { GOFLAGS: "-mod=mod", GO111MODULE: "on" });
      const values = readValues(Buffer.from(text, "latin1").toString("utf8"));
      const expected = ["GOPROXY", "GOPRIVATE", "GOBIN"].map(
        (n) => values.get(n) ?? (n === "GOPROXY" ? "https://proxy.golang.org,direct" : ""),
      );
      expect(Buffer.from(run.stdout).toString("utf8")).toBe(`${expected.join("\n")}\n`);
    }),
    { numRuns: Math.ceil(RUNS / 3) },
  );
});

test("settles after the second time at the latest", () => {
  fc.assert(
    fc.property(file, changes, (text, wanted) => {
      const once = setKeys(text, wanted);
      // A removal may part two runs only to join them again at the next sort.
      expect(setKeys(setKeys(once, wanted), wanted)).toBe(setKeys(once, wanted));
    }),
  );
});
