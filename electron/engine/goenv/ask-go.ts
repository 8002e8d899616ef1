// Questions to the go command around a switch: would it take these values, and does it see what we wrote. Its answers
// are warnings and refusals; Gangway works without it.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { redact } from "../../../shared/domain/endpoint.ts";
import type { EffectiveEnv, Warning } from "../../../shared/domain/goenv.ts";
import type { KeyChanges } from "../../../shared/domain/goenv-text.ts";
import { JUDGED_BY_GO } from "../../../shared/domain/goenv-values.ts";
import { SHOWN_VARIABLES } from "./effective.ts";
import { type GoCommand, runGo } from "./run-go.ts";

/**
 * Go's reason to refuse those of the changes that only the go command can judge, or `null`. `values` are what the go env
 * file has now. Go is asked to write them to a file of our own, which is removed.
 */
export async function refusedByGo(
  go: GoCommand,
  changes: KeyChanges,
  values: ReadonlyMap<string, string>,
): Promise<string | null> {
  const judged = Object.entries(changes).filter(([name]) => JUDGED_BY_GO.has(name));
  if (judged.length === 0) return null;
  const folder = mkdtempSync(join(tmpdir(), "gangway-"));
  try {
    const file = join(folder, "env");
    const known = [...values].filter(([name]) => JUDGED_BY_GO.has(name));
    writeFileSync(file, known.map(([name, value]) => `${name}=${value}\n`).join(""));
    const sets = judged.flatMap(([name, value]) => (value === null ? [] : [`${name}=${value}`]));
    const removals = judged.flatMap(([name, value]) => (value === null ? [name] : []));
    for (const args of [
      ["-w", ...sets],
      ["-u", ...removals],
    ].filter(({ length }) => length > 1)) {
      const said = await runGo({ ...go, extra: { GOENV: file } }, ["env", ...args]);
      if (!said.ok) return firstLine(said.stderr).replace(/^go: /, "");
    }
    return null;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * What the go command sees otherwise than `expected` for the named variables, each a warning; a go command that does not
 * answer is one warning without a name.
 */
export async function readBack(
  go: GoCommand,
  expected: EffectiveEnv,
  names: readonly string[],
): Promise<readonly Warning[]> {
  // GOTOOLCHAIN is what we set ourselves to ask safely, and Go fills in what is set nowhere with values of its own.
  const asked = names.filter((name) => name !== "GOTOOLCHAIN" && isSettled(expected, name));
  if (asked.length === 0 || expected.file === null) return [];
  const said = await runGo({ ...go, extra: { GOENV: expected.file } }, ["env", "-json", ...asked]);
  const seen = said.ok ? parseAnswer(said.stdout) : null;
  if (seen === null) return [{ code: "read-back-differs", value: redact(firstLine(said.stderr)) }];
  return asked
    .filter((name) => seen.get(name) !== expected.variables[name]?.value)
    .map((name): Warning => ({ code: "read-back-differs", name, value: redact(seen.get(name) ?? "") }));
}

function isSettled({ variables }: EffectiveEnv, name: string): boolean {
  const value = variables[name]?.value;
  return SHOWN_VARIABLES.includes(name) || (value !== undefined && value !== "");
}

function parseAnswer(stdout: string): ReadonlyMap<string, string> | null {
  try {
    const answer: unknown = JSON.parse(stdout);
    if (typeof answer !== "object" || answer === null) return null;
    return new Map(Object.entries(answer).map(([name, value]) => [name, String(value)]));
  } catch {
    // No JSON means that something else than go answers to its name.
    return null;
  }
}

function firstLine(text: string): string {
  return text.trim().split("\n", 1)[0] ?? "";
}
