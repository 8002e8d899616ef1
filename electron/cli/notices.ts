import type { Notice } from "../../shared/domain/snapshot.ts";
import type { Terminal } from "./terminal.ts";

/** Says each notice on stderr. */
export function printNotices(terminal: Terminal, notices: readonly Notice[]): void {
  for (const notice of notices) terminal.note(sayNotice(terminal, notice));
}

/** A notice in the reader's words. */
export function sayNotice({ t }: Terminal, { code, values }: Notice): string {
  return t(`cli:notice.${code}`, values);
}
