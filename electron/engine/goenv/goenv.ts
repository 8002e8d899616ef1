// The GoEnv door: reads, changes, takes back and watches the go env file. Every change runs under one lock that all our
// processes share, and is journalled. The parts are in the files beside this one; here they are put together.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { redact } from "../../../shared/domain/endpoint.ts";
import type { ApplyOutcome, EffectiveEnv, Refusal, Warning } from "../../../shared/domain/goenv.ts";
import { readValues } from "../../../shared/domain/goenv-text.ts";
import { minorOf, refusedValue, type ValueContext } from "../../../shared/domain/goenv-values.ts";
import type { Notice } from "../../../shared/domain/snapshot.ts";
import type { Instant } from "../../../shared/domain/time.ts";
import type { Clock, GoEnv, Stop, SwitchRequest, WithLock } from "../ports.ts";
import { errorCode, StorageError } from "../store/storage-error.ts";
import { readBack, refusedByGo } from "./ask-go.ts";
import { effectiveEnv } from "./effective.ts";
import { valuesIn, withChanges } from "./file-text.ts";
import { findGo, type GoInstallation } from "./find-go.ts";
import { readNow } from "./go-env-file.ts";
import { changeFile, type Journal, type JournalledChange, type Plan } from "./journalled-change.ts";
import { locateFile } from "./locate.ts";
import type { GoCommand } from "./run-go.ts";
import { osValue, type Surroundings } from "./surroundings.ts";
import { planUndo, settleInterrupted } from "./undo.ts";
import { watchEnvFile } from "./watch-env-file.ts";

/** What the door is made of. */
export interface GoEnvParts extends Surroundings {
  readonly history: Journal;
  readonly lock: WithLock;
  readonly clock: Clock;
  /** Further variables that `read` has to answer for, for example those that profiles hold. */
  readonly names?: () => readonly string[];
}

/** The machine as it is at one moment: what one read or change rests on. */
interface Scene {
  readonly go: GoInstallation | null;
  readonly file: string | null;
  readonly refusal: { readonly reason: Refusal; readonly detail: string } | null;
  readonly rootText: string | null;
  readonly present: ReadonlyMap<string, string>;
  readonly env: EffectiveEnv;
}

/** The go env file of `parts.env`, as the go command that would be run there sees it. */
export function createGoEnv(parts: GoEnvParts): GoEnv {
  return {
    read: async () => (await lookAround(parts, [])).env,
    apply: (request) => apply(parts, request),
    undo: (at) => undo(parts, at),
    resolveInterrupted: (at) => resolveInterrupted(parts, at),
    watch: (changed) => watchLocated(parts, changed),
  };
}

async function lookAround(parts: GoEnvParts, names: readonly string[]): Promise<Scene> {
  const go = await findGo(parts);
  const location = locateFile(parts, minorOf(go?.version));
  const file = location.kind === "file" ? location.file : null;
  const bytes = bytesOf(file);
  const present = valuesIn(bytes);
  const rootText = rootTextOf(parts, go, present);
  const env = effectiveEnv({
    surroundings: parts,
    file,
    fileText: bytes?.toString("utf8") ?? "",
    go: go === null ? null : { path: go.path, version: go.version },
    rootText,
    names: [...(parts.names?.() ?? []), ...names],
  });
  const refusal = location.kind === "none" ? { reason: location.why, detail: location.detail } : null;
  return { go, file, refusal, rootText, present, env };
}

function bytesOf(file: string | null): Buffer | null {
  const content = file === null ? null : readNow(file);
  return content?.kind === "bytes" ? content.bytes : null;
}

/** `$GOROOT/go.env`, where GOROOT is the file's, the OS's or the go command's own, in that order (cfg.findGOROOT). */
function rootTextOf(parts: GoEnvParts, go: GoInstallation | null, present: ReadonlyMap<string, string>): string | null {
  if (go === null) return null;
  const root = [present.get("GOROOT"), osValue(parts, "GOROOT"), go.root].find((r) => r !== undefined && r !== "");
  if (root === undefined || root === null) return null;
  try {
    return minorOf(go.version) >= 21 ? readFileSync(join(root, "go.env"), "utf8") : "";
  } catch (error) {
    // Go ignores a go.env that it cannot read.
    if (errorCode(error) === "") throw error;
    return "";
  }
}

async function apply(parts: GoEnvParts, request: SwitchRequest): Promise<ApplyOutcome> {
  const names = Object.keys(request.env);
  const scene = await lookAround(parts, names);
  const warnings = [...machineWarnings(scene), ...shadowWarnings(parts, request)];
  const { file, go } = scene;
  if (file === null || scene.refusal !== null) return refuseWithout(scene, warnings);
  const unfit = go === null ? null : await refusedByGo(commandOf(parts, go), request.env, scene.present);
  if (unfit !== null) {
    return { outcome: "refused", reason: "invalid-value", detail: redact(unfit), file, changes: [], warnings };
  }
  const { env, ...entry } = request;
  const plan = (current: Buffer | null): Plan => {
    const detail = refusedIn(env, contextOf(parts, scene, current));
    if (detail !== null) return { kind: "refused", reason: "invalid-value", detail };
    return { kind: "next", next: withChanges(current, env) };
  };
  const outcome = locked(parts, { file, entry, plan });
  return { ...outcome, warnings: [...warnings, ...(await seenByGo(parts, outcome, names))] };
}

