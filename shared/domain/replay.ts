// Recorded or made-up looks through the real core, in virtual time. What the core asks of the world is not done: looks come
// from the records, and a switch is answered at once as written.
import { BUILTIN_PROFILES } from "./builtin-profiles.ts";
import { firstState } from "./first-state.ts";
import type { EffectiveEnv } from "./goenv.ts";
import { advance } from "./machine.ts";
import type { Policy } from "./policy.ts";
import { withNumbers } from "./policy-schema.ts";
import type { Profile } from "./profile.ts";
import { reason } from "./reason.ts";
import { attachmentOf, envOf, eventOf, type NetworkRecord, settingsWith, type Values } from "./replay-events.ts";
import type { ReplayRecord, Scene } from "./replay-record.ts";
import type { Sample } from "./sample.ts";
import { DEFAULT_SETTINGS } from "./settings.ts";
import type { Effect, Event, JournalEnd, State } from "./state.ts";
import type { Switch, SwitchCause } from "./switch.ts";
import { HOUR, type Instant, MINUTE } from "./time.ts";

/** One change of mind: the decision is in the state. */
export interface Turn {
  readonly at: Instant;
  readonly state: State;
  /** Whether it is a switch that is carried out. */
  readonly switched: boolean;
}

/** What came of a replay. */
export interface ReplaySummary {
  readonly switches: number;
  readonly firstSwitchAt: Instant | null;
  readonly samples: number;
  /** Looks at endpoints that no profile names, by endpoint; they were passed over. */
  readonly strangers: ReadonlyMap<string, number>;
}

/** Why a record cannot be replayed. */
export type ReplayRefusal =
  | { readonly code: "disorder"; readonly at: Instant; readonly before: Instant }
  | { readonly code: "config-late" }
  | { readonly code: "no-profile"; readonly given: string; readonly known: readonly string[] };

/** Longest time between two ticks, as in the engine. */
const TICK_MS = MINUTE;

/** Nothing changes by time alone once all evidence is too old, any rest is over and any return was made. */
const SETTLED_MS = 2 * HOUR;

/** So many strangers are told apart; a file with more names nothing that we know. */
const MOST_STRANGERS = 1_000;

/** Looks that began and are not over yet, in the order in which they will be. */
interface Pending {
  readonly heard: Instant;
  readonly sample: Sample;
}

/** One replay. Feed it the records in order of time, then `end` it. */
export class Replay {
  readonly #turned: (turn: Turn) => void;
  readonly #numbers: Readonly<Record<string, number | undefined>>;
  #state: State | null = null;
  #scene: Scene | null = null;
  #beganAt: Instant = 0;
  #latest: Instant | null = null;
  #values: Values = {};
  #hidden: Values = {};
  #lastSwitch: Switch | null = null;
  readonly #pending: Pending[] = [];
  #records = 0;
  #switches = 0;
  #firstSwitchAt: Instant | null = null;
  #samples = 0;
  readonly #strangers = new Map<string, number>();

  /** `numbers` of the policy win over those of the records; `turned` hears of each change of mind. */
  constructor(turned: (turn: Turn) => void, numbers: Readonly<Record<string, number | undefined>> = {}) {
    this.#turned = turned;
    this.#numbers = numbers;
  }

