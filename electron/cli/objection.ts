// How a command says that it cannot do what was asked. Every objection tells what happened, why, and what to do.
import type { Translate } from "../../shared/view/translate.ts";

/** The exit codes: a public interface. */
export const EXIT = {
  fine: 0,
  /** A finding, or an unhealthy result. */
  finding: 1,
  /** The command line itself was wrong. */
  usage: 2,
  /** The machine refused: permissions, files, a missing program. */
  refused: 3,
} as const;

/** One of the exit codes. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Every objection; each has `what`, `why` and `remedy` in the `cli` texts under `error.<code>`. */
export type ObjectionCode =
  | "unknown-command"
  | "unknown-option"
  | "missing-argument"
  | "excess-argument"
  | "option-needs-value"
  | "bad-usage"
  | "bad-number"
  | "bad-duration"
  | "bad-url"
  | "bad-proxy"
  | "bad-assignment"
  | "bad-value"
  | "bad-name"
  | "bad-module"
  | "bad-kind"
  | "bad-correction"
  | "unknown-profile"
  | "profile-exists"
  | "profiles-exist"
  | "credentials-in-url"
  | "credentials-over-http"
  | "credentials-unfit"
  | "netrc-taken"
  | "netrc-refused"
  | "no-network"
  | "nothing-to-correct"
  | "all-and-names"
  | "export-one"
  | "nothing-to-change"
  | "bad-profile-file"
  | "empty-value"
  | "bad-chain"
  | "hidden-secret"
  | "file-unreadable"
  | "ca-unreadable"
  | "not-https"
  | "bad-report"
  | "report-and-json"
  | "report-unwritable"
  | "bad-replay"
  | "no-journal"
  | "bad-policy"
  | "home-unusable"
  | "fault";

/** What stands in the texts of an objection; a function says it in the reader's language. */
export type Said = string | number | ((t: Translate) => string);

/** A request that cannot be carried out, for a reason the user can do something about. */
export class Objection extends Error {
  readonly code: ObjectionCode;
  readonly values: Readonly<Record<string, Said>>;
  readonly exit: ExitCode;

  constructor(code: ObjectionCode, values: Readonly<Record<string, Said>> = {}, exit: ExitCode = EXIT.usage) {
    super(code);
    this.name = "Objection";
    this.code = code;
    this.values = values;
    this.exit = exit;
  }
}
