// A mutex between processes. It is SQLite's write lock on an empty database: the system frees it when its owner dies,
// however it dies, so there is never a stale lock to clear. Nothing is ever written to the file.
import { copyFileSync, statSync, truncateSync } from "node:fs";
import path from "node:path";
import { SECOND } from "../../../shared/domain/time.ts";
import type { WithLock } from "../ports.ts";
import { type Database, openDatabase } from "./database.ts";
import { asideName } from "./set-aside.ts";
import { StorageError, toStorageError } from "./storage-error.ts";

/** A mutex between processes, and within one between all locks on the same file. */
export interface Lock {
  /**
   * Runs `action` while nobody else holds the lock. Waits up to 5 s, then throws a StorageError `busy`. Taking it again
   * inside `action`, or an `action` that goes on after it returned (a promise), is a mistake and throws.
   */
  readonly withLock: WithLock;
  /** Whether this process holds it now. */
  isHeld(): boolean;
}

/** An owner holds the lock for milliseconds; one that has it after so long hangs, and the user should know. */
const PATIENCE_MS = 5 * SECOND;

/** The lock files that this process holds. In the module, because two Lock values may stand for one file. */
const held = new Set<string>();

/** The lock in `folder`. `name` is the file it uses; different names do not exclude each other. */
export function createLock(folder: string, name = "lock.db"): Lock {
  const file = path.resolve(folder, name);
  return {
    isHeld: () => held.has(file),
    withLock: (action) => {
      if (held.has(file)) throw new Error(`the lock ${file} was taken inside itself`);
      const owner = acquire(file);
      held.add(file);
      try {
        const result = action();
        if (result instanceof Promise) throw new Error(`the lock ${file} cannot be held by a promise`);
        return result;
      } finally {
        held.delete(file);
        release(owner);
      }
    },
  };
}

function acquire(file: string): Database {
  try {
    return begin(file);
  } catch (error) {
    if (!(error instanceof StorageError && error.problem === "corrupt")) throw error;
    renew(file);
    return begin(file);
  }
}

function begin(file: string): Database {
  const database = openDatabase(file, PATIENCE_MS);
  try {
    database.exec("BEGIN IMMEDIATE");
  } catch (error) {
    database.close();
    throw error;
  }
  return database;
}

function release(database: Database): void {
  try {
    database.exec("ROLLBACK");
  } finally {
    database.close();
  }
}

// Emptied in place, never renamed: two processes that find the damage at the same time do the same harmless thing twice,
// and both go on to lock the same file.
function renew(file: string): void {
  try {
    copyFileSync(file, asideName(file, statSync(file).mtimeMs));
    truncateSync(file);
  } catch (error) {
    throw toStorageError(error, file);
  }
}
