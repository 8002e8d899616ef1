// Names beside the go env file: the file that a link stands for, our temporary files, and those that a killed process of
// ours left behind.
import { randomBytes } from "node:crypto";
import { lstatSync, readdirSync, readlinkSync, realpathSync, unlinkSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { errorCode } from "../store/storage-error.ts";

/** As many links as Linux follows before it gives up with ELOOP. */
const MAX_LINKS = 40;

/**
 * The path of the file itself behind any symbolic links; the file need not exist, not even behind a link. Throws the
 * system's error, ELOOP among them.
 */
export function realTarget(path: string): string {
  let target = path;
  for (let links = 0; links < MAX_LINKS; links += 1) {
    const next = linkOf(target);
    if (next === null) return inRealFolder(target);
    target = resolve(dirname(target), next);
  }
  // A circle: the system says so in its own words.
  return realpathSync(path);
}

function linkOf(path: string): string | null {
  try {
    return lstatSync(path).isSymbolicLink() ? readlinkSync(path) : null;
  } catch (error) {
    if (errorCode(error) === "ENOENT") return null;
    throw error;
  }
}

function inRealFolder(path: string): string {
  try {
    return join(realpathSync(dirname(path)), basename(path));
  } catch (error) {
    // The folder is still to be made.
    if (errorCode(error) === "ENOENT") return path;
    throw error;
  }
}

/** A name for the new content of `target`, in the same folder; it says whose it is, and no two are alike. */
export function temporaryName(target: string): string {
  const unique = randomBytes(6).toString("hex");
  return join(dirname(target), `.${basename(target)}.gangway-${process.pid}-${unique}.tmp`);
}

/**
 * Removes the temporary files beside `target` whose owner is dead. To be called under the lock and before a temporary
 * file is made: then one that bears our own process id is left from an earlier process of that id. What cannot be
 * removed stays; it does no harm. A missing folder has none.
 */
export function removeLeftovers(target: string): void {
  const folder = dirname(target);
  for (const name of namesIn(folder)) {
    const owner = ownerOf(name, basename(target));
    if (owner === null || (owner !== process.pid && isAlive(owner))) continue;
    try {
      unlinkSync(join(folder, name));
    } catch (error) {
      // Already gone, or not ours to remove: a system error here must not keep the write from happening.
      if (errorCode(error) === "") throw error;
    }
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (errorCode(error) === "") throw error;
    return [];
  }
}

function ownerOf(name: string, base: string): number | null {
  const prefix = `.${base}.gangway-`;
  const owner = name.startsWith(prefix) ? /^(\d+)-[0-9a-f]{12}\.tmp$/.exec(name.slice(prefix.length))?.[1] : undefined;
  return owner === undefined ? null : Number(owner);
}

function isAlive(owner: number): boolean {
  try {
    return process.kill(owner, 0);
  } catch (error) {
    return errorCode(error) !== "ESRCH";
  }
}
