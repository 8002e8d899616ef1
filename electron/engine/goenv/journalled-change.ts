// One change of the go env file, from the journal's intent to its outcome. Invariants, all under the lock:
// 1. The intent and both sides of the file are in the journal before the file is touched; the outcome comes after.
// 2. What another program wrote meanwhile is the ground of a new attempt, so that nothing of theirs is lost.
// 3. `written` is said only after the file was read again and holds what we wanted.

import { redact } from "../../../shared/domain/endpoint.ts";
import type { ApplyOutcome, Change } from "../../../shared/domain/goenv.ts";
import type { Switch } from "../../../shared/domain/switch.ts";
import type { History } from "../ports.ts";
import { atomicWrite } from "./atomic-write.ts";
import { changesBetween, valuesIn } from "./file-text.ts";
import { readSettled, sameContent } from "./go-env-file.ts";
import type { MachineRefusal } from "./machine-refusal.ts";

/** The part of the history that switches need. */
export type Journal = Pick<History, "intend" | "settle" | "markUndone" | "keepSides" | "sidesOf" | "switches">;

/** What to make of the file as it is now: its new content (`null`: no file), or why not. */
export type Plan = { readonly kind: "next"; readonly next: Buffer | null } | MachineRefusal;

/** A change of the file and what the journal says about it. */
export interface JournalledChange {
  readonly file: string;
  readonly entry: Omit<Switch, "id" | "outcome" | "changes" | "file">;
  readonly plan: (current: Buffer | null) => Plan;
  /**
   * Runs after the file holds the change and before the journal says so. A change that has this is journalled even when
   * there was nothing to write.
   */
  readonly landed?: (id: number) => void;
}

/** Somebody who changes the file eight times while we replace it eight times is a loop that we must not take part in. */
const MAX_ATTEMPTS = 8;

/** Where an attempt starts from: what the file must hold, and what the new content is made from (the same, as a rule). */
interface Ground {
  readonly kind: "ground";
  readonly expected: Buffer | null;
  readonly base: Buffer | null;
}

/** What an attempt came to: an end, or the need of another one, on what somebody wrote too late if anybody did. */
type Attempt =
  | { readonly kind: "landed" | "idle" }
  | { readonly kind: "again"; readonly late: Buffer | null; readonly replaced: boolean }
  | MachineRefusal;

/** Carries the change out. To be called under the lock. */
export function changeFile(change: JournalledChange, journal: Journal): ApplyOutcome {
  const row = new JournalRow(change, journal);
  let late: Buffer | null = null;
  let replaced = false;
  for (let count = 1; count <= MAX_ATTEMPTS; count += 1) {
    const attempt = tryOnce(change, row, late);
    if (attempt.kind === "refused") return row.refuse(attempt);
    if (attempt.kind !== "again") return row.conclude(attempt.kind === "landed" || replaced ? "written" : "unchanged");
    late = attempt.late;
    replaced ||= attempt.replaced;
  }
  const detail = `${change.file}: changed by another program ${MAX_ATTEMPTS} times`;
  return row.refuse({ kind: "refused", reason: "changed-meanwhile", detail });
}

function tryOnce({ file, plan }: JournalledChange, row: JournalRow, late: Buffer | null): Attempt {
  const ground = groundOf(file, late);
  if (ground.kind === "refused") return ground;
  const wanted = plan(ground.base);
  if (wanted.kind === "refused") return wanted;
  if (sameContent(ground.expected, wanted.next)) return { kind: "idle" };
  row.intend(ground.base, wanted.next);
  const written = atomicWrite(file, { expected: ground.expected, next: wanted.next });
  if (written.kind === "refused") return written;
  if (written.kind === "changed") return { kind: "again", late: null, replaced: false };
  const landed = written.late === null && stillHolds(file, row.changes, wanted.next);
  return landed ? { kind: "landed" } : { kind: "again", late: written.late, replaced: true };
}

function groundOf(file: string, late: Buffer | null): Ground | MachineRefusal {
  const content = readSettled(file);
  if (content.kind === "refused") return content;
  const current = content.kind === "bytes" ? content.bytes : null;
  return { kind: "ground", expected: current, base: late ?? current };
}

/** Whether the file has what we wrote, or at least all our values, should somebody have added theirs since. */
function stillHolds(file: string, changes: readonly Change[], next: Buffer | null): boolean {
  const content = readSettled(file);
  if (content.kind === "refused") return false;
  const now = content.kind === "bytes" ? content.bytes : null;
  if (sameContent(now, next)) return true;
  const values = valuesIn(now);
  return changes.every(({ name, after }) => (values.get(name) ?? null) === after);
}

/** The journal's row of one change: nothing until there is an intent, settled once at the end. */
class JournalRow {
  readonly #change: JournalledChange;
  readonly #journal: Journal;
  #id: number | null = null;
  #changes: readonly Change[] = [];

  constructor(change: JournalledChange, journal: Journal) {
    this.#change = change;
    this.#journal = journal;
  }

  /** What the last intent changes, with values in clear. */
  get changes(): readonly Change[] {
    return this.#changes;
  }

  /** Journals what is about to be done. Where another program made it another change than intended before, a new row tells so. */
  intend(base: Buffer | null, next: Buffer | null): void {
    const changes = changesBetween(base, next);
    const same = JSON.stringify(changes) === JSON.stringify(this.#changes);
    if (this.#id !== null && !same) this.#journal.settle(this.#id, "refused", "changed-meanwhile");
    const id = this.#id !== null && same ? this.#id : this.#insert(changes);
    this.#journal.keepSides(id, { before: base?.toString("base64") ?? null, after: next?.toString("base64") ?? null });
    this.#id = id;
    this.#changes = changes;
  }

  refuse({ reason, detail }: MachineRefusal): ApplyOutcome {
    if (this.#id !== null) this.#journal.settle(this.#id, "refused", reason);
    const { file } = this.#change;
    return { outcome: "refused", reason, detail: redact(detail), file, changes: [], warnings: [] };
  }

  conclude(outcome: "written" | "unchanged"): ApplyOutcome {
    const { file, landed } = this.#change;
    const id = landed === undefined ? this.#id : (this.#id ?? this.#insert([]));
    if (id !== null) {
      landed?.(id);
      this.#journal.settle(id, outcome);
    }
    return { outcome, file, changes: outcome === "written" ? this.#changes : [], warnings: [] };
  }

  #insert(changes: readonly Change[]): number {
    const { entry, file } = this.#change;
    return this.#journal.intend({ ...entry, file, changes: changes.map(shown) });
  }
}

function shown({ name, before, after }: Change): Change {
  const hide = (value: string | null): string | null => (value === null ? null : redact(value));
  return { name, before: hide(before), after: hide(after) };
}
