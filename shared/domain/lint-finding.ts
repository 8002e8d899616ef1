import { redact } from "./endpoint.ts";
import type { LintCode } from "./lint-codes.ts";

/** How much a finding matters: `error` nothing can be fetched or a path leaks, `warning` it costs or hides, `info` to know. */
export type Severity = "error" | "warning" | "info";

/** The variable a finding is about, and where in its value. `text` may hold credentials: it leaves only through `redact`. */
export interface Place {
  readonly variable: string;
  /** Of a list: which of its entries that are not empty, counted from 0. */
  readonly index?: number;
  /** The part of the value, as written. */
  readonly text?: string;
}

/** What removes a finding: variables to set in the go env file, `null` to unset. */
export interface Fix {
  readonly changes: Readonly<Record<string, string | null>>;
}

/** One thing to know about a value. Its sentence is `lint:<code>`, or `lint:<code>.<variant>`, with `values` in it. */
export interface Finding {
  readonly code: LintCode;
  readonly severity: Severity;
  readonly at?: Place;
  readonly variant?: string;
  /** What the sentence needs; credentials are replaced. */
  readonly values: Readonly<Record<string, string | number>>;
  /** Absent where no change of the go env file would help. */
  readonly fix?: Fix;
  /** What would help in the environment, where that wins over the go env file and so `fix` is absent. */
  readonly osFix?: Fix;
}

/** What a value is judged in the light of. */
export interface LintContext {
  /** As in `go1.26.8`. Absent: the newest that Gangway knows. */
  readonly goVersion?: string;
  /** `win32` or any other. */
  readonly platform?: string;
  /** The values of the other variables in force. Absent: nothing is known of them. */
  readonly variables?: Readonly<Record<string, string>>;
  /** The whole go env file, decoded, a byte order mark kept; `null` without a file. Absent: not read. */
  readonly fileText?: string | null;
  /** The environment of the process. Absent: not known. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** The findings, those that matter most first; otherwise in the order given. */
export function bySeverity(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort((a, b) => RANK[a.severity] - RANK[b.severity]);
}

/** The finding without credentials: its place redacted, and what mends it left out where one would have to be written out. */
export function shownFinding(finding: Finding): Finding {
  const { at, fix, osFix, ...rest } = finding;
  return {
    ...rest,
    ...(at === undefined ? {} : { at: at.text === undefined ? at : { ...at, text: redact(at.text) } }),
    ...(fix === undefined || !isOpen(fix) ? {} : { fix }),
    ...(osFix === undefined || !isOpen(osFix) ? {} : { osFix }),
  };
}

function isOpen({ changes }: Fix): boolean {
  return Object.values(changes).every((value) => value === null || redact(value) === value);
}
