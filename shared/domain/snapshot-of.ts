import { BUILTIN_PROFILES } from "./builtin-profiles.ts";
import { type ChecksumCosts, checksumCosts } from "./checksum-cost.ts";
import type { Checksums } from "./checksums.ts";
import { routeWarnings } from "./desktop-route.ts";
import { redact } from "./endpoint.ts";
import { endpointView } from "./endpoint-view.ts";
import type { EffectiveEnv, Variable, Warning } from "./goenv.ts";
import { goproxyInForce } from "./judgement.ts";
import { checksumsOf } from "./lights-due.ts";
import { isTemplate, type Profile } from "./profile.ts";
import { type GoClient, goClient } from "./reuse.ts";
import { lastGood } from "./sample.ts";
import type { Settings } from "./settings.ts";
import type { ProfileView, Snapshot } from "./snapshot.ts";
import type { State } from "./state.ts";
import type { Switch } from "./switch.ts";
import { weigh } from "./weighing.ts";

/** Samples of one endpoint that a reader sees at a glance. */
const SHOWN_SAMPLES = 60;

/** Samples of all endpoints in one snapshot: it is copied to two processes, and who has hundreds of endpoints looks at few. */
const ALL_SHOWN_SAMPLES = 6_000;

/** How many samples of each endpoint are shown: never none, since the newest tells how the last look went. */
function shownSamples(endpoints: number): number {
  return Math.max(1, Math.min(SHOWN_SAMPLES, Math.floor(ALL_SHOWN_SAMPLES / Math.max(1, endpoints))));
}

/** Who shows the state. */
export interface SnapshotHost {
  readonly version: string;
  readonly demo: boolean;
  /** What the go command's client depends on beside its release; absent: not known, and no cost of connections is told. */
  readonly machine?: { readonly variables: Readonly<Record<string, string>>; readonly processors: number } | undefined;
}

/** What the state says to eyes: everything redacted, nothing that only the core needs. */
export function snapshotOf(state: State, host: SnapshotHost): Snapshot {
  const env = redactEnv(state.env);
  const client = clientOf(state, host);
  const viewing = { client, samples: shownSamples(state.endpoints.length) };
  const checksums = checksumsOf(state);
  return {
    at: state.at,
    version: host.version,
    demo: host.demo,
    status: state.status,
    network: state.network,
    active: state.active,
    activeSince: state.activeSince,
    goproxy: redact(goproxyInForce(state)),
    outlook: state.current,
    profiles: state.profiles.map((p) => profileView(p, state)),
    endpoints: state.endpoints.map((endpoint) => endpointView(state, endpoint, viewing)),
    decision: state.decision,
    recentDecisions: state.recentDecisions,
    weighing: weigh(state),
    hold: state.hold,
    pausedUntil: state.pausedUntil,
    lastSwitch: state.lastSwitch === null ? null : redactSwitch(state.lastSwitch),
    canUndo: state.standing !== null,
    undoTo: state.standing?.from ?? null,
    env,
    warnings: warningsOf(state),
    notices: state.notices,
    checksums,
    ...checksumCostOf(checksums, state, client),
    ...(state.routes === null ? {} : { routes: state.routes }),
    settings: shownSettings(state.settings),
  };
}

/** The settings without what belongs to single profiles and networks. */
function shownSettings(settings: Settings): Snapshot["settings"] {
  const { auto, intervalSeconds, language, theme, notifications, keepDays, survey } = settings;
  const { hotKeys, proposalAnswered } = settings;
  return { auto, intervalSeconds, language, theme, notifications, keepDays, survey, hotKeys, proposalAnswered };
}

function clientOf({ env }: State, { machine }: SnapshotHost): GoClient | null {
  return machine === undefined ? null : goClient(machine.variables, machine.processors, env?.go?.version);
}

function checksumCostOf(
  checksums: Checksums,
  { windows }: State,
  client: GoClient | null,
): { readonly checksumCosts?: ChecksumCosts } {
  const sample = lastGood(windows.get(checksums.entry ?? "")?.samples ?? []);
  const costs = client === null ? null : checksumCosts(checksums, client, sample);
  return costs === null ? {} : { checksumCosts: costs };
}

/** The values as shown: credentials in URLs replaced. */
export function redactEnv(env: EffectiveEnv | null): EffectiveEnv {
  if (env === null) return { file: null, go: null, variables: {} };
  const shown = (v: Variable): Variable => ({
    ...v,
    value: redact(v.value),
    ...(v.shadows === undefined ? {} : { shadows: redact(v.shadows) }),
  });
  const variables = Object.fromEntries(Object.entries(env.variables).map(([name, v]) => [name, shown(v)]));
  if (env.shell === undefined) return { ...env, variables };
  return { ...env, variables, shell: env.shell.map((each) => ({ ...each, value: redact(each.value) })) };
}

/** The switch as shown: credentials in its values replaced. */
export function redactSwitch(entry: Switch): Switch {
  const hide = (value: string | null): string | null => (value === null ? null : redact(value));
  return { ...entry, changes: entry.changes.map((c) => ({ ...c, before: hide(c.before), after: hide(c.after) })) };
}

function profileView(profile: Profile, state: State): ProfileView {
  const entries = Object.entries(profile.env).map(([k, v]) => [k, v === null ? null : redact(v)] as const);
  return {
    name: profile.name,
    title: profile.title ?? profile.name,
    builtin: BUILTIN_PROFILES.some((p) => p.name === profile.name) && !state.settings.profiles.includes(profile),
    ...(isTemplate(profile) ? { template: true } : {}),
    env: Object.fromEntries(entries),
    kinds: profile.kinds,
    outlook: state.outlooks.get(profile.name) ?? state.current,
    active: profile.name === state.active,
  };
}

/** What keeps any profile's values from taking effect. */
function warningsOf(state: State): readonly Warning[] {
  const { env } = state;
  if (env === null) return [];
  const managed = new Set(state.profiles.flatMap((p) => Object.keys(p.env)));
  const shadowed = Object.entries(env.variables)
    .filter(([name, v]) => v.origin === "os" && managed.has(name))
    .map(([name, v]): Warning => ({ code: "shadowed-by-os", name, value: redact(v.value) }));
  const exported = (env.shell ?? [])
    .filter(({ name }) => managed.has(name))
    .map(({ value, ...rest }): Warning => ({ code: "shadowed-by-shell", ...rest, value: redact(value) }));
  const off: readonly Warning[] = env.variables["GOENV"]?.value === "off" ? [{ code: "goenv-off" }] : [];
  const noGo: readonly Warning[] = env.go === null ? [{ code: "go-not-found" }] : [];
  return [...off, ...noGo, ...shadowed, ...exported, ...routeWarnings(state.routes ?? [])];
}
