// What happened beside looks, as the journal keeps it: with the looks, all that a replay needs to decide the same again.
import { isFileChanged } from "./active-profile.ts";
import type { Decision } from "./decision.ts";
import { redact } from "./endpoint.ts";
import type { EffectiveEnv, Variable } from "./goenv.ts";
import type { Network } from "./network.ts";
import { DEFAULT_POLICY, type Policy } from "./policy.ts";
import type { Profile } from "./profile.ts";
import type { Reason } from "./reason.ts";
import type { ReplayRecord } from "./replay-record.ts";
import type { Event, State } from "./state.ts";
import type { Instant } from "./time.ts";

/** The records that the journal keeps; looks are in the history anyway. */
export type Happening = Extract<
  ReplayRecord,
  { type: "start" | "network" | "resume" | "suspend" | "power" | "release" | "pause" | "settings" | "env" }
>;

/** Something that happened, and to which run of an engine: when that began. */
export interface HappeningRow {
  readonly run: Instant;
  readonly happening: Happening;
}

/** A change of mind of a run. */
export interface DecisionRow {
  readonly at: Instant;
  readonly run: Instant;
  readonly kind: Decision["kind"];
  readonly profile: string | null;
  readonly because: Reason;
}

/** What the step from one state to the next has to tell the journal. Holds no credentials. */
export function happeningsOf(before: State, after: State, event: Event): readonly Happening[] {
  const { at } = after;
  if (before.env === null) return after.env === null ? [] : [startOf(after, after.env, at)];
  return [...plainOf(before, after, event), ...envOf(before, after, event), ...networkOf(before, after, at)];
}

function startOf({ profiles, active, settings, policy }: State, env: EffectiveEnv, at: Instant): Happening {
  const { auto, intervalSeconds } = settings;
  const own = changedNumbers(policy);
  const scene = { profiles: profiles.map(shown), active, auto, intervalSeconds, ...valuesOf(env) };
  return { type: "start", at, ...scene, ...(own === null ? {} : { policy: own }) };
}

function changedNumbers(policy: Policy): Record<string, number> | null {
  const changed = Object.entries(policy).filter(([name, value]) => DEFAULT_POLICY[name as keyof Policy] !== value);
  return changed.length === 0 ? null : Object.fromEntries(changed);
}

function plainOf(before: State, after: State, event: Event): readonly Happening[] {
  const { at } = after;
  switch (event.type) {
    case "resumed":
      return before.asleep ? [{ type: "resume", at }] : [];
    case "suspended":
      return [{ type: "suspend", at }];
    case "power":
      return before.onBattery === after.onBattery ? [] : [{ type: "power", at, battery: after.onBattery }];
    case "released":
      return [{ type: "release", at }];
    case "paused":
      return [{ type: "pause", at, until: event.until }];
    case "settings":
      return settingsOf(before, after);
    default:
      return [];
  }
}

function settingsOf(before: State, after: State): readonly Happening[] {
  const { at, settings, profiles } = after;
  const { auto, intervalSeconds } = settings;
  const isSame = before.settings.auto === auto && before.settings.intervalSeconds === intervalSeconds;
  const isSameProfiles = JSON.stringify(before.profiles) === JSON.stringify(profiles);
  if (isSame && isSameProfiles) return [];
  const others = isSameProfiles ? {} : { profiles: profiles.map(shown) };
  return [{ type: "settings", at, auto, intervalSeconds, ...others }];
}

/** Who changed the values, unless it was a switch by itself, which a replay makes on its own. */
function envOf(before: State, after: State, event: Event): readonly Happening[] {
  if (before.env === null || after.env === null || before.env === after.env) return [];
  // The file that our own switch has just written.
  if (event.type !== "applied" && before.switching) return [];
  const by =
    event.type === "applied" ? appliedBy(event) : isSameValues(before.env, after.env) ? null : whoBy(before, after);
  return by === null ? [] : [{ type: "env", at: after.at, by, ...chosen(after), ...valuesOf(after.env) }];
}

function appliedBy({ cause, outcome }: Extract<Event, { type: "applied" }>): "itself" | "choice" | null {
  if (cause !== "auto") return "choice";
  return outcome.outcome === "refused" ? "itself" : null;
}

function isSameValues(before: EffectiveEnv, after: EffectiveEnv): boolean {
  return !isFileChanged(before, after) && hides(before) === hides(after);
}

function whoBy(before: State, after: State): "itself" | "choice" | "somebody" {
  if (after.hold === before.hold) return "itself";
  return after.hold === "manual" ? "choice" : "somebody";
}

/** Which of two profiles with the same values is meant. */
function chosen({ lastSwitch }: State): { readonly active: string | null } {
  return { active: lastSwitch?.to ?? null };
}

function hides(env: EffectiveEnv): string {
  return JSON.stringify(valuesOf(env).hidden);
}

/** The network when it is another one, or its kind is, or it begins or ceases to be sure enough to go by. */
function networkOf(before: State, after: State, at: Instant): readonly Happening[] {
  const [was, is] = [before.network, after.network];
  const isSure = ({ confidence }: Network): boolean => confidence >= after.policy.minConfidence;
  const isSame = was.kind === is.kind && was.fingerprint === is.fingerprint && was.online === is.online;
  if (isSame && isSure(was) === isSure(is) && before.attachment !== null) return [];
  if (after.attachment === null) return [];
  const { kind, confidence, fingerprint } = is;
  const isRefined = was.since === is.since && was.fingerprint !== fingerprint;
  return [{ type: "network", at, kind, confidence, fingerprint, ...(isRefined ? { refines: was.fingerprint } : {}) }];
}

function shown(profile: Profile): Profile {
  const env = Object.entries(profile.env).map(([name, value]) => [name, value === null ? null : redact(value)]);
  const { name, kinds, fingerprints } = profile;
  return { name, env: Object.fromEntries(env) as Profile["env"], kinds, fingerprints };
}

type Values = Record<string, string>;

/** The values of the go env file, and those of the environment that hide them. */
function valuesOf({ variables }: EffectiveEnv): { readonly env: Values; readonly hidden: Values } {
  const env: Values = {};
  const hidden: Values = {};
  for (const [name, variable] of Object.entries(variables)) {
    const inFile = fileValue(variable);
    if (inFile !== undefined) env[name] = redact(inFile);
    if (variable.origin === "os") hidden[name] = redact(variable.value);
  }
  return { env, hidden };
}

function fileValue({ origin, value, shadows }: Variable): string | undefined {
  if (origin === "file") return value;
  return origin === "os" ? shadows : undefined;
}
