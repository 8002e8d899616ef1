// setKeys against the real `go env -w` and `go env -u`, on files that no sane person would write.
import { readFileSync, writeFileSync } from "node:fs";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { type KeyChanges, readValues, setKeys } from "../../../shared/domain/goenv-text.ts";
import { createGoHome, hasGo } from "../../support/go-command.ts";
import { changesInBytes, fileTexts, goRuns, HARMLESS, keyChanges } from "../../support/go-env-texts.ts";

/** Files for one run of the fast gate, with shrinking; test/go/env has thousands, over several releases of Go. */
const RUNS = 100;

const home = createGoHome();
const withGo = test.skipIf(!hasGo);
afterAll(() => {
  home.remove();
});

function byGo(text: string, wanted: KeyChanges): string {
  writeFileSync(home.file, text, "latin1");
  for (const args of goRuns(wanted)) {
    const run = home.go(args, HARMLESS);
    if (!run.ok) throw new Error(run.stderr);
  }
  return readFileSync(home.file, "latin1");
}

withGo(`makes of ${RUNS} random files what go env -w and -u make of them`, { timeout: 300_000 }, () => {
  fc.assert(
    fc.property(fileTexts, keyChanges, (text, wanted) => {
      expect(setKeys(text, changesInBytes(wanted))).toBe(byGo(text, wanted));
    }),
    { numRuns: RUNS },
  );
});

withGo("reads in random files the values that go env prints", { timeout: 300_000 }, () => {
  fc.assert(
    fc.property(fileTexts, (text) => {
      writeFileSync(home.file, text, "latin1");
      const run = home.go(["env", "GOPROXY", "GOPRIVATE", "GOINSECURE"], HARMLESS);
      const values = readValues(Buffer.from(text, "latin1").toString("utf8"));
      const expected = ["GOPROXY", "GOPRIVATE", "GOINSECURE"].map(
        (n) => values.get(n) ?? (n === "GOPROXY" ? "https://proxy.golang.org,direct" : ""),
      );
      expect(Buffer.from(run.stdout).toString("utf8")).toBe(`${expected.join("\n")}\n`);
    }),
    { numRuns: Math.ceil(RUNS / 3) },
  );
});

test("settles after the second time at the latest", () => {
  fc.assert(
    fc.property(fileTexts, keyChanges, (text, wanted) => {
      const once = setKeys(text, wanted);
      // A removal may part two runs only to join them again at the next sort.
      expect(setKeys(setKeys(once, wanted), wanted)).toBe(setKeys(once, wanted));
    }),
  );
});
