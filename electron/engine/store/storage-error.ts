// What the disk or another process refuses when Gangway keeps its files, in a closed list of words. Network outcomes and
// refusals of the go env file are elsewhere.

/** Why a file of Gangway's own cannot be used. `newer` means that a later version of Gangway wrote it. */
export type StorageProblem = "not-permitted" | "is-directory" | "busy" | "full" | "corrupt" | "newer" | "io";

const SENTENCES: Record<StorageProblem, string> = {
  "not-permitted": "Gangway may not write there",
  "is-directory": "a folder is in its place",
  busy: "another process has kept it locked for too long",
  full: "the disk is full",
  corrupt: "it is damaged",
  newer: "a newer version of Gangway wrote it",
  io: "the system could not read or write it",
};

/** A file of Gangway's own cannot be used. The caller tells the user `problem` and `path`; `cause` has the system's words. */
export class StorageError extends Error {
  readonly problem: StorageProblem;
  readonly path: string;

  constructor(problem: StorageProblem, path: string, cause?: unknown) {
    const words = cause instanceof Error ? ` (${cause.message})` : "";
    super(`${path}: ${SENTENCES[problem]}${words}`, { cause });
    this.name = "StorageError";
    this.problem = problem;
    this.path = path;
  }
}

/** The `code` of a system or database error, for example `EACCES`; empty when it has none. */
export function errorCode(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : "";
  return typeof code === "string" ? code : "";
}

const SYSTEM_PROBLEMS: Readonly<Record<string, StorageProblem>> = {
  EACCES: "not-permitted",
  EPERM: "not-permitted",
  EROFS: "not-permitted",
  EISDIR: "is-directory",
  ENOSPC: "full",
  EDQUOT: "full",
};

/** A StorageError for what a call of the file system threw about `path`. */
export function toStorageError(error: unknown, path: string): StorageError {
  if (error instanceof StorageError) return error;
  return new StorageError(SYSTEM_PROBLEMS[errorCode(error)] ?? "io", path, error);
}
