import type { Notice } from "./snapshot.ts";

/** The notices with one more: one a code, the newest. */
export function withNotice(notices: readonly Notice[], notice: Notice): readonly Notice[] {
  return [...notices.filter((n) => n.code !== notice.code), notice];
}
