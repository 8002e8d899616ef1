// The state of the run before, for the moment between a window that is there and an engine that has spoken. It is told as
// old: what is so now nobody knows yet.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { version } from "../../package.json" with { type: "json" };
import type { Snapshot } from "../../shared/domain/snapshot.ts";
import { MINUTE, type Millis } from "../../shared/domain/time.ts";
import type { Log } from "./log.ts";

const FILE = "last-snapshot.json";

/** Only the owner may read, like every file of the home. */
const PRIVATE_FILE = 0o600;

/** Written at most so often, and when the app quits: after a crash the state shown is so old at most. @internal */
export const KEEP_EVERY_MS: Millis = 10 * MINUTE;

/** What the file holds. Another version may mean something else by the same names, so it is not read. */
interface Kept {
  readonly version: string;
  readonly snapshot: Snapshot;
}

/** The snapshot kept in the home; `null` when there is none, or none that this version has written. */
export function readKept(home: string): Snapshot | null {
  try {
    const kept = JSON.parse(readFileSync(path.join(home, FILE), "utf8")) as Partial<Kept> | null;
    return kept?.version === version ? (kept.snapshot ?? null) : null;
  } catch {
    // Nothing kept, or nothing legible: the window says that it is starting, as on the first run.
    return null;
  }
}

/** Keeps the newest snapshot that it is offered. */
export class SnapshotKeeper implements Disposable {
  readonly #home: string;
  readonly #log: Log;
  #newest: Snapshot | null = null;
  #keptAt = performance.now();

  constructor(home: string, log: Log) {
    this.#home = home;
    this.#log = log;
  }

  /** A newer snapshot; written when the last one has been there long enough. */
  offer(snapshot: Snapshot): void {
    this.#newest = snapshot;
    if (performance.now() - this.#keptAt >= KEEP_EVERY_MS) this.#write();
  }

  /** Writes the newest. */
  [Symbol.dispose](): void {
    this.#write();
  }

  #write(): void {
    if (this.#newest === null) return;
    this.#keptAt = performance.now();
    // What is to be done about a notice is told anew if it still holds, and whether all is well has to be measured.
    const kept: Kept = { version, snapshot: { ...this.#newest, status: "measuring", notices: [] } };
    const file = path.join(this.#home, FILE);
    try {
      mkdirSync(this.#home, { recursive: true });
      writeFileSync(`${file}.new`, JSON.stringify(kept), { mode: PRIVATE_FILE });
      renameSync(`${file}.new`, file);
    } catch (error) {
      this.#log.warn(`the last state could not be kept: ${String(error)}`);
    }
  }
}
