// The GoEnv door: reads, changes, takes back and watches the go env file. Every change runs under one lock that all our
// processes share, and is journalled. The parts are in the files beside this one; here they are put together.
import { redact } from "../../../shared/domain/endpoint.ts";
import type { ApplyOutcome, EffectiveEnv, Warning } from "../../../shared/domain/goenv.ts";
import { minorOf, refusedValue, type ValueContext } from "../../../shared/domain/goenv-values.ts";
import type { Notice } from "../../../shared/domain/snapshot.ts";
import type { Instant } from "../../../shared/domain/time.ts";
import type { Clock, GoEnv, Stop, SwitchRequest, WithLock } from "../ports.ts";
import { StorageError } from "../store/storage-error.ts";
import { readBack, refusedByGo } from "./ask-go.ts";
import { withChanges } from "./file-text.ts";
import type { GoInstallation } from "./find-go.ts";
import { foreseeChange } from "./foresee.ts";
import { changeFile, type Journal, type JournalledChange, type Plan } from "./journalled-change.ts";
import { locateFile } from "./locate.ts";
import type { LoginShell } from "./login-shell.ts";
import type { GoCommand } from "./run-go.ts";
import { contextOf, lookAround, type Scene } from "./scene.ts";
import type { Surroundings } from "./surroundings.ts";
import { machineWarnings, shadowWarnings } from "./switch-warnings.ts";
import { planUndo, settleInterrupted } from "./undo.ts";
import { watchEnvFile } from "./watch-env-file.ts";

/** What the door is made of. */
export interface GoEnvParts extends Surroundings {
  readonly history: Journal;
  readonly lock: WithLock;
  readonly clock: Clock;
  /** Further variables that `read` has to answer for, for example those that profiles hold. */
  readonly names?: () => readonly string[];
  /** What is known of the user's login shell; absent: nothing is told of it. */
  readonly shell?: LoginShell | undefined;
}

/** The door, and what a switch would come to. */
export interface ForeseeingGoEnv extends GoEnv {
  /** What `apply` would answer now, with nothing written, journalled or locked. */
  foresee(request: SwitchRequest): Promise<ApplyOutcome>;
}

/** The go env file of `parts.env`, as the go command that would be run there sees it. */
export function createGoEnv(parts: GoEnvParts): ForeseeingGoEnv {
  return {
    read: () => read(parts),
    apply: (request) => apply(parts, request),
    foresee: (request) => foresee(parts, request),
    undo: (at) => undo(parts, at),
    resolveInterrupted: (at) => resolveInterrupted(parts, at),
    watch: (changed) => watchAll(parts, changed),
  };
}

async function read(parts: GoEnvParts): Promise<EffectiveEnv> {
  const { env } = await lookAround(parts, parts.names?.() ?? []);
  const exported = parts.shell?.exports() ?? [];
  return exported.length === 0 ? env : { ...env, shell: exported };
}

/** The whole of a switch but for the change itself: what it would rest on, and why it may not be. */
interface Prepared {
  readonly scene: Scene;
  readonly file: string;
  readonly plan: JournalledChange["plan"];
  readonly warnings: readonly Warning[];
}

async function prepare(parts: GoEnvParts, { env }: SwitchRequest): Promise<Prepared | ApplyOutcome> {
  const scene = await lookAround(parts, Object.keys(env));
  const warnings = [...machineWarnings(scene), ...shadowWarnings(parts, env, parts.shell?.exports() ?? [])];
  const { file, go } = scene;
  if (file === null || scene.refusal !== null) return refuseWithout(scene, warnings);
  const unfit = go === null ? null : await refusedByGo(commandOf(parts, go), env, scene.present);
  if (unfit !== null) {
    return { outcome: "refused", reason: "invalid-value", detail: redact(unfit), file, changes: [], warnings };
  }
  const plan = (current: Buffer | null): Plan => {
    const detail = refusedIn(env, contextOf(parts, scene, current));
    if (detail !== null) return { kind: "refused", reason: "invalid-value", detail };
    return { kind: "next", next: withChanges(current, env) };
  };
  return { scene, file, plan, warnings };
}

async function apply(parts: GoEnvParts, request: SwitchRequest): Promise<ApplyOutcome> {
  const prepared = await prepare(parts, request);
  if ("outcome" in prepared) return prepared;
  const { env, ...entry } = request;
  const { file, plan, warnings } = prepared;
  const outcome = locked(parts, { file, entry, plan });
  return { ...outcome, warnings: [...warnings, ...(await seenByGo(parts, outcome, Object.keys(env)))] };
}

async function foresee(parts: GoEnvParts, request: SwitchRequest): Promise<ApplyOutcome> {
  const prepared = await prepare(parts, request);
  return "outcome" in prepared ? prepared : { ...foreseeChange(prepared), warnings: prepared.warnings };
}

function commandOf(surroundings: GoEnvParts, { path }: GoInstallation): GoCommand {
  return { path, surroundings };
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

function watchAll(parts: GoEnvParts, changed: () => void): Stop {
  // Which release runs decides only over a relative folder, which the newest refuses: the strict reading is enough here.
  const location = locateFile(parts, minorOf(undefined));
  const stops = [
    ...(location.kind === "file" ? [watchEnvFile(location.file, parts.clock, changed)] : []),
    ...(parts.shell === undefined ? [] : [parts.shell.watch(changed)]),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