function commandOf(surroundings: GoEnvParts, { path }: GoInstallation): GoCommand {
  return { path, surroundings };
}

function contextOf({ platform }: GoEnvParts, { go, rootText }: Scene, file: Buffer | null): ValueContext {
  const present = new Set([...valuesIn(file).keys(), ...readValues(rootText ?? "").keys()]);
  return { present, platform, ...(go === null ? {} : { goVersion: go.version }) };
}

function refusedIn(env: SwitchRequest["env"], context: ValueContext): string | null {
  const reasons = Object.entries(env).map(([name, value]) => refusedValue(name, value, context));
  return reasons.find((found) => found !== null) ?? null;
}

async function undo(parts: GoEnvParts, at: Instant): Promise<ApplyOutcome> {
  const scene = await lookAround(parts, []);
  const { file } = scene;
  const warnings = machineWarnings(scene);
  if (file === null || scene.refusal !== null) return refuseWithout(scene, warnings);
  const { outcome, left } = guarded(parts, file, () => {
    const undoing = planUndo(file, at, parts.history);
    if (undoing === null) return { outcome: nothingToUndo(file), left: [] };
    return { outcome: changeFile(undoing.change, parts.history), left: undoing.left() };
  });
  const seen = await seenByGo(
    parts,
    outcome,
    outcome.changes.map(({ name }) => name),
  );
  return { ...outcome, warnings: [...warnings, ...left, ...seen] };
}

function nothingToUndo(file: string): ApplyOutcome {
  return { outcome: "refused", reason: "nothing-to-undo", detail: file, file, changes: [], warnings: [] };
}

function locked(parts: GoEnvParts, change: JournalledChange): ApplyOutcome {
  return guarded(parts, change.file, () => ({ outcome: changeFile(change, parts.history), left: [] })).outcome;
}

interface Guarded {
  readonly outcome: ApplyOutcome;
  readonly left: readonly Warning[];
}

/** Runs `action` under the lock. Without lock or journal there is no switch: what they refuse becomes the outcome. */
function guarded(parts: GoEnvParts, file: string, action: () => Guarded): Guarded {
  try {
    return parts.lock(action);
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    const reason = error.problem === "not-permitted" ? "not-permitted" : "io";
    const detail = redact(error.message);
    return { outcome: { outcome: "refused", reason, detail, file, changes: [], warnings: [] }, left: [] };
  }
}

function refuseWithout({ refusal, file }: Scene, warnings: readonly Warning[]): ApplyOutcome {
  const { reason, detail } = refusal ?? { reason: "no-config-dir", detail: "" };
  return { outcome: "refused", reason, detail, file, changes: [], warnings };
}

function machineWarnings({ go, refusal }: Scene): readonly Warning[] {
  const off: readonly Warning[] = refusal?.reason === "goenv-off" ? [{ code: "goenv-off" }] : [];
  return go === null ? [...off, { code: "go-not-found" }] : off;
}

/** One for each variable whose OS value wins over what the switch wants; an equal value hides nothing. */
function shadowWarnings(parts: GoEnvParts, { env }: SwitchRequest): readonly Warning[] {
  return Object.entries(env).flatMap(([name, wanted]): readonly Warning[] => {
    const value = osValue(parts, name);
    return value === undefined || value === wanted ? [] : [{ code: "shadowed-by-os", name, value: redact(value) }];
  });
}

/** Asks the go command, if there is one, whether it sees what the file now says. */
async function seenByGo(
  parts: GoEnvParts,
  outcome: ApplyOutcome,
  names: readonly string[],
): Promise<readonly Warning[]> {
  if (outcome.outcome !== "written" || names.length === 0) return [];
  const { go, env } = await lookAround(parts, names);
  return go === null ? [] : readBack(commandOf(parts, go), env, names);
}

function resolveInterrupted({ lock, history }: GoEnvParts, at: Instant): readonly Notice[] {
  try {
    return lock(() => settleInterrupted(at, history));
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    // The next start tries again; until then the user should know why the journal is not settled.
    return [{ code: "refused", at, values: { detail: redact(error.message) } }];
  }
}

function watchLocated(parts: GoEnvParts, changed: () => void): Stop {
  // Which release runs decides only over a relative folder, which the newest refuses: the strict reading is enough here.
  const location = locateFile(parts, minorOf(undefined));
  return location.kind === "file" ? watchEnvFile(location.file, parts.clock, changed) : () => undefined;
}
