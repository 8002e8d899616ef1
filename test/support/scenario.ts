// Plays a written scenario through the real core in virtual time: behaviours of endpoints and networks in, decisions out.
import { effectiveProfiles } from "../../shared/domain/builtin-profiles.ts";
import { endpointName } from "../../shared/domain/endpoint.ts";
import type { Failure } from "../../shared/domain/failure.ts";
import { firstState } from "../../shared/domain/first-state.ts";
import type { EffectiveEnv } from "../../shared/domain/goenv.ts";
import { type DecisionRow, type HappeningRow, happeningsOf } from "../../shared/domain/happening.ts";
import { advance } from "../../shared/domain/machine.ts";
import { DEFAULT_POLICY } from "../../shared/domain/policy.ts";
import type { Profile } from "../../shared/domain/profile.ts";
import { envOf } from "../../shared/domain/replay-events.ts";
import type { Sample } from "../../shared/domain/sample.ts";
import { DEFAULT_SETTINGS, type Settings } from "../../shared/domain/settings.ts";
import type { Effect, Event, JournalEnd, State } from "../../shared/domain/state.ts";
import type { Switch } from "../../shared/domain/switch.ts";

/** How an endpoint answers from some time on: after so many milliseconds, with a failure or without. */
export interface Behaviour {
  readonly afterMs: number;
  readonly failure: Failure | null;
  readonly trust?: "public" | "local";
}

/** Something that happens at a time. */
type Happening =
  | { readonly at: number; readonly type: "event"; readonly event: Event }
  | { readonly at: number; readonly type: "behave"; readonly endpoint: string; readonly behaviour: Behaviour }
  | { readonly at: number; readonly type: "set"; readonly byMs: number }
  | { readonly at: number; readonly type: "choose"; readonly profile: string }
  | { readonly at: number; readonly type: "edit"; readonly goproxy: string };

/** The world around the core: answers its effects in virtual time and notes what it decides. */
export class Scenario {
  readonly lines: string[] = [];
  /** Steady times at which looks began, by the name of the endpoint. */
  readonly looks: { readonly endpoint: string; readonly at: number }[] = [];
  readonly samples: Sample[] = [];
  /** What the journal keeps. */
  readonly happenings: HappeningRow[] = [];
  readonly decisions: DecisionRow[] = [];
  state: State;
  /** Steady time; the wall clock is `set` ms ahead of it. */
  now = 0;
  set = 0;
  /** What spreads the looks: numbers from 0 to 1. */
  chance: () => number = () => 0.5;
  readonly #queue: Happening[] = [];
  readonly #behaviours = new Map<string, Behaviour>();
  #wakeAt: number | null = null;
  #values: Record<string, string | null> = {};
  #lastSwitch: Switch | null = null;

  constructor(profiles: readonly Profile[], options: Partial<Settings> & { readonly active?: string } = {}) {
    const { active, ...rest } = options;
    const removed = effectiveProfiles([], []).map((p) => p.name);
    const settings: Settings = { ...DEFAULT_SETTINGS, ...rest, profiles, removedProfiles: removed };
    this.state = firstState({ at: 0, steady: 0 }, settings, DEFAULT_POLICY);
    this.#values = { ...profiles.find((p) => p.name === active)?.env };
    this.#send({ type: "env", at: 0, env: this.#env(), journal: { lastSwitch: null, standing: null } });
  }

  /** Adds a happening in the future. */
  plan(happening: Happening): void {
    this.#queue.push(happening);
    this.#queue.sort((a, b) => a.at - b.at);
  }

  /** Attaches to the network named `fingerprint` at `at`; an empty name means no network. */
  join(at: number, fingerprint: string): void {
    const attachment = { fingerprint, online: fingerprint !== "" };
    this.plan({ at, type: "event", event: { type: "attached", at, attachment } });
  }