  /** Takes one record; the answer says why it cannot, or is `null`. */
  feed(record: ReplayRecord): ReplayRefusal | null {
    const isFirst = this.#records++ === 0;
    if (record.type === "config") return isFirst ? this.#setScene(record) : { code: "config-late" };
    const { at } = record;
    if (this.#latest !== null && at < this.#latest) return { code: "disorder", at, before: this.#latest };
    this.#latest = at;
    if (record.type === "start") return this.#setScene(record) ?? this.#begin(at);
    if (this.#state === null) this.#begin(at);
    return this.#take(record);
  }

  /** Ends the replay with the last look. */
  end(): ReplaySummary {
    this.#run(Number.POSITIVE_INFINITY);
    return {
      switches: this.#switches,
      firstSwitchAt: this.#firstSwitchAt,
      samples: this.#samples,
      strangers: this.#strangers,
    };
  }

  #setScene(scene: Scene): ReplayRefusal | null {
    this.#run(scene.at ?? Number.NEGATIVE_INFINITY);
    this.#latest = scene.at ?? this.#latest;
    this.#scene = scene;
    this.#state = null;
    const profiles = scene.profiles ?? BUILTIN_PROFILES;
    const { active = null } = scene;
    const profile = profiles.find(({ name }) => name === active);
    if (active !== null && profile === undefined) return refusal(active, profiles);
    this.#values = { ...scene.env, ...profile?.env };
    this.#hidden = scene.hidden ?? {};
    this.#lastSwitch = active === null ? null : this.#made(active, "manual", 0);
    return null;
  }

  #begin(at: Instant): null {
    const scene = this.#scene ?? {};
    const policy: Policy = withNumbers({ ...scene.policy, ...this.#numbers });
    this.#beganAt = at;
    this.#pending.length = 0;
    const settings = settingsWith({ ...DEFAULT_SETTINGS, auto: true }, scene);
    this.#state = firstState({ at, steady: 0 }, settings, policy);
    return this.#send({ type: "env", at, env: this.#env(), journal: this.#journal() });
  }

  #take(record: Exclude<ReplayRecord, { type: "config" | "start" }>): ReplayRefusal | null {
    const { at } = record;
    switch (record.type) {
      case "sample":
        return this.#sampled(record.sample, record.heard ?? at + record.sample.totalMs);
      case "network":
        return this.#attached(record);
      case "choose":
        return this.#chosen(record.profile, at);
      case "settings":
        this.#run(at);
        return this.#send({ type: "settings", at, settings: settingsWith(this.#now().settings, record) });
      case "env":
        return this.#edited(record);
      case "decided":
        // What was decided then is not listened to, but the engine was awake.
        this.#run(at);
        return this.#send({ type: "tick", at });
      default:
        this.#run(at);
        return this.#send(eventOf(record));
    }
  }

  #now(): State {
    if (this.#state === null) throw new Error("a replay begins before it takes records");
    return this.#state;
  }

  #sampled(sample: Sample, heard: Instant): null {
    this.#run(sample.at);
    if (this.#now().endpoints.every(({ name }) => name !== sample.endpoint)) {
      const count = this.#strangers.get(sample.endpoint) ?? 0;
      if (count > 0 || this.#strangers.size < MOST_STRANGERS) this.#strangers.set(sample.endpoint, count + 1);
      return null;
    }
    this.#samples += 1;
    // What no record says of the network is left to the looks.
    if (this.#now().attachment === null) this.#attached({ type: "network", at: sample.at });
    // The engine is awake when it begins a look.
    this.#send({ type: "tick", at: sample.at });
    const place = this.#pending.findLastIndex((other) => other.heard <= heard) + 1;
    this.#pending.splice(place, 0, { heard, sample });
    return null;
  }

  #attached(record: NetworkRecord): null {
    const { at, kind, confidence } = record;
    const told = kind === undefined ? null : { kind, confidence: confidence ?? 1 };
    const attachment = attachmentOf(record);
    this.#run(at, "before");
    const state = this.#now();
    const { fingerprint, online } = attachment;
    const isHere = state.attachment?.fingerprint === fingerprint && state.attachment.online === online;
    // The look that told the kind is heard in the same moment: both are judged together, as they were.
    if (isHere && this.#pending[0]?.heard === at) this.#state = { ...state, told };
    else this.#send({ type: "attached", at, attachment, told });
    return null;
  }

  #chosen(name: string, at: Instant): ReplayRefusal | null {
    this.#run(at);
    const { profiles } = this.#now();
    const profile = profiles.find((p) => p.name === name);
    if (profile === undefined) return refusal(name, profiles);
    this.#apply(profile, "manual", at);
    return null;
  }

  #edited({ at, env, hidden, by, active = null }: Extract<ReplayRecord, { type: "env" }>): null {
    this.#run(at);
    this.#values = env ?? this.#values;
    this.#hidden = hidden ?? this.#hidden;
    // A choice holds, also of the values that are in force anyway.
    if (by === "choice") return this.#answer(active, "manual", at);
    if (by === "itself") this.#lastSwitch = this.#made(active, "auto", at);
    return this.#send({ type: "env", at, env: this.#env(), journal: this.#journal() });
  }

