// What a change of the go env file would come to, without touching anything: the refusals of the machine included, as far
// as they can be known without trying.
import { accessSync, constants, existsSync } from "node:fs";
import { dirname } from "node:path";
import type { ApplyOutcome } from "../../../shared/domain/goenv.ts";
import { changesBetween } from "./file-text.ts";
import { readSettled, sameContent } from "./go-env-file.ts";
import type { JournalledChange } from "./journalled-change.ts";
import { type MachineRefusal, refusalOf } from "./machine-refusal.ts";
import { realTarget } from "./temporary-files.ts";

/** The outcome that carrying the change out would most likely have; without warnings. */
export function foreseeChange({ file, plan }: Pick<JournalledChange, "file" | "plan">): ApplyOutcome {
  const content = readSettled(file);
  if (content.kind === "refused") return refused(file, content);
  const current = content.kind === "bytes" ? content.bytes : null;
  const wanted = plan(current);
  if (wanted.kind === "refused") return refused(file, wanted);
  const isSame = sameContent(current, wanted.next);
  const refusal = isSame ? null : refusedAccess(file);
  if (refusal !== null) return refused(file, refusal);
  const changes = isSame ? [] : changesBetween(current, wanted.next);
  return { outcome: isSame ? "unchanged" : "written", file, changes, warnings: [] };
}

function refused(file: string, { reason, detail }: MachineRefusal): ApplyOutcome {
  return { outcome: "refused", reason, detail, file, changes: [], warnings: [] };
}

/** Why the file could not be replaced: it, or the nearest folder above it that is there, may not be written. */
function refusedAccess(file: string): MachineRefusal | null {
  try {
    const target = realTarget(file);
    if (existsSync(target)) accessSync(target, constants.W_OK);
    accessSync(nearestFolder(dirname(target)), constants.W_OK | constants.X_OK);
    return null;
  } catch (error) {
    return refusalOf(error, file);
  }
}

function nearestFolder(folder: string): string {
  const above = dirname(folder);
  return above === folder || existsSync(folder) ? folder : nearestFolder(above);
}