  /** Runs until `until`. */
  run(until: number): this {
    for (;;) {
      const next = Math.min(this.#queue[0]?.at ?? Number.POSITIVE_INFINITY, this.#wakeAt ?? Number.POSITIVE_INFINITY);
      if (next > until) break;
      this.now = Math.max(this.now, next);
      const happening = this.#queue[0];
      if (happening !== undefined && happening.at <= next) {
        this.#queue.shift();
        this.#happen(happening);
      } else {
        this.#wakeAt = null;
        this.#send({ type: "tick", at: this.now });
      }
    }
    this.now = until;
    return this;
  }

  #happen(happening: Happening): void {
    if (happening.type === "event") this.#send(happening.event);
    else if (happening.type === "set") this.set += happening.byMs;
    else if (happening.type === "behave") this.#behaviours.set(happening.endpoint, happening.behaviour);
    else if (happening.type === "choose") this.#apply(happening.profile, "manual");
    else {
      this.#values = { ...this.#values, GOPROXY: happening.goproxy };
      this.#send({ type: "env", at: this.now, env: this.#env(), journal: this.#journal() });
    }
  }

  #send(event: Event): void {
    const before = this.state;
    const step = advance(before, { ...event, at: this.now + this.set }, this.now);
    this.state = step.state;
    this.happenings.push(...happeningsOf(before, step.state, event).map((happening) => ({ run: 0, happening })));
    for (const effect of step.effects) this.#perform(effect);
  }

  #perform(effect: Effect): void {
    if (effect.type === "probe") this.#probe(effect.endpoint.name);
    else if (effect.type === "apply") this.#apply(effect.profile.name, "auto");
    else if (effect.type === "wake") this.#wakeAt = this.now + effect.afterMs;
    else if (effect.type === "record-sample") this.samples.push(effect.sample);
    else if (effect.type === "decided") {
      const { kind, profile, because } = effect.decision;
      this.decisions.push({ at: this.state.at, run: 0, kind, profile, because });
      this.#note(`${effect.decision.kind} ${effect.decision.profile ?? "-"}: ${effect.decision.because.code}`);
    } else if (effect.type === "record-network" && effect.kind !== "unknown") this.#note(`network ${effect.kind}`);
    else if (effect.type === "announce") this.#note(`announce ${effect.code}`);
  }

  #note(text: string): void {
    this.lines.push(`${(this.now / 1000).toFixed(1)}s ${text}`);
  }

  #probe(endpoint: string): void {
    this.looks.push({ endpoint, at: this.now });
    const behaviour = this.#behaviours.get(endpoint);
    const failure: Failure = { stage: "connect", kind: "refused", raw: "nothing planned" };
    const { afterMs, failure: fails, trust } = behaviour ?? { afterMs: 1, failure };
    const isServed = fails === null || fails.stage === "http" || fails.stage === "protocol";
    const sample: Sample = {
      endpoint,
      at: this.now + this.set,
      via: "direct",
      stages: { resolveMs: 1, connectMs: afterMs / 4, handshakeMs: isServed ? afterMs / 2 : null, ttfbMs: null },
      totalMs: afterMs,
      tls: isServed ? { version: "TLSv1.3", trust: trust ?? "public" } : null,
      failure: fails,
    };
    const at = this.now + afterMs;
    this.plan({ at, type: "event", event: { type: "sampled", at, sample, chance: this.chance() } });
  }

  #apply(name: string, cause: "manual" | "auto"): void {
    const profile = this.state.profiles.find((p) => p.name === name);
    if (profile === undefined) throw new Error(`the scenario names no profile ${name}`);
    const from = this.state.active;
    const id = (this.#lastSwitch?.id ?? 0) + 1;
    const because = { code: "decision-asked", values: {} } as const;
    this.#lastSwitch = {
      id,
      at: this.now,
      cause,
      from,
      to: name,
      because,
      file: "/env",
      changes: [],
      outcome: "written",
    };
    this.#values = { ...this.#values, ...profile.env };
    const outcome = { outcome: "written", file: "/env", changes: [], warnings: [] } as const;
    this.#note(`${cause === "auto" ? "switched" : "chosen"} ${from ?? "-"} -> ${name}`);
    // Between the decision and the machine's answer other things happen.
    const at = this.now + 5;
    const [env, journal] = [this.#env(), this.#journal()];
    this.plan({ at, type: "event", event: { type: "applied", at, cause, to: name, outcome, env, journal } });
  }

  #journal(): JournalEnd {
    return { lastSwitch: this.#lastSwitch, standing: this.#lastSwitch };
  }

  #env(): EffectiveEnv {
    return { ...envOf(this.#values), file: "/env", go: { path: "/go", version: "go1.26" } };
  }
}