  /** Lets time pass until `until`; what is heard in that very moment counts, unless `before`. */
  #run(until: Instant, edge: "before" | "at" = "at"): void {
    for (;;) {
      const next = this.#pending[0];
      if (next === undefined || next.heard > until || (edge === "before" && next.heard === until)) break;
      this.#pending.shift();
      this.#tick(next.heard);
      this.#send({ type: "sampled", at: next.heard, sample: next.sample, chance: 0.5 });
    }
    if (Number.isFinite(until)) this.#tick(until);
  }

  /** Wakes the core as the engine would: when a rest or a pause is over, and every minute. */
  #tick(until: Instant): void {
    if (this.#state === null) return;
    const settled = this.#state.at + SETTLED_MS;
    for (let at = wakeOf(this.#now(), settled); at < until; at = wakeOf(this.#now(), settled)) {
      this.#send({ type: "tick", at });
    }
  }

  #send(event: Event): null {
    const before = this.#now();
    const at = Math.max(event.at, before.at);
    const step = advance(before, { ...event, at }, at - this.#beganAt);
    this.#state = step.state;
    for (const effect of step.effects) this.#perform(effect, step.state);
    return null;
  }

  #perform(effect: Effect, state: State): void {
    if (effect.type === "decided") {
      this.#turned({ at: state.at, state, switched: effect.decision.kind === "switch" && state.settings.auto });
    }
    if (effect.type !== "apply") return;
    this.#switches += 1;
    this.#firstSwitchAt ??= state.at;
    this.#apply(effect.profile, "auto", state.at);
  }

  #apply({ name, env }: Profile, cause: SwitchCause, at: Instant): void {
    this.#values = { ...this.#values, ...env };
    this.#answer(name, cause, at);
  }

  /** Tells the core that the values are written. */
  #answer(to: string | null, cause: SwitchCause, at: Instant): null {
    this.#lastSwitch = this.#made(to, cause, at);
    const outcome = { outcome: "written", file: "", changes: [], warnings: [] } as const;
    return this.#send({ type: "applied", at, cause, to, outcome, env: this.#env(), journal: this.#journal() });
  }

  #made(to: string | null, cause: SwitchCause, at: Instant): Switch {
    const id = (this.#lastSwitch?.id ?? 0) + 1;
    const from = this.#state?.active ?? null;
    return { id, at, cause, from, to, because: reason("decision-asked"), file: "", changes: [], outcome: "written" };
  }

  #journal(): JournalEnd {
    return { lastSwitch: this.#lastSwitch, standing: this.#lastSwitch };
  }

  #env(): EffectiveEnv {
    return envOf(this.#values, this.#hidden);
  }
}

/** When the engine would wake by itself; regularly only until everything that time alone changes has changed. */
function wakeOf({ at, decision, pausedUntil, asleep, attachment }: State, settled: Instant): Instant {
  const rest = decision.kind === "wait" && decision.because.code === "decision-resting" ? decision.until : null;
  const due = [pausedUntil, rest].filter((end): end is Instant => end !== null && end > at);
  // Asleep, paused or offline, it has nothing to wake for.
  const isAwake = !asleep && pausedUntil === null && attachment?.online === true;
  return Math.min(isAwake && at < settled ? at + TICK_MS : Number.POSITIVE_INFINITY, ...due);
}

function refusal(given: string, profiles: readonly Profile[]): ReplayRefusal {
  return { code: "no-profile", given, known: profiles.map(({ name }) => name) };
}
