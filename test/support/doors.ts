// Doors of the engine that a test opens by hand: everything in memory, nothing faked about the engine itself.
import type { Doors } from "../../electron/engine/doors.ts";
import type { History, NetworkRow, Prober, SwitchRequest } from "../../electron/engine/ports.ts";
import { effectiveProfiles } from "../../shared/domain/builtin-profiles.ts";
import type { ApplyOutcome, EffectiveEnv, Variable } from "../../shared/domain/goenv.ts";
import type { Attachment, KnownNetwork } from "../../shared/domain/network.ts";
import { DEFAULT_GOPROXY, type Profile } from "../../shared/domain/profile.ts";
import type { Sample } from "../../shared/domain/sample.ts";
import { DEFAULT_SETTINGS, type Settings } from "../../shared/domain/settings.ts";
import type { Switch } from "../../shared/domain/switch.ts";
import { HOUR } from "../../shared/domain/time.ts";
import { good } from "./samples.ts";
import type { ScenarioClock } from "./scenario-clock.ts";

/** The world behind the doors, for a test to turn and to look at. */
export class World {
  readonly samples: Sample[] = [];
  readonly switches: Switch[] = [];
  readonly networks: NetworkRow[] = [];
  /** What the history knows of networks, by fingerprint. */
  readonly kinds = new Map<string, KnownNetwork>();
  readonly aborted: string[] = [];
  readonly probed: string[] = [];
  settings: Settings;
  attachment: Attachment = { fingerprint: "home", online: true };
  values: Record<string, string | null> = {};
  closed = false;
  watchers = 0;
  /** How an endpoint answers; absent: a good sample at once. `null` never answers until aborted. */
  readonly answers = new Map<string, Partial<Sample> | null>();
  refuse: ApplyOutcome | null = null;
  /** Thrown by the history at the next sample. */
  fault: Error | null = null;
  readonly #changed = { env: new Set<() => void>(), settings: new Set<() => void>(), network: new Set<() => void>() };
  readonly #clock: ScenarioClock;

  constructor(clock: ScenarioClock, profiles: readonly Profile[], settings: Partial<Settings> = {}) {
    this.#clock = clock;
    const removedProfiles = effectiveProfiles([], []).map((p) => p.name);
    this.settings = { ...DEFAULT_SETTINGS, ...settings, profiles, removedProfiles };
  }

  /** Somebody else changes the go env file. */
  edit(values: Record<string, string | null>): void {
    this.values = { ...this.values, ...values };
    for (const changed of this.#changed.env) changed();
  }

  /** Another network is joined. */
  join(attachment: Attachment): void {
    this.attachment = attachment;
    for (const changed of this.#changed.network) changed();
  }

  /** Another process changes the settings. */
  change(settings: Partial<Settings>): void {
    this.settings = { ...this.settings, ...settings };
    for (const changed of this.#changed.settings) changed();
  }

  doors(): Doors {
    return {
      clock: this.#clock,
      prober: this.#prober(),
      history: this.#history(),
      goEnv: {
        read: () => Promise.resolve(this.#env()),
        apply: (request) => Promise.resolve(this.#apply(request)),
        undo: (at) => Promise.resolve(this.#undo(at)),
        watch: (changed) => this.#watch("env", changed),
        resolveInterrupted: () => [],
      },
      settings: {
        read: () => this.settings,
        update: (change) => (this.settings = change(this.settings)),
        watch: (changed) => this.#watch("settings", changed),
        notices: [],
      },
      network: { look: () => Promise.resolve(this.attachment), watch: (changed) => this.#watch("network", changed) },
      chance: () => 0.5,
      version: "0.0.0",
      demo: false,
    };
  }

  #watch(what: "env" | "settings" | "network", changed: () => void): () => void {
    this.#changed[what].add(changed);
    this.watchers++;
    return () => {
      if (this.#changed[what].delete(changed)) this.watchers--;
    };
  }

  #prober(): Prober {
    return {
      probe: (endpoint, signal) => {
        this.probed.push(endpoint.name);
        const answer = this.answers.get(endpoint.name);
        if (answer === null) {
          return new Promise((resolve) => {
            signal.addEventListener("abort", () => {
              this.aborted.push(endpoint.name);
              resolve(null);
            });
          });
        }
        return Promise.resolve({ ...good(this.#clock.now()), ...answer, endpoint: endpoint.name });
      },
    };
  }

  #history(): History {
    return {
      addSample: (sample) => {
        const { fault } = this;
        this.fault = null;
        if (fault !== null) throw fault;
        this.samples.push(sample);
      },
      addNetwork: (row) => void this.networks.push(row),
      addHappening: () => undefined,
      addDecision: () => undefined,
      intend: () => 0,
      settle: () => undefined,
      markUndone: () => undefined,
      keepSides: () => undefined,
      sidesOf: () => null,
      samples: () => this.samples,
      series: ({ endpoint }) => ({ endpoint, widthMs: HOUR, source: "looks", points: [], whole: null }),
      countSamples: () => this.samples.length,
      endpoints: () => [],
      looksSince: () => 0,
      switches: () => this.switches,
      networks: () => [],
      lastKind: (fingerprint) => this.kinds.get(fingerprint) ?? null,
      happenings: () => [],
      startBefore: () => null,
      decisions: () => [],
      kinds: () => [],
      prune: () => undefined,
      clear: () => void this.samples.splice(0),
      notices: [],
      close: () => {
        this.closed = true;
      },
    };
  }

  #apply(request: SwitchRequest): ApplyOutcome {
    if (this.refuse !== null) return this.refuse;
    this.values = { ...this.values, ...request.env };
    const { at, cause, from, to, because } = request;
    this.switches.push({
      id: this.switches.length + 1,
      at,
      cause,
      from,
      to,
      because,
      file: "/env",
      changes: [],
      outcome: "written",
    });
    for (const changed of this.#changed.env) changed();
    return { outcome: "written", file: "/env", changes: [], warnings: [] };
  }

  #undo(at: number): ApplyOutcome {
    const last = this.switches.at(-1);
    const id = this.switches.length + 1;
    const before = this.settings.profiles.find((p) => p.name === last?.from);
    this.values = { ...before?.env };
    if (last !== undefined) this.switches[this.switches.length - 1] = { ...last, undoneBy: id };
    this.switches.push({
      id,
      at,
      cause: "undo",
      from: last?.to ?? null,
      to: last?.from ?? null,
      because: { code: "decision-undone", values: {} },
      file: "/env",
      changes: [],
      outcome: "written",
    });
    return { outcome: "written", file: "/env", changes: [], warnings: [] };
  }

  #env(): EffectiveEnv {
    const variables: Record<string, Variable> = { GOPROXY: { value: DEFAULT_GOPROXY, origin: "default" } };
    for (const [name, value] of Object.entries(this.values)) {
      if (value !== null) variables[name] = { value, origin: "file" };
    }
    return { file: "/env", go: null, variables };
  }
}
