// Turns the system's errors on the go env file into our words. What is not in the table is `io`.
import type { Refusal } from "../../../shared/domain/goenv.ts";
import { errorCode } from "../store/storage-error.ts";

/** Why the machine refused, and its own words: system call, code and path. */
export interface MachineRefusal {
  readonly kind: "refused";
  readonly reason: Refusal;
  readonly detail: string;
}

const REASONS: Readonly<Record<string, Refusal>> = {
  EACCES: "not-permitted",
  EPERM: "not-permitted",
  EROFS: "not-permitted",
  EISDIR: "is-directory",
};

/** The refusal behind a system error that `path` met. Throws on anything that is no system error: that is our mistake. */
export function refusalOf(error: unknown, path: string): MachineRefusal {
  const code = errorCode(error);
  if (code === "" || !(error instanceof Error) || !("syscall" in error)) throw error;
  return { kind: "refused", reason: REASONS[code] ?? "io", detail: `${String(error.syscall)} ${path}: ${code}` };
}
