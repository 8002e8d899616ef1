// setKeys against `go env -w` and `go env -u` of every release at hand, on thousands of files that no sane person would
// write. The same in small and with shrinking is in test/shared/domain/goenv-text.prop.test.ts.
import { readFileSync, writeFileSync } from "node:fs";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { withChanges } from "../../../electron/engine/goenv/file-text.ts";
import type { KeyChanges } from "../../../shared/domain/goenv-text.ts";
import { knownVariables } from "../../../shared/domain/goenv-values.ts";
import { createGoHome, type GoHome } from "../../support/go-command.ts";
import { fileTexts, goRuns, HARMLESS, hugeText, keyChanges } from "../../support/go-env-texts.ts";
import { AT_A_TIME, callGo, inLanes, namesOf, RELEASES, type Release, shares } from "./releases.ts";

/** Files for one run; GANGWAY_GOENV_RUNS asks for more. */
const RUNS = Number(process.env["GANGWAY_GOENV_RUNS"] ?? 2_100);
/** Files for each release beside the machine's own: the rules have not changed since 1.13. */
const RUNS_ELSEWHERE = 150;
/** Files of more than a million bytes for each release. */
const HUGE = 2;

interface Case {
  readonly release: Release;
  readonly text: string;
  readonly changes: KeyChanges;
}

const lanes = Array.from({ length: AT_A_TIME }, () => createGoHome());
afterAll(() => {
  for (const home of lanes) home.remove();
});

async function byGo({ release, text, changes }: Case, home: GoHome): Promise<string> {
  writeFileSync(home.file, text, "latin1");
  for (const args of goRuns(changes)) {
    const run = await callGo({ go: release.path, home, args, env: HARMLESS });
    if (!run.ok) throw new Error(`${release.version} ${args.join(" ")}: ${run.stderr}`);
  }
  return readFileSync(home.file, "latin1");
}

function casesFor(release: Release, count: number, seed: number): readonly Case[] {
  const known = new Set(knownVariables(release.version));
  const possible = keyChanges.map((wanted) => Object.fromEntries(Object.entries(wanted).filter(([n]) => known.has(n))));
  const drawn = fc.sample(fc.tuple(fileTexts, possible), { numRuns: count, seed });
  const huge = drawn.slice(0, HUGE).map(([text, changes]): Case => ({ release, text: hugeText(text), changes }));
  return [...drawn.map(([text, changes]): Case => ({ release, text, changes })), ...huge];
}

test("makes of thousands of random files what go env -w and -u of every release make of them", {
  timeout: 300_000,
}, async () => {
  const seed = Math.floor(Math.random() * 2 ** 31);
  const counts = shares(RELEASES, RUNS, RUNS_ELSEWHERE);
  const cases = RELEASES.flatMap((release, index) => casesFor(release, counts[index] ?? 0, seed + index));
  const started = performance.now();
  const differing: unknown[] = [];
  await inLanes(cases, async (one, lane) => {
    const home = lanes[lane];
    if (home === undefined) throw new Error(`no lane ${lane}`);
    const theirs = await byGo(one, home);
    const ours = withChanges(Buffer.from(one.text, "latin1"), one.changes)?.toString("latin1");
    if (ours !== theirs) differing.push({ go: one.release.version, text: one.text.slice(0, 500), ...one.changes });
  });
  const seconds = ((performance.now() - started) / 1_000).toFixed(1);
  console.log(
    `go env -w/-u: ${cases.length} files, ${cases.filter(({ text }) => text.length > 1_000_000).length} of them over ` +
      `1 MB, ${differing.length} differ; Go ${namesOf(RELEASES)}; seed ${seed}; ${seconds} s`,
  );
  expect(differing).toEqual([]);
  expect(cases.length).toBeGreaterThanOrEqual(RUNS);
});
