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
  plan(current: Buffer | null): Plan;
  /**
   * Runs after the file holds the change and before the journal says so. A change that has this is journalled even when
   * there was nothing to write.
   */
  readonly landed?: (id: number) => void;
}

/** Somebody who changes the file eight times while we replace it eight times is a loop that we must not take part in. */
const MAX_ATTEMPTS = 8;

/** The journal row of this change, and what it says was changed. */
interface Intent {
  readonly id: number;
  readonly changes: readonly Change[];
}

/** Where an attempt starts from: what the file must hold, and what the new content is made from (the same, as a rule). */
interface Ground {
  readonly expected: Buffer | null;
  readonly base: Buffer | null;
}

/** Carries the change out. To be called under the lock. */
export function changeFile(change: JournalledChange, journal: Journal): ApplyOutcome {
  const { file } = change;
  let intent: Intent | null = null;
  let late: Buffer | null = null;
  let idle: "written" | "unchanged" = "unchanged";
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const ground = groundOf(file, late);
    if ("kind" in ground) return conclude(change, journal, intent, ground);
    const plan = change.plan(ground.base);
    if (plan.kind === "refused") return conclude(change, journal, intent, plan);
    if (sameContent(ground.expected, plan.next)) return conclude(change, journal, intent, idle);
    intent = writeIntent(change, journal, intent, { base: ground.base, next: plan.next });
    const written = atomicWrite(file, { expected: ground.expected, next: plan.next });
    if (written.kind === "refused") return conclude(change, journal, intent, written);
    if (written.kind === "replaced") idle = "written";
    late = written.kind === "replaced" ? written.late : null;
    const landed = written.kind === "replaced" && late === null && stillHolds(file, intent.changes, plan.next);
    if (landed) return conclude(change, journal, intent, "written");
  }
  const detail = `${file}: changed by another program ${MAX_ATTEMPTS} times`;
  return conclude(change, journal, intent, { kind: "refused", reason: "changed-meanwhile", detail });
}

function groundOf(file: string, late: Buffer | null): Ground | MachineRefusal {
  const content = readSettled(file);
  if (content.kind === "refused") return content;
  const current = content.kind === "bytes" ? content.bytes : null;
  return { expected: current, base: late ?? current };
}

function writeIntent(
  { file, entry }: JournalledChange,
  journal: Journal,
  earlier: Intent | null,
  { base, next }: { readonly base: Buffer | null; readonly next: Buffer | null },
): Intent {
  const changes = changesBetween(base, next);
  const same = earlier !== null && JSON.stringify(earlier.changes) === JSON.stringify(changes);
  if (earlier !== null && !same) journal.settle(earlier.id, "refused", "changed-meanwhile");
  const id = same ? earlier.id : journal.intend({ ...entry, file, changes: changes.map(shown) });
  journal.keepSides(id, { before: base?.toString("base64") ?? null, after: next?.toString("base64") ?? null });
  return { id, changes };
}

function shown({ name, before, after }: Change): Change {
  const hide = (value: string | null): string | null => (value === null ? null : redact(value));
  return { name, before: hide(before), after: hide(after) };
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

function conclude(
  change: JournalledChange,
  journal: Journal,
  intent: Intent | null,
  end: "written" | "unchanged" | MachineRefusal,
): ApplyOutcome {
  const { file, entry } = change;
  if (typeof end !== "string") {
    if (intent !== null) journal.settle(intent.id, "refused", end.reason);
    return { outcome: "refused", reason: end.reason, detail: redact(end.detail), file, changes: [], warnings: [] };
  }
  const needed = intent !== null || change.landed !== undefined;
  const id = needed ? (intent?.id ?? journal.intend({ ...entry, file, changes: [] })) : null;
  if (id !== null) {
    change.landed?.(id);
    journal.settle(id, end);
  }
  return { outcome: end, file, changes: end === "written" ? (intent?.changes ?? []) : [], warnings: [] };
}
