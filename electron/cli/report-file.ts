// The file that a report is written to: looked at before anything is measured, so that nobody waits in vain, and written in
// one step.
import { accessSync, constants, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { atomicWrite } from "../engine/goenv/atomic-write.ts";
import { EXIT, Objection } from "./objection.ts";

/** Where a report goes, and in which form. */
export type ReportTarget =
  | { readonly kind: "none" }
  | { readonly kind: "stdout" }
  | { readonly kind: "file"; readonly file: string; readonly form: "markdown" | "json" };

const FORMS: Readonly<Record<string, "markdown" | "json">> = {
  ".md": "markdown",
  ".markdown": "markdown",
  ".json": "json",
};

function refuse(file: string, problem: string): Objection {
  return new Objection("report-unwritable", { file, problem }, EXIT.refused);
}

/** Objects to a place where no file can be put. */
function checkPlace(file: string): void {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found !== undefined && !found.isFile()) throw refuse(file, "EISDIR");
  try {
    accessSync(found === undefined ? path.dirname(path.resolve(file)) : file, constants.W_OK);
  } catch (error) {
    throw refuse(file, (error as Error).message);
  }
}

/** What the value of `--report` means; no value, no report. Objects to what cannot be written. */
export function reportTarget(value: string | undefined): ReportTarget {
  if (value === undefined) return { kind: "none" };
  if (value === "-") return { kind: "stdout" };
  const form = FORMS[path.extname(value).toLowerCase()];
  if (form === undefined) throw new Objection("bad-report", { given: value });
  checkPlace(value);
  return { kind: "file", file: value, form };
}

function currentContent(file: string): Buffer | null {
  try {
    return readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw refuse(file, (error as Error).message);
  }
}

/** Writes the report whole or not at all; answers whether it took the place of another file. */
export function writeReport(file: string, text: string): boolean {
  const expected = currentContent(file);
  const outcome = atomicWrite(file, { expected, next: Buffer.from(text) });
  if (outcome.kind === "replaced") return expected !== null;
  throw refuse(file, outcome.kind === "changed" ? "somebody else is writing it" : outcome.kind);
}