const TIMES = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

function time(text: string): number {
  const [, number = "", unit = ""] = /^([\d.]+)(ms|s|m|h|d)$/.exec(text) ?? [];
  if (number === "") throw new Error(`expected a time such as 40ms or 3m, got "${text}"`);
  return Number(number) * TIMES[unit as keyof typeof TIMES];
}

function behaviour(words: readonly string[]): Behaviour {
  const [how = "", after = "40ms", ...flags] = words;
  const trust = flags.includes("local") ? "local" : "public";
  if (how === "ok") return { afterMs: time(after), failure: null, trust };
  const [stage, kind] = how.split("/");
  return { afterMs: time(after), failure: { stage, kind, raw: "" } as Failure, trust };
}

/** Plays the script above the `----` line and answers the lines that belong below it. */
export function play(script: string): readonly string[] {
  const lines = script.split("\n").map((line) => line.replace(/#.*/, "").trim());
  const rows = lines.filter((line) => line !== "").map((line) => line.split(/\s+/));
  const profiles = rows
    .filter(([verb]) => verb === "profile")
    .map(([, name = "", goproxy = "", ...kinds]): Profile => {
      return { name, env: { GOPROXY: goproxy }, kinds: kinds as Profile["kinds"], fingerprints: [] };
    });
  const active = rows.find(([verb]) => verb === "active")?.[1];
  const auto = rows.some(([verb, value]) => verb === "auto" && value === "on");
  const scenario = new Scenario(profiles, { auto, ...(active === undefined ? {} : { active }) });
  let until = 0;
  for (const [verb, ...words] of rows) {
    if (verb === "run") until = time(words[0] ?? "");
    else if (verb === "at") planRow(scenario, time(words[0] ?? ""), words.slice(1));
  }
  return scenario.run(until).lines;
}

/** What a row's subject plans, given its time and its words; any other subject is an endpoint. */
const SUBJECTS: Readonly<Record<string, (scenario: Scenario, at: number, word: string) => void>> = {
  network: (scenario, at, name) => {
    scenario.join(at, name === "none" ? "" : name);
  },
  choose: (scenario, at, profile) => {
    scenario.plan({ at, type: "choose", profile });
  },
  edit: (scenario, at, goproxy) => {
    scenario.plan({ at, type: "edit", goproxy });
  },
  pause: (scenario, at, length) => {
    scenario.plan({ at, type: "event", event: { type: "paused", at, until: at + time(length) } });
  },
  release: (scenario, at) => {
    scenario.plan({ at, type: "event", event: { type: "released", at } });
  },
  suspend: (scenario, at) => {
    scenario.plan({ at, type: "event", event: { type: "suspended", at } });
  },
  resume: (scenario, at) => {
    scenario.plan({ at, type: "event", event: { type: "resumed", at } });
  },
};

function planRow(scenario: Scenario, at: number, words: readonly string[]): void {
  const [subject = "", ...rest] = words;
  const plan = SUBJECTS[subject];
  if (plan !== undefined) plan(scenario, at, rest[0] ?? "");
  else scenario.plan({ at, type: "behave", endpoint: endpointName(`https://${subject}`), behaviour: behaviour(rest) });
}
