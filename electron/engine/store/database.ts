// The one door to the embedded SQL engine: four methods, so that `node:sqlite` can take its place once every supported
// runtime carries it. No SQL of ours lives here.
import { closeSync, openSync, statSync } from "node:fs";
import Libsql from "libsql";
import type { Millis } from "../../../shared/domain/time.ts";
import { errorCode, StorageError, type StorageProblem, toStorageError } from "./storage-error.ts";

/** What SQL can hold here. No booleans: the addon aborts the process on one. */
export type SqlValue = string | number | null | Uint8Array;

/** A row as an array of its columns. */
export type Row = readonly SqlValue[];

/** An open database. Each method throws a StorageError when disk or lock refuse; other errors are mistakes in the SQL. */
export interface Database {
  /** Its path, for words about it. */
  readonly file: string;
  /** Runs statements without values. */
  exec(sql: string): void;
  /** Runs one statement; answers the number of rows changed and the id of the last row inserted. */
  run(sql: string, values?: readonly SqlValue[]): { readonly changes: number; readonly id: number };
  all(sql: string, values?: readonly SqlValue[]): readonly Row[];
  close(): void;
}

/** Only the owner may read. SQLite gives the files it makes beside the database the same mode. */
const PRIVATE_FILE = 0o600;

/** Opens the database in `file`, an empty one when there is none; waits up to `timeoutMs` where another process has it locked. */
export function openDatabase(file: string, timeoutMs: Millis): Database {
  createPrivately(file);
  try {
    return new LibsqlDatabase(new Libsql(file, { timeout: timeoutMs }), file);
  } catch (error) {
    throw translate(error, file);
  }
}

// An existing file is not opened here: closing a second descriptor would drop the locks that this process holds on it.
function createPrivately(file: string): void {
  try {
    closeSync(openSync(file, "wx", PRIVATE_FILE));
  } catch (error) {
    if (errorCode(error) !== "EEXIST") throw toStorageError(error, file);
    if (statSync(file).isDirectory()) throw new StorageError("is-directory", file);
  }
}

const PROBLEMS: readonly (readonly [string, StorageProblem])[] = [
  ["SQLITE_NOTADB", "corrupt"],
  ["SQLITE_CORRUPT", "corrupt"],
  ["SQLITE_BUSY", "busy"],
  ["SQLITE_LOCKED", "busy"],
  ["SQLITE_FULL", "full"],
  ["SQLITE_READONLY", "not-permitted"],
  ["SQLITE_PERM", "not-permitted"],
  ["SQLITE_CANTOPEN", "io"],
  ["SQLITE_IOERR", "io"],
];

function translate(error: unknown, file: string): unknown {
  const code = errorCode(error);
  const problem = PROBLEMS.find(([start]) => code.startsWith(start))?.[1];
  if (problem !== undefined) return new StorageError(problem, file, error);
  // The addon has no code for a file that it cannot open at all.
  const isUnopened = error instanceof Error && error.message.startsWith("ConnectionFailed");
  return isUnopened ? new StorageError("io", file, error) : error;
}

class LibsqlDatabase implements Database {
  readonly file: string;
  readonly #connection: Libsql.Database;
  readonly #statements = new Map<string, Libsql.Statement>();

  constructor(connection: Libsql.Database, file: string) {
    this.#connection = connection;
    this.file = file;
  }

  exec(sql: string): void {
    this.#attempt(() => this.#connection.exec(sql));
  }

  run(sql: string, values: readonly SqlValue[] = []): { readonly changes: number; readonly id: number } {
    const { changes, lastInsertRowid } = this.#attempt(() => this.#prepared(sql).run(values));
    return { changes, id: Number(lastInsertRowid) };
  }

  all(sql: string, values: readonly SqlValue[] = []): readonly Row[] {
    return this.#attempt(() => this.#prepared(sql).all(values)) as Row[];
  }

  close(): void {
    this.#statements.clear();
    this.#connection.close();
  }

  #prepared(sql: string): Libsql.Statement {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const made = this.#connection.prepare(sql);
    if (made.columns().length > 0) made.raw(true);
    this.#statements.set(sql, made);
    return made;
  }

  #attempt<T>(action: () => T): T {
    try {
      return action();
    } catch (error) {
      throw translate(error, this.file);
    }
  }
}

/**
 * Runs `action` in one transaction. To "write" it has the right to do so from its start, and all of it happens, or nothing;
 * to "read" it sees one state of the database throughout.
 */
export function inTransaction<T>(database: Database, aim: "read" | "write", action: () => T): T {
  database.exec(aim === "read" ? "BEGIN" : "BEGIN IMMEDIATE");
  try {
    const result = action();
    database.exec("COMMIT");
    return result;
  } catch (error) {
    rollBack(database);
    throw error;
  }
}

function rollBack(database: Database): void {
  try {
    database.exec("ROLLBACK");
  } catch (error) {
    // After some failures (disk full, I/O) SQLite has rolled back by itself; the error that led here says why.
    const isOver = error instanceof Error && /no transaction is active/.test(error.message);
    if (!isOver && !(error instanceof StorageError)) throw error;
  }
}
