// The verdict over all kinds of matrices, sensible ones and others: it is total, and it never takes a failure for health.
import fc from "fast-check";
import { expect, test } from "vitest";
import { CELL_IDS, type CellId, VERDICTS } from "../../../shared/domain/diagnosis.ts";
import { type Summary, summarise } from "../../../shared/domain/diagnosis-summary.ts";
import { KINDS, type Stage } from "../../../shared/domain/failure.ts";
import { diagnosisOf, type MatrixOptions, type Short } from "../../support/matrix.ts";

const RUNS = 1_000;

const FAILURES: readonly Short[] = (Object.keys(KINDS) as readonly Stage[]).flatMap((stage) =>
  KINDS[stage].map((kind) => `${stage}/${kind}`),
);

function recordOf(word: fc.Arbitrary<Short>): fc.Arbitrary<Record<string, Short>> {
  return fc.record(Object.fromEntries(CELL_IDS.map((id) => [id, word])));
}

/** Failures on which the verdict turns come more often than the rest. */
const failure = fc.oneof(
  fc.constantFrom(...FAILURES),
  fc.constantFrom("reset 1", "reset 40", "silent", "closed 1", "not-tls:302 1", "protocol-version 41", "alert:112 41"),
);
const short = fc.oneof({ arbitrary: fc.constantFrom("ok", "ok", "ok12", "retry", "skip"), weight: 2 }, failure);
/** Half of the matrices have a failure or two, the others are full of them. */
const mostlyFine = fc.oneof({ arbitrary: fc.constantFrom("ok", "retry"), weight: 12 }, short);
const cells = fc.oneof(recordOf(short), recordOf(mostlyFine)) as fc.Arbitrary<Record<CellId, Short>>;

const matrices: fc.Arbitrary<MatrixOptions & { readonly cells: Record<CellId, Short> }> = fc.record({
  cells,
  situation: fc.record({ via: fc.constantFrom("direct", "http-proxy"), isPublicHost: fc.boolean() }),
  tls: fc.record({ trust: fc.constantFrom("public", "local", "untrusted") }),
  marks: fc.record({ selfSigned: fc.boolean(), logged: fc.boolean(), gap: fc.constantFrom(null, "CN=Sub") }),
  connectMs: fc.constantFrom(0.2, 40),
  goVersion: fc.constantFrom(null, "1.19.13", "1.23.4", "1.24.13", "1.27.0", "devel"),
});

function read(options: MatrixOptions): Summary {
  return summarise(diagnosisOf(options));
}

test("every matrix has one verdict of the list, and the same one each time", () => {
  fc.assert(
    fc.property(matrices, (options) => {
      const summary = read(options);
      expect(VERDICTS).toContain(summary.verdict);
      expect(read(options)).toEqual(summary);
    }),
    { numRuns: RUNS },
  );
});

test("more failures never make a matrix fine", () => {
  fc.assert(
    fc.property(matrices, fc.constantFrom(...CELL_IDS), failure, (options, id, worse) => {
      const before = read(options).verdict;
      const isWorse = ["ok", "ok12", "retry"].includes(options.cells[id]);
      fc.pre(before !== "fine" && isWorse);
      expect(read({ ...options, cells: { ...options.cells, [id]: worse } }).verdict).not.toBe("fine");
    }),
    { numRuns: RUNS },
  );
});

test("fine means that Go's own hello passed, and that no certificate and no answer was bad", () => {
  fc.assert(
    fc.property(matrices, (options) => {
      if (read(options).verdict !== "fine") return;
      expect(["ok", "ok12", "retry"]).toContain(options.cells["go-hello"]);
      const bad = Object.values(options.cells).filter((word) => /certificate|^(http|protocol)\/(?!local)/.test(word));
      expect(bad).toEqual([]);
    }),
    { numRuns: RUNS },
  );
});

test("nothing that was not tried is said to help, and nothing that failed", () => {
  fc.assert(
    fc.property(matrices, (options) => {
      for (const { helps, shownBy } of read(options).remedies) {
        if (shownBy === undefined) continue;
        const word = options.cells[shownBy];
        expect(word).not.toBe("skip");
        if (/^(reset|silent|closed)/.test(word)) expect(helps).toBe("no");
      }
    }),
    { numRuns: RUNS },
  );
});
