// The user's netrc file: where it is, what it holds, and new entries in it. It is the one place for credentials of module
// proxies, because the go command itself reads it; Gangway keeps none.
import { posix, resolve, win32 } from "node:path";
import type { Refusal } from "../../../shared/domain/goenv.ts";
import { atomicWrite } from "../goenv/atomic-write.ts";
import { readNow } from "../goenv/go-env-file.ts";
import { osValue, type Surroundings } from "../goenv/surroundings.ts";
import { type NetrcEntry, netrcLines, parseNetrc } from "./netrc-text.ts";

/** Only the owner may read it; ftp and curl refuse a file with passwords that others may read. */
const PRIVATE_FILE = 0o600;

/**
 * The file that the go command reads: `$NETRC`, else `.netrc` in the home folder. On Windows `_netrc` comes first, and is
 * the one to make where there is none: every release of Go reads it. `null` when no home folder is known.
 */
export function netrcPath(surroundings: Surroundings): string | null {
  const given = osValue(surroundings, "NETRC");
  if (given !== undefined) return resolve(given);
  const isWindows = surroundings.platform === "win32";
  const home = osValue(surroundings, isWindows ? "USERPROFILE" : "HOME");
  if (home === undefined) return null;
  if (!isWindows) return posix.join(home, ".netrc");
  const [legacy, usual] = [win32.join(home, "_netrc"), win32.join(home, ".netrc")];
  return !isThere(legacy) && isThere(usual) ? usual : legacy;
}

/** Whether there is anything of that name, readable or not. */
function isThere(path: string): boolean {
  return readNow(path).kind !== "missing";
}

/** What the user's netrc holds; nothing when it is not there or cannot be read, which Go passes over as well. */
export function readNetrc(surroundings: Surroundings): readonly NetrcEntry[] {
  const path = netrcPath(surroundings);
  const content = path === null ? null : readNow(path);
  return content?.kind === "bytes" ? parseNetrc(content.bytes.toString("utf8")) : [];
}

/** What came of storing: done, or there already; or another entry stands for the machine; or the machine refused. */
export type NetrcOutcome =
  | { readonly kind: "stored" | "known"; readonly file: string }
  | { readonly kind: "taken"; readonly file: string; readonly machine: string }
  | { readonly kind: "refused"; readonly file: string | null; readonly reason: Refusal; readonly detail: string };

/**
 * Puts the entries into the user's netrc, all or none; what is in it stays as it is, byte for byte. The file is replaced
 * whole and closed to other users. An entry of somebody else's making for a machine is not overruled. To be called under
 * the lock of Gangway's files.
 */
export function storeInNetrc(entries: readonly NetrcEntry[], surroundings: Surroundings): NetrcOutcome {
  const file = netrcPath(surroundings);
  if (file === null) return { kind: "refused", file, reason: "no-config-dir", detail: "no home folder is known" };
  const content = readNow(file);
  if (content.kind === "refused") return { ...content, file };
  const before = content.kind === "bytes" ? content.bytes : null;
  const known = before === null ? [] : parseNetrc(before.toString("utf8"));
  const standing = (machine: string): NetrcEntry | undefined => known.find((entry) => entry.machine === machine);
  const taken = entries.find((entry) => isOther(entry, standing(entry.machine)));
  if (taken !== undefined) return { kind: "taken", file, machine: taken.machine };
  const missing = entries.filter((entry) => standing(entry.machine) === undefined);
  if (missing.length === 0) return { kind: "known", file };
  return prepend(file, before, missing);
}

function prepend(file: string, before: Buffer | null, entries: readonly NetrcEntry[]): NetrcOutcome {
  const next = Buffer.concat([Buffer.from(netrcLines(entries), "utf8"), before ?? Buffer.alloc(0)]);
  const written = atomicWrite(file, { expected: before, next, mode: PRIVATE_FILE });
  if (written.kind === "replaced") return { kind: "stored", file };
  if (written.kind === "refused") return { ...written, file };
  return { kind: "refused", file, reason: "changed-meanwhile", detail: `${file} was changed meanwhile` };
}

function isOther(wanted: NetrcEntry, standing: NetrcEntry | undefined): boolean {
  return standing !== undefined && (standing.login !== wanted.login || standing.password !== wanted.password);
}
