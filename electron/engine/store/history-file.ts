// The open history database: how it is opened, made durable, and replaced when it is damaged, at opening or later. What
// is kept in it is not known here.
import { closeSync, openSync, readSync, statSync } from "node:fs";
import path from "node:path";
import type { Notice } from "../../../shared/domain/snapshot.ts";
import { type Instant, SECOND } from "../../../shared/domain/time.ts";
import { type Database, inTransaction, openDatabase } from "./database.ts";
import { isCurrent, migrate } from "./history-schema.ts";
import { createLock, type Lock } from "./lock.ts";
import { isRollUpSound } from "./roll-up.ts";
import { setAside } from "./set-aside.ts";
import { errorCode, StorageError, toStorageError } from "./storage-error.ts";

/** A writer is done within milliseconds; one that keeps us waiting so long hangs. */
const PATIENCE_MS = 5 * SECOND;

/** What the log is cut back to after something large. SQLite folds it into the file whenever it has 1 000 pages, so it has as much anyway. */
const LOG_BYTES = 4_200_000;

/** The first bytes of every SQLite database, see https://www.sqlite.org/fileformat2.html#magic_header_string. */
const MAGIC = Buffer.from("SQLite format 3\0");

/** The histories this process has open. Reading their files by other means would drop the locks that SQLite holds on them. */
const opened = new Set<HistoryFile>();

/** How to look for damage: at the head and the length of the file, as opening does, or at every page, which takes a second. */
type Look = "quick" | "thorough";

/**
 * The history database, shared with other processes.
 * 1. Samples are safe from a death of the process as soon as `write` returns; a power cut may cost the newest.
 * 2. What `writeDurably` wrote is on the disk when it returns, because the go env file is touched next.
 * 3. A damaged file is set aside, under a lock and only if a fresh look finds it damaged still: another process may have
 *    replaced it already. The action is then done once more, on the new file.
 */
export class HistoryFile {
  readonly #file: string;
  readonly #repairLock: Lock;
  readonly #notices: Notice[] = [];
  #database: Database;
  #latest: Instant;

  /** Opens the history in `folder`, which must exist. `at` is now. Throws a StorageError when the machine refuses. */
  constructor(folder: string, at: Instant) {
    this.#file = path.resolve(folder, "history.db");
    // A lock of its own, because an intent is journalled while the go env file's lock is held.
    this.#repairLock = createLock(folder, "history-lock.db");
    this.#latest = at;
    this.#database = this.#openOrReplace("quick");
    opened.add(this);
  }

  /** What the user must know about the file, oldest first. */
  get notices(): readonly Notice[] {
    return [...this.#notices];
  }

  /** Tells the file how late it is: a file that turns out to be damaged is set aside under this time. */
  passed(at: Instant): void {
    this.#latest = Math.max(this.#latest, at);
  }

  /** Answers what `action` answers. */
  read<T>(action: (database: Database) => T): T {
    try {
      return action(this.#database);
    } catch (error) {
      if (!isDamage(error)) throw error;
    }
    this.#database.close();
    this.#database = this.#openOrReplace("thorough");
    return action(this.#database);
  }

  /** Runs `action` in one transaction. */
  write<T>(action: (database: Database) => T): T {
    return this.read((database) => inTransaction(database, "write", () => action(database)));
  }

  /** Runs `action` in one transaction and returns when it is on the disk. Takes milliseconds, not microseconds. */
  writeDurably<T>(action: (database: Database) => T): T {
    return this.read((database) => {
      // In WAL mode FULL adds one fsync of the log after the commit; the log also holds every sample before it.
      database.exec("PRAGMA synchronous = FULL");
      try {
        return inTransaction(database, "write", () => action(database));
      } finally {
        database.exec("PRAGMA synchronous = NORMAL");
      }
    });
  }

  /** Writes the file anew without what is free in it. Takes a second for 50 MB; puts it off when another process is at work. */
  compact(): void {
    try {
      this.read((database) => {
        database.exec("VACUUM");
        // The log has the whole file in it now.
        database.all("PRAGMA wal_checkpoint(TRUNCATE)");
      });
    } catch (error) {
      // The file is as it was, and will be looked at again.
      const isPutOff = error instanceof StorageError && (error.problem === "busy" || error.problem === "full");
      if (!isPutOff) throw error;
    }
  }

  /** Folds the log into the database and closes it. */
  close(): void {
    try {
      // The addon keeps statements until they are collected, so SQLite's own checkpoint at the last close never comes.
      this.#database.all("PRAGMA wal_checkpoint(TRUNCATE)");
    } catch (error) {
      // Another process is reading or the disk is full: the log stays, and whoever opens the file next reads it.
      if (!(error instanceof StorageError)) throw error;
    } finally {
      this.#database.close();
      opened.delete(this);
    }
  }

  #openOrReplace(look: Look): Database {
    try {
      return this.#open(look);
    } catch (error) {
      if (!isDamage(error)) throw error;
    }
    return this.#repairLock.withLock(() => this.#replaceDamaged(look));
  }

  #replaceDamaged(look: Look): Database {
    try {
      return this.#open(look);
    } catch (error) {
      if (!isDamage(error)) throw error;
    }
    const aside = setAside(this.#file, this.#latest, ["-wal", "-shm"]);
    this.#notices.push({ code: "history-corrupt", at: this.#latest, values: { path: this.#file, aside } });
    return this.#open("quick");
  }

  #open(look: Look): Database {
    // Before SQLite sees it: SQLite would delete the log beside a file that is none of its own.
    const isInUse = [...opened].some((other) => other !== this && other.#file === this.#file);
    if (!isInUse) refuseForeign(this.#file);
    const database = openDatabase(this.#file, PATIENCE_MS);
    try {
      this.#prepare(database);
      if (look === "thorough" && !isSound(database)) throw new StorageError("corrupt", this.#file);
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  }

  #prepare(database: Database): void {
    // Reads the head of the file. A prepared statement would keep a damaged file open, and Windows renames no open file.
    database.exec("SELECT 1 FROM sqlite_schema LIMIT 1");
    // macOS: fsync alone leaves the data in the drive's cache. Without effect elsewhere.
    database.exec("PRAGMA fullfsync = ON; PRAGMA synchronous = NORMAL");
    database.all(`PRAGMA journal_size_limit = ${LOG_BYTES}`);
    if (isCurrent(database, this.#file)) return;
    // Two processes that turn on the log at once would get "busy" without being made to wait.
    const prepare = (): void => {
      database.all("PRAGMA journal_mode = WAL");
      migrate(database);
    };
    if (this.#repairLock.isHeld()) prepare();
    else this.#repairLock.withLock(prepare);
  }
}

// SQLite finds pages that are none; bytes of ours that changed within a page only their reader finds.
function isSound(database: Database): boolean {
  return database.all("PRAGMA quick_check(1)")[0]?.[0] === "ok" && isRollUpSound(database);
}

/** Throws a StorageError `corrupt` when the file is there, not empty, and no database. */
function refuseForeign(file: string): void {
  try {
    if (!statSync(file).isFile()) return;
    const head = Buffer.alloc(MAGIC.length);
    const descriptor = openSync(file, "r");
    const length = readSync(descriptor, head, 0, head.length, 0);
    closeSync(descriptor);
    if (length > 0 && !head.equals(MAGIC)) throw new StorageError("corrupt", file);
  } catch (error) {
    if (errorCode(error) !== "ENOENT") throw toStorageError(error, file);
  }
}

function isDamage(error: unknown): boolean {
  return error instanceof StorageError && error.problem === "corrupt";
}
