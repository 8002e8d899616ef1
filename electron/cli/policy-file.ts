import { readFileSync } from "node:fs";
import { POLICY_SCHEMA } from "../../shared/domain/policy-schema.ts";
import { problemOf } from "../../shared/domain/replay-record.ts";
import { Objection } from "./objection.ts";
import { sayProblem } from "./record-problem.ts";

/** A larger file holds something else. */
const MAX_BYTES = 100_000;

/** The numbers of a policy in a file, as far as it names them. */
export function readPolicy(file: string): Readonly<Record<string, number | undefined>> {
  const value = valueIn(file);
  const parsed = POLICY_SCHEMA.safeParse(value);
  if (parsed.success) return parsed.data;
  const { part, ...rest } = problemOf(parsed.error, value);
  const whole = { ...rest, part: part === "" ? "policy" : `policy.${part}`, expected: "policy" };
  throw new Objection("bad-policy", { file, problem: sayProblem(whole) });
}

function valueIn(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new Objection("file-unreadable", { file, problem: (error as Error).message });
  }
  try {
    if (text.length > MAX_BYTES) throw new SyntaxError("too large");
    return JSON.parse(text.replace(/^\uFEFF/, "")) as unknown;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new Objection("bad-policy", { file, problem: (t) => t("cli:replay-file.not-json") });
  }
}
