// A day in the life of the core, made up from a seed: endpoints that come and go, networks that flap, lids that close, clocks
// that are set, people who click. Everything runs through the real `advance` in virtual time; what is checked is in the test.
import { effectiveProfiles } from "../../shared/domain/builtin-profiles.ts";
import type { Failure } from "../../shared/domain/failure.ts";
import { firstState } from "../../shared/domain/first-state.ts";
import type { EffectiveEnv } from "../../shared/domain/goenv.ts";
import { advance } from "../../shared/domain/machine.ts";
import { DEFAULT_POLICY } from "../../shared/domain/policy.ts";
import type { Profile } from "../../shared/domain/profile.ts";
import type { Sample } from "../../shared/domain/sample.ts";
import { DEFAULT_SETTINGS, type Settings } from "../../shared/domain/settings.ts";
import type { Event, PastLook, State } from "../../shared/domain/state.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../../shared/domain/time.ts";
import { numbersFrom } from "./chance.ts";
import { bad, good } from "./samples.ts";

/** A look that began, in steady time, and whether one more of the day's restarts lay before it. */
export interface Begun {
  readonly endpoint: string;
  readonly at: number;
}

const INTERVALS = [5, 10, 30, 30, 30, 30, 30, 30, 30, 30, 60, 600] as const;

/** Shorter windows than ours make a day cheaper; the schedule looks at the newest samples alone. */
const POLICY = { ...DEFAULT_POLICY, maxSamples: 12 };

/** Failures by how sure and how slow they are. */
const FAILURES: readonly (readonly [Failure["stage"], Failure["kind"], number])[] = [
  ["handshake", "reset", 20],
  ["handshake", "silent", 6_000],
  ["connect", "refused", 2],
  ["handshake", "certificate-untrusted", 60],
  ["connect", "silent", 5_000],
  ["http", "status", 90],
  ["connect", "local", 1],
];

interface Timed {
  readonly at: number;
  readonly act: () => void;
}

/** What an endpoint does, until it changes its mind: chance of failing, and how. */
interface Mood {
  readonly failing: number;
  readonly failure: number;
  readonly slow: boolean;
}

/** One made-up day. */
export class RandomDay {
  readonly begun: Begun[] = [];
  /** What must not be. Empty when all is well. */
  readonly faults: string[] = [];
  /** Steady times at which the process was started again. */
  readonly restarts: number[] = [];
  /** The shortest interval, in ms, and the most endpoints that the settings asked for. */
  shortestMs = Number.POSITIVE_INFINITY;
  mostEndpoints = 0;
  events = 0;
  readonly #chance: () => number;
  readonly #timers: Timed[] = [];
  readonly #moods = new Map<string, Mood>();
  readonly #past: PastLook[] = [];
  readonly #inFlight = new Map<string, Timed>();
  #state: State;
  #steady = 0;
  #wall: number;
  #wake: Timed | null = null;
  /** The end of the pause by the wall clock. */
  #pausedUntil: number | null = null;
  /** What the wall clock leapt by since the core was told something. */
  #leapt = 0;
  #asleep = false;
  #online = false;
  #networks = 0;
  #settings: Settings;
  /** When the wall clock last leapt. */
  #leaptAt = Number.NEGATIVE_INFINITY;
  /** Since when nothing kept it from looking. */
  #freeSince = 0;

