// What records of a replay say, in the words of the core: values as an environment, networks as attachments, the rest as events.
import { BUILTIN_PROFILES } from "./builtin-profiles.ts";
import type { EffectiveEnv, Variable } from "./goenv.ts";
import type { Attachment } from "./network.ts";
import { DEFAULT_GOPROXY } from "./profile.ts";
import type { ReplayRecord, Scene } from "./replay-record.ts";
import type { Settings } from "./settings.ts";
import type { Event } from "./state.ts";

/** Values of a go env file, or of the environment above it; `null` for one that is not set. */
export type Values = Readonly<Record<string, string | null>>;

/** The environment in which the file holds `values` and the OS sets `hidden`, which hide them. */
export function envOf(values: Values, hidden: Values = {}): EffectiveEnv {
  const variables: Record<string, Variable> = { GOPROXY: { value: DEFAULT_GOPROXY, origin: "default" } };
  for (const [name, value] of Object.entries(values)) {
    if (value !== null) variables[name] = { value, origin: "file" };
  }
  for (const [name, value] of Object.entries(hidden)) {
    const shadows = values[name];
    if (value === null) continue;
    variables[name] = { value, origin: "os", ...(typeof shadows === "string" ? { shadows } : {}) };
  }
  return { file: "", go: null, variables };
}

/** A network as recorded. */
export type NetworkRecord = Extract<ReplayRecord, { type: "network" }>;

/** Without a fingerprint, another kind is another network. */
export function attachmentOf({ kind, fingerprint, refines }: NetworkRecord): Attachment {
  const place = fingerprint ?? (kind === undefined ? "" : `kind-${kind}`);
  return { fingerprint: place, online: kind !== "offline", ...(refines === undefined ? {} : { refines }) };
}

/** The settings with what a record says; profiles of a record are all that there are. */
export function settingsWith(
  settings: Settings,
  changes: Pick<Scene, "profiles" | "auto" | "intervalSeconds">,
): Settings {
  const { profiles, auto, intervalSeconds } = changes;
  const removedProfiles = profiles === undefined ? settings.removedProfiles : BUILTIN_PROFILES.map(({ name }) => name);
  return {
    ...settings,
    profiles: profiles ?? settings.profiles,
    removedProfiles,
    auto: auto ?? settings.auto,
    intervalSeconds: intervalSeconds ?? settings.intervalSeconds,
  };
}

/** A record that is an event as it stands. */
type Plain = Extract<ReplayRecord, { type: "resume" | "suspend" | "power" | "release" | "pause" }>;

/** The event of such a record. */
export function eventOf(record: Plain): Event {
  const { at } = record;
  switch (record.type) {
    case "resume":
      return { type: "resumed", at };
    case "suspend":
      return { type: "suspended", at };
    case "power":
      return { type: "power", at, onBattery: record.battery };
    case "release":
      return { type: "released", at };
    case "pause":
      return { type: "paused", at, until: record.until };
    default:
      return record satisfies never;
  }
}
