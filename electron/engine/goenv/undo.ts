// Takes back the last switch, and clears up after a process that died in the middle of one.
import type { Warning } from "../../../shared/domain/goenv.ts";
import { reason } from "../../../shared/domain/reason.ts";
import type { Notice } from "../../../shared/domain/snapshot.ts";
import { isStanding, type Switch } from "../../../shared/domain/switch.ts";
import type { Instant } from "../../../shared/domain/time.ts";
import type { FileSides } from "../ports.ts";
import { changesBetween, valuesIn, withChanges } from "./file-text.ts";
import { readSettled, sameContent } from "./go-env-file.ts";
import type { Journal, JournalledChange } from "./journalled-change.ts";

/** Both sides of a switch as bytes; `null` where there was no file. */
interface Sides {
  readonly before: Buffer | null;
  readonly after: Buffer | null;
}

/** A change that takes a switch back, and what it has to leave alone. */
export interface Undoing {
  readonly change: JournalledChange;
  /** Of the last plan made: the variables that somebody else changed since. */
  left(): readonly Warning[];
}

function bytesOf({ before, after }: FileSides): Sides {
  const decode = (side: string | null): Buffer | null => (side === null ? null : Buffer.from(side, "base64"));
  return { before: decode(before), after: decode(after) };
}

/** The last switch on `file` that took place and was not taken back, or `null`. An undo is not taken back itself. */
function lastStanding(file: string, journal: Journal): { readonly entry: Switch; readonly sides: Sides } | null {
  const entry = journal.switches({}).findLast((s) => isStanding(s) && s.file === file);
  const sides = entry === undefined ? null : journal.sidesOf(entry.id);
  return entry === undefined || sides === null ? null : { entry, sides: bytesOf(sides) };
}

/**
 * The change that takes back the last standing switch on `file`; `null` when there is none. Where the file is as the
 * switch left it, it becomes byte for byte what it was before, no file included. Else only the values that the switch
 * set and that still stand are restored; all others are left and named.
 */
export function planUndo(file: string, at: Instant, journal: Journal): Undoing | null {
  const last = lastStanding(file, journal);
  if (last === null) return null;
  const { entry, sides } = last;
  let left: readonly Warning[] = [];
  const change: JournalledChange = {
    file,
    entry: { at, cause: "undo", from: entry.to, to: entry.from, because: reason("decision-undone") },
    plan: (current) => {
      const restored = restore(current, sides);
      left = restored.left;
      return { kind: "next", next: restored.next };
    },
    landed: (id) => {
      journal.markUndone(entry.id, id);
    },
  };
  return { change, left: () => left };
}

function restore(current: Buffer | null, { before, after }: Sides): { next: Buffer | null; left: readonly Warning[] } {
  if (sameContent(current, after)) return { next: before, left: [] };
  const values = valuesIn(current);
  const stands = (name: string, value: string | null): boolean => (values.get(name) ?? null) === value;
  const changes = changesBetween(before, after);
  const ours = changes.filter((change) => stands(change.name, change.after));
  const left = changes.filter((change) => !stands(change.name, change.after) && !stands(change.name, change.before));
  const back = Object.fromEntries(ours.map((change) => [change.name, change.before]));
  return {
    next: withChanges(current, back),
    left: left.map(({ name }) => ({ code: "changed-since", name })),
  };
}

/**
 * Settles every intent that has no outcome. Nobody alive can own one while we hold the lock, under which this is to be
 * called. Answers what to tell the user about each.
 */
export function settleInterrupted(at: Instant, journal: Journal): readonly Notice[] {
  const open = journal.switches({}).filter((s) => s.outcome === "intended");
  return open.map((entry) => {
    const took = tookPlace(entry, journal);
    if (took && entry.cause === "undo") markTarget(entry, journal);
    journal.settle(entry.id, took ? "written" : "interrupted");
    const values = { profile: entry.to ?? "", outcome: took ? "written" : "interrupted", file: entry.file };
    return { code: "switch-interrupted", at, values };
  });
}

function tookPlace(entry: Switch, journal: Journal): boolean {
  const kept = journal.sidesOf(entry.id);
  const content = readSettled(entry.file);
  if (kept === null || content.kind === "refused") return false;
  const { before, after } = bytesOf(kept);
  const now = content.kind === "bytes" ? content.bytes : null;
  if (sameContent(now, after)) return true;
  if (sameContent(now, before)) return false;
  // Somebody has changed the file since: what the switch was about decides.
  const values = valuesIn(now);
  const changes = changesBetween(before, after);
  return changes.length > 0 && changes.every(({ name, after: value }) => (values.get(name) ?? null) === value);
}

/** An undo marks its target before it is settled; where the process died before even that, the target is still the last one. */
function markTarget(undo: Switch, journal: Journal): void {
  const marked = journal.switches({}).some((s) => s.undoneBy === undo.id);
  const target = marked ? null : lastStanding(undo.file, journal);
  if (target !== null) journal.markUndone(target.entry.id, undo.id);
}
