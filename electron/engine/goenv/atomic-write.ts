// Replaces the go env file in one step: a reader, and a machine that loses power, sees the whole old file or the whole
// new one. Links are followed first, so that a link stays a link; mode and owner are kept. What it does not keep are
// hard links and extended attributes, which a new file cannot take over.
//
// 1. The new content is complete and on disk under a temporary name before the real name points to it.
// 2. The caller's expectation of the old content is checked as the last thing before that step.
// 3. Whoever opened the old file before the step and writes to it afterwards is noticed, see `late`.
import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import { errorCode } from "../store/storage-error.ts";
import { pauseSync, readNow, sameContent } from "./go-env-file.ts";
import { type MachineRefusal, refusalOf } from "./machine-refusal.ts";
import { realTarget, removeLeftovers, temporaryName } from "./temporary-files.ts";

/** What came of replacing a file: done, or left alone because it no longer held what was expected, or refused. */
export type WriteOutcome =
  /** `late` is what another program wrote into the old file while it was being replaced; usually `null`. */
  { readonly kind: "replaced"; readonly late: Buffer | null } | { readonly kind: "changed" } | MachineRefusal;

/** A change of the whole file; `null` stands for no file. */
export interface Replacement {
  readonly expected: Buffer | null;
  readonly next: Buffer | null;
  /** The mode of the file from then on; absent: as it is, or as the go command would make it. */
  readonly mode?: number;
}

/** Windows does not replace a file that somebody has open; the go command has it open for less than a millisecond. */
const WINDOWS_ATTEMPTS = 10;
const WINDOWS_WAIT_MS = 5;
/** `go env -w` truncates and writes at once; twenty looks of 1 ms are a hundred times what it was seen to take. */
const LATE_LOOKS = 20;
const LATE_WAIT_MS = 1;

/**
 * Makes `path` hold `next` if it holds `expected` now. Missing folders are made, and a new file gets the mode that the
 * go command would give it. To be called under the lock.
 */
export function atomicWrite(path: string, replacement: Replacement): WriteOutcome {
  const { expected, next, mode } = replacement;
  try {
    const target = realTarget(path);
    removeLeftovers(target);
    if (next === null) return removeFile(target, expected);
    mkdirSync(dirname(target), { recursive: true });
    // A rename needs no right to write the file itself. Who made it read-only wants it left alone.
    if (expected !== null) accessSync(target, constants.W_OK);
    return replaceFile(target, expected, { bytes: next, mode });
  } catch (error) {
    return refusalOf(error, path);
  }
}

/** The new file. */
interface Content {
  readonly bytes: Buffer;
  readonly mode: number | undefined;
}

function replaceFile(target: string, expected: Buffer | null, next: Content): WriteOutcome {
  const temporary = temporaryName(target);
  const old = expected === null || process.platform === "win32" ? null : openOld(target);
  try {
    writeTemporary(temporary, next, expected === null ? null : statSync(target));
    if (!holds(target, expected)) return { kind: "changed" };
    rename(temporary, target);
    syncFolder(dirname(target));
    return { kind: "replaced", late: old === null || expected === null ? null : lateWrite(old, expected) };
  } finally {
    if (old !== null) closeSync(old);
    rmSync(temporary, { force: true });
  }
}

function removeFile(target: string, expected: Buffer | null): WriteOutcome {
  if (!holds(target, expected)) return { kind: "changed" };
  if (expected !== null) {
    unlinkSync(target);
    syncFolder(dirname(target));
  }
  return { kind: "replaced", late: null };
}

function holds(target: string, expected: Buffer | null): boolean {
  const now = readNow(target);
  return now.kind !== "refused" && sameContent(now.kind === "bytes" ? now.bytes : null, expected);
}

/**
 * The old file, kept open so that a write to it after the rename can be seen (on Windows an open file cannot be
 * replaced, so there nobody can write it then). Gone meanwhile is for `holds` to find.
 */
function openOld(target: string): number | null {
  try {
    return openSync(target, "r");
  } catch (error) {
    if (errorCode(error) === "ENOENT") return null;
    throw error;
  }
}

/** The content under its temporary name, on disk, with the mode and as far as allowed the owner of the old file. */
function writeTemporary(temporary: string, { bytes, mode }: Content, old: Stats | null): void {
  // Until the mode is settled nobody else may read it: values may hold credentials.
  const descriptor = openSync(temporary, "wx", old === null ? (mode ?? 0o666) : 0o600);
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
    if (old !== null) {
      keepOwner(descriptor, old);
      fchmodSync(descriptor, mode ?? old.mode & 0o7777);
    }
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Owner and group as they were; a group alone where only that is allowed; else ours, as for any file we make. */
function keepOwner(descriptor: number, old: Stats): void {
  const now = fstatSync(descriptor);
  if (now.uid === old.uid && now.gid === old.gid) return;
  for (const uid of [old.uid, now.uid]) {
    try {
      fchownSync(descriptor, uid, old.gid);
      return;
    } catch (error) {
      if (errorCode(error) !== "EPERM") throw error;
    }
  }
}

function rename(temporary: string, target: string): void {
  for (let attempt = 1; ; attempt += 1) {
    try {
      renameSync(temporary, target);
      return;
    } catch (error) {
      const busy = process.platform === "win32" && ["EPERM", "EACCES", "EBUSY"].includes(errorCode(error));
      if (!busy || attempt === WINDOWS_ATTEMPTS) throw error;
      pauseSync(WINDOWS_WAIT_MS);
    }
  }
}

/** Puts the new name itself on disk. Windows has no such call for folders. */
function syncFolder(folder: string): void {
  if (process.platform === "win32") return;
  const descriptor = openSync(folder, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** What somebody wrote into the old file after it was replaced, once that is all there; `null` when nobody did. */
function lateWrite(old: number, expected: Buffer): Buffer | null {
  let found = wholeOf(old);
  if (found.equals(expected)) return null;
  for (let look = 1; look < LATE_LOOKS && found.length === 0; look += 1) {
    pauseSync(LATE_WAIT_MS);
    found = wholeOf(old);
  }
  return found.length === 0 ? null : found;
}

function wholeOf(descriptor: number): Buffer {
  const bytes = Buffer.alloc(fstatSync(descriptor).size);
  const length = readSync(descriptor, bytes, 0, bytes.length, 0);
  return bytes.subarray(0, length);
}
