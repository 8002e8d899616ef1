// The journal of switches in the history: intents, outcomes, and the bytes that an undo needs. Those bytes may hold
// credentials and are answered by `sidesOf` alone; everything else is redacted on its way in.
import { redact } from "../../../shared/domain/endpoint.ts";
import type { Change } from "../../../shared/domain/goenv.ts";
import type { Reason } from "../../../shared/domain/reason.ts";
import type { Switch, SwitchCause } from "../../../shared/domain/switch.ts";
import type { Instant } from "../../../shared/domain/time.ts";
import type { FileSides, HistoryQuery } from "../ports.ts";
import type { Database, SqlValue } from "./database.ts";
import { inRange, rowLimit } from "./history-queries.ts";

/** Journals an intent; answers its id, which grows by at least one with each. */
export function insertIntent(database: Database, entry: Omit<Switch, "id" | "outcome">): number {
  const values = [
    Math.round(entry.at),
    entry.cause,
    entry.from,
    entry.to,
    JSON.stringify(redactReason(entry.because)),
    entry.file,
    JSON.stringify(entry.changes.map(redactChange)),
    entry.refusal ?? null,
    entry.undoneBy ?? null,
  ];
  const columns = "at, cause, origin, target, because, file, changes, refusal, undone_by, outcome";
  return database.run(`INSERT INTO switch (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'intended')`, values).id;
}

function redactReason({ code, values }: Reason): Reason {
  const clean = Object.entries(values).map(([name, value]) => [
    name,
    typeof value === "string" ? redact(value) : value,
  ]);
  return { code, values: Object.fromEntries(clean) as Reason["values"] };
}

function redactChange({ name, before, after }: Change): Change {
  return { name, before: before === null ? null : redact(before), after: after === null ? null : redact(after) };
}

/** Sets columns of switch `id`. An id that was never given out is a mistake and throws. */
export function updateSwitch(database: Database, id: number, columns: Readonly<Record<string, SqlValue>>): void {
  const set = Object.keys(columns)
    .map((name) => `${name} = ?`)
    .join(", ");
  const { changes } = database.run(`UPDATE switch SET ${set} WHERE id = ?`, [...Object.values(columns), id]);
  if (changes === 0) throw new Error(`the journal has no switch ${id}`);
}

/** The newest switches of the query, oldest first. */
export function selectSwitches(database: Database, query: HistoryQuery): readonly Switch[] {
  const range = inRange(query);
  const sql = `SELECT id, at, cause, origin, target, because, file, changes, outcome, refusal, undone_by
    FROM switch WHERE TRUE${range.sql} ORDER BY id DESC LIMIT ?`;
  const rows = database.all(sql, [...range.values, rowLimit(query)]);
  return rows
    .map(([id, at, cause, from, to, because, file, changes, outcome, refusal, undoneBy]) => ({
      id: Number(id),
      at: Number(at),
      cause: cause as SwitchCause,
      from: text(from),
      to: text(to),
      because: JSON.parse(String(because)) as Reason,
      file: String(file),
      changes: JSON.parse(String(changes)) as readonly Change[],
      outcome: outcome as Switch["outcome"],
      ...(typeof refusal === "string" ? { refusal } : {}),
      ...(typeof undoneBy === "number" ? { undoneBy } : {}),
    }))
    .reverse();
}

function text(value: SqlValue | undefined): string | null {
  return typeof value === "string" ? value : null;
}

/** Keeps both sides of the file for switch `id`, in place of any kept before. */
export function replaceSides(database: Database, id: number, { before, after }: FileSides): void {
  const known = database.all("SELECT id FROM switch WHERE id = ?", [id]);
  if (known.length === 0) throw new Error(`the journal has no switch ${id}`);
  database.run("INSERT OR REPLACE INTO sides (switch, before, after) VALUES (?, ?, ?)", [id, before, after]);
}

/** Both sides of the file at switch `id`; `null` when none were kept, or they were pruned. */
export function selectSides(database: Database, id: number): FileSides | null {
  const row = database.all("SELECT before, after FROM sides WHERE switch = ?", [id])[0];
  return row === undefined ? null : { before: text(row[0]), after: text(row[1]) };
}

/** Somebody who undoes goes back a step or two; a few more are no loss, but credentials should not lie about for ever. */
const SIDES_KEPT = 10;

/** Forgets the sides of switches older than `before`, but for the last 10 switches. The journal itself is kept whole. */
export function pruneSides(database: Database, before: Instant): void {
  const recent = "SELECT id FROM switch ORDER BY id DESC LIMIT ?";
  const old = "SELECT id FROM switch WHERE at < ?";
  database.run(`DELETE FROM sides WHERE switch IN (${old}) AND switch NOT IN (${recent})`, [before, SIDES_KEPT]);
}
