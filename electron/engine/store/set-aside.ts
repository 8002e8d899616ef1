// Moves a damaged file out of the way under a name that says when. Nothing is ever deleted.
import { existsSync, renameSync } from "node:fs";
import type { Instant } from "../../../shared/domain/time.ts";
import { errorCode, toStorageError } from "./storage-error.ts";

/** A free name beside `file` for what it holds at `at`: `<file>.corrupt-20260131T235959Z`, with `-2` and so on when taken. */
export function asideName(file: string, at: Instant): string {
  const stamp = new Date(at).toISOString().replace(/\.\d+/, "").replace(/[-:]/g, "");
  const name = `${file}.corrupt-${stamp}`;
  let free = name;
  for (let n = 2; existsSync(free); n += 1) free = `${name}-${n}`;
  return free;
}

/**
 * Renames `file`, and before it the companions whose names are `file` and one of `suffixes`; answers the new name. The
 * companions go first: a write-ahead log that stayed behind would be replayed into the new database.
 */
export function setAside(file: string, at: Instant, suffixes: readonly string[] = []): string {
  const aside = asideName(file, at);
  for (const suffix of [...suffixes, ""]) {
    try {
      renameSync(file + suffix, aside + suffix);
    } catch (error) {
      if (errorCode(error) !== "ENOENT") throw toStorageError(error, file + suffix);
    }
  }
  return aside;
}
