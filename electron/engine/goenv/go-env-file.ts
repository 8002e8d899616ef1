// Reads the bytes of the go env file. Bytes, not text: what is not ours must survive a change whatever it holds.
import { closeSync, fstatSync, openSync, readFileSync, statSync } from "node:fs";
import { errorCode } from "../store/storage-error.ts";
import { type MachineRefusal, refusalOf } from "./machine-refusal.ts";

/** The file's bytes, or `missing`, or why they cannot be had. */
export type FileContent =
  | { readonly kind: "bytes"; readonly bytes: Buffer }
  | { readonly kind: "missing" }
  | MachineRefusal;

/** A go env file has a few hundred bytes; a thousand times that is no go env file. */
const MAX_BYTES = 1024 * 1024;
/**
 * `go env -w` truncates the file and then writes it. Who looks in between sees it empty, so an empty file is looked at
 * again: ten times 2 ms are a hundred times what Go was seen to take between the two.
 */
const EMPTY_LOOKS = 10;
const EMPTY_WAIT_MS = 2;

const pause = new Int32Array(new SharedArrayBuffer(4));

/** Holds this thread for `ms`; only for the milliseconds that another writer needs to finish. */
export function pauseSync(ms: number): void {
  Atomics.wait(pause, 0, 0, ms);
}

/** The file behind any symbolic links, once no other writer is in the middle of it. For whoever will write it. */
export function readSettled(path: string): FileContent {
  for (let look = 1; ; look += 1) {
    const content = readNow(path);
    const empty = content.kind === "bytes" && content.bytes.length === 0;
    if (!empty || look === EMPTY_LOOKS) return content;
    pauseSync(EMPTY_WAIT_MS);
  }
}

/** The file behind any symbolic links, as it is this moment. For whoever will look again when it changes. */
export function readNow(path: string): FileContent {
  try {
    // Asked before opening: to open a pipe would wait for its other end.
    const wrong = wrongKind(statSync(path), path);
    if (wrong !== null) return wrong;
    const descriptor = openSync(path, "r");
    try {
      return wrongKind(fstatSync(descriptor), path) ?? { kind: "bytes", bytes: readFileSync(descriptor) };
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    return errorCode(error) === "ENOENT" ? { kind: "missing" } : refusalOf(error, path);
  }
}

function wrongKind(
  found: { isFile(): boolean; isDirectory(): boolean; size: number },
  path: string,
): MachineRefusal | null {
  if (found.isDirectory()) return { kind: "refused", reason: "is-directory", detail: `open ${path}: EISDIR` };
  if (!found.isFile()) return { kind: "refused", reason: "io", detail: `open ${path}: not a regular file` };
  const tooLarge = found.size > MAX_BYTES;
  return tooLarge ? { kind: "refused", reason: "io", detail: `read ${path}: larger than ${MAX_BYTES} bytes` } : null;
}

/** Whether two contents are the same: both missing, or the same bytes. */
export function sameContent(a: Buffer | null, b: Buffer | null): boolean {
  return a === null || b === null ? a === b : a.equals(b);
}