  constructor(seed: number) {
    this.#chance = numbersFrom(seed);
    this.#wall = 1_700_000_000_000 + Math.floor(this.#chance() * DAY);
    this.#settings = this.#newSettings();
    this.#state = firstState({ at: this.#wall, steady: 0 }, this.#settings, POLICY);
    this.#start();
    const wildness = this.#chance();
    this.#later(this.#chance() * SECOND, () => {
      this.#join(true);
    });
    // Half of the days have a night: most of what happens, happens between sleeps.
    if (this.#chance() < 0.5) this.#later(8 * HOUR + this.#chance() * 8 * HOUR, () => this.#pause(9 * HOUR));
    for (const scene of this.#scenes()) {
      for (let n = Math.floor(this.#chance() * 6 * wildness); n > 0; n--) this.#later(this.#chance() * DAY, scene);
    }
  }

  /** Lives through the day. */
  run(): this {
    while (this.faults.length === 0) {
      const next = this.#timers.reduce<Timed | null>((a, b) => (a === null || b.at < a.at ? b : a), null);
      const first = this.#wake !== null && (next === null || this.#wake.at <= next.at) ? this.#wake : next;
      if (first === null || first.at > DAY) return this;
      if (first === this.#wake) this.#wake = null;
      else this.#timers.splice(this.#timers.indexOf(first), 1);
      this.#pass(first.at - this.#steady);
      first.act();
    }
    return this;
  }

  #pass(ms: number): void {
    this.#steady += Math.max(0, ms);
    this.#wall += Math.max(0, ms);
  }

  #later(afterMs: number, act: () => void): Timed {
    const timed = { at: this.#steady + afterMs, act };
    this.#timers.push(timed);
    return timed;
  }

  #pick<T>(from: readonly T[]): T {
    return from[Math.floor(this.#chance() * from.length)] as T;
  }

  #newSettings(): Settings {
    const count = 1 + Math.floor(this.#chance() * 3);
    const profiles = Array.from({ length: count }, (_, n): Profile => {
      const names = ["a", "b", "c", "d", "e"].filter(() => this.#chance() < 0.3).map((name) => `https://${name}.test`);
      return { name: `p${n}`, env: { GOPROXY: names.join("|") || "direct" }, kinds: [], fingerprints: [] };
    });
    const removedProfiles = effectiveProfiles([], []).map((p) => p.name);
    const intervalSeconds = this.#pick(INTERVALS);
    this.shortestMs = Math.min(this.shortestMs, intervalSeconds * SECOND);
    return { ...DEFAULT_SETTINGS, auto: this.#chance() < 0.5, intervalSeconds, profiles, removedProfiles };
  }

  /** What a process does when it starts. */
  #start(): void {
    const looks = this.#past.filter((look) => look.at >= this.#wall - MINUTE);
    if (looks.length > 0) this.#send({ type: "remembered", at: this.#wall, looks });
    this.#send(this.#envEvent("https://a.test,https://b.test"));
  }

  #envEvent(goproxy: string): Event {
    const env: EffectiveEnv = { file: "/env", go: null, variables: { GOPROXY: { value: goproxy, origin: "file" } } };
    return { type: "env", at: this.#wall, env, journal: { lastSwitch: null, standing: null } };
  }

  #join(online: boolean): void {
    this.#online = online;
    const fingerprint = online ? `n${this.#networks++}` : "";
    this.#disturb();
    this.#send({ type: "attached", at: this.#wall, attachment: { fingerprint, online } });
  }

  /** From now on the time in which a look has to come is counted anew. */
  #disturb(): void {
    this.#freeSince = this.#steady;
  }

  #times(count: number, eachMs: number, act: (n: number) => void): void {
    for (let n = 0; n < count; n++) this.#later(n * eachMs, () => act(n));
  }

  /** What can happen to a laptop. Each may happen several times a day. */
  #scenes(): readonly (() => void)[] {
    const flap = (): void => this.#times(Math.floor(this.#chance() * 200), 100, (n) => this.#join(n % 2 === 1));
    return [
      () => {
        flap();
        this.#later(21 * SECOND, () => this.#join(true));
      },
      () => this.#times(100, this.#chance() * SECOND, () => this.#send({ type: "probe-asked", at: this.#wall })),
      () => this.#sleep(),
      () => {
        this.#leap((this.#chance() - 0.5) * 2 * this.#pick([MINUTE, HOUR, DAY, 30 * DAY]));
      },
      () => this.#times(Math.floor(this.#chance() * 50), 100, () => this.#choose()),
      () => this.#times(20, 300, () => this.#edit()),
      () => this.#times(20, 500, (n) => this.#send({ type: "power", at: this.#wall, onBattery: n % 2 === 0 })),
      () => this.#pause(this.#chance() * 40 * MINUTE),
      () => this.#times(1 + Math.floor(this.#chance() * 4), 5 * SECOND, () => this.#restart()),
      () => {
        for (const name of ["a", "b", "c", "d", "e"]) this.#changeMood(`https://${name}.test`, 1);
        this.#later(this.#chance() * 2 * HOUR, () => this.#moods.clear());
      },
      () => this.#changeMood(`https://${this.#pick(["a", "b", "c", "d", "e"])}.test`, this.#chance()),
    ];
  }

  /** Somebody edits the go env file. */
  #edit(): void {
    this.#disturb();
    this.#send(this.#envEvent(this.#pick(["https://c.test", "https://d.test|direct"])));
  }

  #changeMood(endpoint: string, failing: number): void {
    const failure = Math.floor(this.#chance() * FAILURES.length);
    this.#moods.set(endpoint, { failing, failure, slow: this.#chance() < 0.2 });
  }

  /** A sleep: told of once, twice or not at all; the wall clock goes on, the steady one hardly. */
  #sleep(): void {
    const told = Math.floor(this.#chance() * 3);
    const at = (): number => this.#wall;
    if (told > 0) this.#asleep = true;
    for (let n = 0; n < told; n++) this.#send({ type: "suspended", at: at() });
    this.#later(this.#chance() * 500, () => {
      this.#leap(this.#chance() * 10 * HOUR);
      this.#asleep = false;
      for (let n = 0; n < told; n++) this.#send({ type: "resumed", at: at() });
    });
  }

  #leap(byMs: number): void {
    this.#wall += byMs;
    this.#leapt += byMs;
    this.#leaptAt = this.#steady;
    this.#disturb();
  }

  #choose(): void {
    this.#settings = this.#newSettings();
    this.#disturb();
    this.#send({ type: "settings", at: this.#wall, settings: this.#settings });
  }

  #pause(ms: number): void {
    this.#pausedUntil = this.#chance() < 0.2 ? null : this.#wall + ms;
    this.#send({ type: "paused", at: this.#wall, until: this.#pausedUntil });
    this.#disturb();
  }

  /** The process dies, with what it was looking at, and a new one begins. */
  #restart(): void {
    // When the looks before a leap of the wall clock were, a new process cannot know.
    if (this.#steady - this.#leaptAt < MINUTE) return;
    for (const timed of this.#inFlight.values()) this.#timers.splice(this.#timers.indexOf(timed), 1);
    this.#inFlight.clear();
    this.#wake = null;
    this.#pausedUntil = null;
    this.#leapt = 0;
    this.#asleep = false;
    this.#online = false;
    this.restarts.push(this.#steady);
    this.#state = firstState({ at: this.#wall, steady: this.#steady }, this.#settings, POLICY);
    this.#start();
    this.#join(true);
  }

  #send(event: Event): void {
    this.events++;
    // What was dated by a clock that is set back moves with it.
    if (this.#pausedUntil !== null && this.#leapt < -SECOND) this.#pausedUntil += this.#leapt;
    this.#leapt = 0;
    const { state, effects } = advance(this.#state, event, this.#steady);
    this.#state = state;
    this.mostEndpoints = Math.max(this.mostEndpoints, state.endpoints.length);
    const missed: string[] = [];
    for (const effect of effects) {
      if (effect.type === "probe") this.#look(effect.endpoint.name);
      else if (effect.type === "wake") this.#wakeAfter(effect.afterMs);
      else if (effect.type === "abort-probes") missed.push(...this.#abort());
    }
    this.#check();
    for (const endpoint of missed) this.#send({ type: "missed", at: this.#wall, endpoint });
  }

  #wakeAfter(afterMs: number): void {
    if (!(afterMs > 0 && afterMs <= MINUTE)) this.faults.push(`a wake after ${afterMs} ms`);
    this.#wake = { at: this.#steady + afterMs, act: () => this.#send({ type: "tick", at: this.#wall }) };
  }

  #abort(): readonly string[] {
    const names = [...this.#inFlight.keys()];
    for (const timed of this.#inFlight.values()) this.#timers.splice(this.#timers.indexOf(timed), 1);
    this.#inFlight.clear();
    return names;
  }

  /** Why nobody may look now; `null` when it is right to. */
  #rest(): string | null {
    if (this.#asleep) return "asleep";
    if (this.#pausedUntil !== null && this.#pausedUntil > this.#wall) return "paused";
    return this.#online ? null : "offline";
  }

  #look(endpoint: string): void {
    const rest = this.#rest();
    if (rest !== null) this.faults.push(`looked at ${endpoint} while ${rest}`);
    if (this.#inFlight.has(endpoint)) this.faults.push(`looked at ${endpoint} twice at the same time`);
    this.begun.push({ endpoint, at: this.#steady });
    const { sample, tookMs } = this.#outcome(endpoint);
    const timed = this.#later(tookMs, () => {
      this.#inFlight.delete(endpoint);
      this.#past.push({ endpoint, at: sample.at });
      if (this.#past.length > 500) this.#past.splice(0, 250);
      this.#send({ type: "sampled", at: this.#wall, sample, chance: this.#chance() });
    });
    this.#inFlight.set(endpoint, timed);
  }

  #outcome(endpoint: string): { readonly sample: Sample; readonly tookMs: number } {
    const { failing, failure, slow } = this.#moods.get(endpoint) ?? { failing: 0.002, failure: 0, slow: false };
    const [stage, kind, failMs] = FAILURES[failure] as (typeof FAILURES)[number];
    const fails = this.#chance() < failing;
    const tookMs = fails ? failMs : (0.5 + this.#chance()) * (slow ? 3_000 : 60);
    const sample = fails ? bad(this.#wall, stage, kind, failMs) : good(this.#wall, tookMs);
    return { sample: { ...sample, endpoint }, tookMs };
  }

  /** Whether somebody will look again without news from outside. */
  #check(): void {
    if (this.#rest() !== null) {
      this.#disturb();
      return;
    }
    const idle = this.#state.endpoints.filter(({ name }) => !this.#inFlight.has(name));
    if (idle.length > 0 && this.#wake === null) this.faults.push(`nobody wakes at ${this.#steady}`);
    for (const { name } of idle) {
      const last = this.#lastLook(name);
      const waited = this.#steady - Math.max(this.#freeSince, last);
      if (waited > this.#longestWaitMs()) this.faults.push(`${name} was not looked at for ${Math.round(waited)} ms`);
    }
  }

  #lastLook(name: string): number {
    return this.#state.plans.get(name)?.debt.at ?? 0;
  }

  /** The documented longest: five minutes of backoff or the interval, twice that on battery, half as much of chance; a slow look. */
  #longestWaitMs(): number {
    return Math.max(5 * MINUTE, this.#settings.intervalSeconds * SECOND) * 2 * 1.5 + 40 * SECOND;
  }
}
