// When lights are looked at, and what the core keeps of them. Politely: after the first good look at an endpoint on a
// network, then seldom; one endpoint at a time; never while there is nothing to learn. What lights are is lights.ts.
import { type ChecksumPlan, type Checksums, checksums, planChecksums } from "./checksums.ts";
import type { Endpoint } from "./endpoint.ts";
import type { EffectiveEnv } from "./goenv.ts";
import { minorOf } from "./goenv-values.ts";
import { type Light, type LightErrand, type LightId, type LitEndpoint, unneeded } from "./lights.ts";
import { DEFAULT_GOPROXY } from "./profile.ts";
import { type Reason, reason } from "./reason.ts";
import type { Event, State } from "./state.ts";
import { type Instant, MINUTE, type Millis } from "./time.ts";

/**
 * What a proxy passes and serves changes when its operator changes it, a few times a year; half an hour is soon enough to
 * see an outage of the database behind it, and makes three requests in the time of sixty looks.
 */
const EVERY_MS: Millis = 30 * MINUTE;

/** Go switches toolchains by itself since 1.21. */
const FIRST_MINOR_WITH_TOOLCHAINS = 21;

/** What Go takes when GOSUMDB is set nowhere (`$GOROOT/go.env` of Go 1.21 to 1.27, compiled in before). */
const DEFAULT_GOSUMDB = "sum.golang.org";

/** The values that say which lights are needed. */
export interface LightValues {
  readonly goproxy: string;
  readonly gosumdb: string;
  readonly gotoolchain: string;
  /** Of the go command; the newest when absent. */
  readonly goVersion?: string | undefined;
}

/** The values in force, and Go's defaults where they are not known. */
export function lightValues(env: EffectiveEnv | null): LightValues {
  const valueOf = (name: string): string | undefined => env?.variables[name]?.value;
  return {
    goproxy: valueOf("GOPROXY") ?? DEFAULT_GOPROXY,
    gosumdb: valueOf("GOSUMDB") ?? DEFAULT_GOSUMDB,
    gotoolchain: valueOf("GOTOOLCHAIN") ?? "",
    goVersion: env?.go?.version,
  };
}

/** Why Go would fetch no toolchain; `null` when it may. */
function toolchainUnneeded({ gotoolchain, goVersion }: LightValues): Reason | null {
  if (minorOf(goVersion) < FIRST_MINOR_WITH_TOOLCHAINS) return reason("light-toolchain-old");
  return /^(?:local|path)$|\+path$/.test(gotoolchain) ? reason("light-toolchain-local", { value: gotoolchain }) : null;
}

function contextOf(values: LightValues): string {
  return [values.gosumdb, toolchainUnneeded(values)?.code ?? ""].join(" ");
}

function isResting({ asleep, pausedUntil, attachment, network, env }: State): boolean {
  if (asleep || pausedUntil !== null || attachment?.online !== true || env === null) return true;
  return network.kind === "offline" || network.kind === "captive";
}

/** `context` is that of the values in force. */
function isDue(state: State, { name }: Endpoint, context: string): boolean {
  const seen = state.lights.get(name);
  if (seen === undefined || seen.under !== context) return true;
  return state.at - seen.at >= EVERY_MS || seen.at > state.at;
}

function hasAnswered(state: State, name: string): boolean {
  return state.windows.get(name)?.samples.at(-1)?.failure === null;
}

/** What to look at of a proxy: only what Go would ask it for under these values. */
export function proxyErrand(endpoint: Endpoint, values: LightValues): LightErrand {
  const { name } = planChecksums(values);
  const ids: readonly LightId[] = [
    ...(name === null ? [] : (["sumdb"] as const)),
    ...(toolchainUnneeded(values) === null ? (["toolchain"] as const) : []),
    "cache",
  ];
  return { endpoint, ids, sumdb: name };
}

/** All lights of a proxy: what was seen, and what nobody needs under these values. */
export function proxyLights(seen: readonly Light[], values: LightValues, at: Instant): readonly Light[] {
  const { past } = planChecksums(values);
  const noToolchain = toolchainUnneeded(values);
  const asked = (id: LightId): readonly Light[] => seen.filter((light) => light.id === id);
  return [
    ...(past === null ? asked("sumdb") : [unneeded("sumdb", past, at)]),
    ...(noToolchain === null ? asked("toolchain") : [unneeded("toolchain", noToolchain, at)]),
    ...asked("cache"),
  ];
}

/** The database itself, when Go would ask it; that a proxy answers shows that there is a network to ask it over. */
function databaseErrand(state: State, { database }: ChecksumPlan, context: string): LightErrand | null {
  if (database === null || !isDue(state, database, context)) return null;
  const { way } = checksumsOf(state);
  const isAsked = way === "database" || way === "given";
  const isConnected = state.endpoints.some(({ name }) => hasAnswered(state, name));
  return isAsked && isConnected ? { endpoint: database, ids: ["database"], sumdb: null } : null;
}

/** Whether the event shows that the network works now: a good look, or lights that were just looked at. */
function isOccasion(event: Event): boolean {
  if (event.type === "sampled") return event.sample.failure === null;
  return event.type === "lit" && event.lights !== null;
}

/** The next lights to look at after this event; `null` when nothing is due or one is being looked at. */
export function dueLights(state: State, event: Event): LightErrand | null {
  if (state.lighting !== null || isResting(state) || !isOccasion(event)) return null;
  const values = lightValues(state.env);
  const context = contextOf(values);
  const isNext = (e: Endpoint): boolean => e.role === "proxy" && hasAnswered(state, e.name) && isDue(state, e, context);
  const proxy = state.endpoints.find(isNext);
  return proxy === undefined ? databaseErrand(state, planChecksums(values), context) : proxyErrand(proxy, values);
}

/** The state with what came of an errand; `null` for an errand that was broken off, which is then due again. */
export function withLit(state: State, endpoint: string, lights: readonly Light[] | null): State {
  const rested: State = { ...state, lighting: state.lighting === endpoint ? null : state.lighting };
  if (lights === null || state.lighting !== endpoint) return rested;
  const kept: LitEndpoint = { at: state.at, under: contextOf(lightValues(state.env)), lights };
  return { ...rested, lights: new Map(state.lights).set(endpoint, kept) };
}

/** The lights of an endpoint to show, those that nobody needs among them; `undefined` before it was looked at. */
export function lightsOf(state: State, endpoint: Endpoint): readonly Light[] | undefined {
  const seen = state.lights.get(endpoint.name);
  if (seen === undefined || endpoint.role !== "proxy") return seen?.lights;
  return proxyLights(seen.lights, lightValues(state.env), seen.at);
}

/** Where lookups of checksums go under the values in force, as far as the lights tell. */
export function checksumsOf(state: State): Checksums {
  const values = lightValues(state.env);
  const { database } = planChecksums(values);
  const lit = (name: string, id: LightId) => state.lights.get(name)?.lights.find((light) => light.id === id);
  const own = database === null ? undefined : lit(database.name, "database");
  return checksums(values, (name) => lit(name, "sumdb"), own ?? null);
}
