// An engine without a machine: it keeps nothing, knows no go command and no network, and looks at made-up chains in its own
// time, by whatever looks it is given. For what the engine itself costs, and whether it keeps its times.
import type { Doors } from "../../../electron/engine/doors.ts";
import type { Clock, History, Prober } from "../../../electron/engine/ports.ts";
import { effectiveProfiles } from "../../../shared/domain/builtin-profiles.ts";
import type { Profile } from "../../../shared/domain/profile.ts";
import { DEFAULT_SETTINGS, type Settings } from "../../../shared/domain/settings.ts";

/** Endpoints of one profile, as long a chain as anybody has. */
const CHAIN = 20;

/** Every endpoint is due again after this, in seconds. */
const INTERVAL_S = 10;

/** What an engine runs over. */
export interface Bare {
  readonly clock: Clock;
  readonly urls: readonly string[];
  readonly prober: Prober;
}

/** Doors of an engine that looks at `urls`, in chains of twenty, each every ten seconds. */
export function bareDoors({ clock, urls, prober }: Bare): Doors {
  const settings = settingsFor(urls);
  const value = settings.profiles[0]?.env["GOPROXY"] ?? "";
  const env = { file: "/env", go: null, variables: { GOPROXY: { value, origin: "file" } } } as const;
  const none = { outcome: "unchanged", file: "/env", changes: [], warnings: [] } as const;
  return {
    clock,
    prober,
    history: nothingKept(),
    goEnv: {
      read: () => Promise.resolve(env),
      apply: () => Promise.resolve(none),
      undo: () => Promise.resolve(none),
      resolveInterrupted: () => [],
      watch: () => () => undefined,
    },
    settings: {
      read: () => settings,
      update: (change) => change(settings),
      watch: () => () => undefined,
      notices: [],
    },
    network: { look: () => Promise.resolve({ fingerprint: "bench", online: true }), watch: () => () => undefined },
    chance: Math.random,
    version: "0.0.0",
    demo: false,
  };
}

function settingsFor(urls: readonly string[]): Settings {
  const profiles = Array.from({ length: Math.ceil(urls.length / CHAIN) }, (_, p): Profile => {
    const chain = urls.slice(p * CHAIN, (p + 1) * CHAIN);
    return { name: `p${p}`, env: { GOPROXY: chain.join("|") }, kinds: [], fingerprints: [] };
  });
  const removedProfiles = effectiveProfiles([], []).map((profile) => profile.name);
  return { ...DEFAULT_SETTINGS, profiles, removedProfiles, intervalSeconds: INTERVAL_S };
}

function nothingKept(): History {
  const [nothing, none] = [() => undefined, () => []];
  return {
    addSample: nothing,
    addNetwork: nothing,
    addHappening: nothing,
    addDecision: nothing,
    intend: () => 0,
    settle: nothing,
    markUndone: nothing,
    keepSides: nothing,
    sidesOf: () => null,
    samples: none,
    countSamples: () => 0,
    series: () => {
      throw new Error("nobody reads a series here");
    },
    endpoints: none,
    looksSince: () => 0,
    switches: none,
    networks: none,
    lastKind: () => null,
    happenings: none,
    startBefore: () => null,
    decisions: none,
    kinds: none,
    prune: nothing,
    clear: nothing,
    notices: [],
    close: nothing,
  };
}
