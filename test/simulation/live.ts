// Lets the real core live through a made-up world in virtual time.
import { effectiveProfiles } from "../../shared/domain/builtin-profiles.ts";
import { firstState } from "../../shared/domain/first-state.ts";
import type { EffectiveEnv, Variable } from "../../shared/domain/goenv.ts";
import { isPlaceKind } from "../../shared/domain/known-network.ts";
import { advance } from "../../shared/domain/machine.ts";
import { DEFAULT_POLICY, type Policy } from "../../shared/domain/policy.ts";
import type { Sample, TlsFacts } from "../../shared/domain/sample.ts";
import { DEFAULT_SETTINGS } from "../../shared/domain/settings.ts";
import type { Event, JournalEnd, State } from "../../shared/domain/state.ts";
import type { Instant } from "../../shared/domain/time.ts";
import { numbersFrom } from "../support/chance.ts";
import type { World } from "./world.ts";

/** A switch that a rule made. */
export interface Move {
  readonly at: Instant;
  readonly from: number;
  readonly to: number;
}

/** What came of a rule in a world. */
export interface Life {
  readonly moves: readonly Move[];
  /** Looks, in order of their ends, of the proxy that was in force then. */
  readonly inForce: readonly { readonly at: Instant; readonly failed: boolean }[];
  readonly looks: number;
}

/** As our core sees it, a short memory: the newest looks decide, and a day is cheaper so. */
const POLICY: Policy = { ...DEFAULT_POLICY, maxSamples: 40 };

const USUAL: TlsFacts = { version: "TLSv1.3", trust: "public" };

const NO_JOURNAL: JournalEnd = { lastSwitch: null, standing: null };

/** Our core. */
class Core {
  readonly moves: Move[] = [];
  readonly inForce: { readonly at: Instant; readonly failed: boolean }[] = [];
  looks = 0;
  readonly #world: World;
  readonly #chance: () => number;
  readonly #indexOf: ReadonlyMap<string, number>;
  readonly #pending: { readonly at: Instant; readonly event: Event }[] = [];
  #state: State;
  #active = 0;
  #now = 0;
  #wakeAt = Number.POSITIVE_INFINITY;

  constructor(world: World) {
    this.#world = world;
    this.#chance = numbersFrom(world.seed ^ 0x5eed);
    this.#indexOf = new Map(world.proxies.map((name, index) => [name, index]));
    const removedProfiles = effectiveProfiles([], []).map((p) => p.name);
    const settings = { ...DEFAULT_SETTINGS, auto: true, profiles: world.profiles, removedProfiles };
    this.#state = firstState({ at: 0, steady: 0 }, settings, POLICY);
    this.#send({ type: "env", at: 0, env: this.#env(), journal: NO_JOURNAL });
    for (const { from, fingerprint, kind, isKnown } of world.stays) {
      const attachment = { fingerprint, online: fingerprint !== "" };
      const known = isKnown && isPlaceKind(kind) ? { kind, confidence: 0.9, corrected: false } : null;
      this.#plan(from, { type: "attached", at: from, attachment, known });
    }
  }

  run(): this {
    for (;;) {
      const next = this.#pending[0];
      const at = Math.min(next?.at ?? Number.POSITIVE_INFINITY, this.#wakeAt);
      if (at > this.#world.lengthMs) return this;
      this.#now = Math.max(this.#now, at);
      if (next !== undefined && next.at <= at) {
        this.#pending.shift();
        this.#send(next.event);
      } else {
        this.#wakeAt = Number.POSITIVE_INFINITY;
        this.#send({ type: "tick", at: this.#now });
      }
    }
  }

  #plan(at: Instant, event: Event): void {
    let place = this.#pending.length;
    while (place > 0 && (this.#pending[place - 1]?.at ?? 0) > at) place -= 1;
    this.#pending.splice(place, 0, { at, event });
  }

  #env(): EffectiveEnv {
    const GOPROXY: Variable = { value: this.#world.proxies[this.#active] ?? "", origin: "file" };
    return { file: "/env", go: null, variables: { GOPROXY } };
  }

  #send(event: Event): void {
    const { state, effects } = advance(this.#state, event, this.#now);
    this.#state = state;
    for (const effect of effects) {
      if (effect.type === "probe") this.#look(effect.endpoint.name);
      else if (effect.type === "wake") this.#wakeAt = this.#now + effect.afterMs;
      else if (effect.type === "apply") this.#move(effect.profile.name);
      else if (effect.type === "abort-probes") this.#abort();
    }
  }

  #abort(): void {
    for (const [place, { event }] of this.#pending.entries()) {
      if (event.type === "sampled") {
        const missed: Event = { type: "missed", at: this.#now, endpoint: event.sample.endpoint };
        this.#pending[place] = { at: this.#now, event: missed };
      }
    }
    this.#pending.sort((a, b) => a.at - b.at);
  }

  #look(endpoint: string): void {
    this.looks += 1;
    const proxy = this.#indexOf.get(endpoint) ?? 0;
    const { failure, tookMs, tls = USUAL } = this.#world.answerOf(proxy, this.#now);
    const at = this.#now + tookMs;
    if (proxy === this.#active) this.inForce.push({ at, failed: failure !== null });
    const sample: Sample = {
      endpoint,
      at: this.#now,
      via: "direct",
      stages: { resolveMs: 1, connectMs: tookMs / 4, handshakeMs: tookMs / 2, ttfbMs: tookMs / 4 },
      totalMs: tookMs,
      tls: failure === null ? tls : null,
      failure,
    };
    this.#plan(at, { type: "sampled", at, sample, chance: this.#chance() });
  }

  #move(name: string): void {
    const to = this.#world.profiles.findIndex((profile) => profile.name === name);
    this.moves.push({ at: this.#now, from: this.#active, to });
    this.#active = to;
    const outcome = { outcome: "written", file: "/env", changes: [], warnings: [] } as const;
    const at = this.#now + 5;
    this.#plan(at, { type: "applied", at, cause: "auto", to: name, outcome, env: this.#env(), journal: NO_JOURNAL });
  }
}

/** What our core does in a world. */
export function liveByCore(world: World): Life {
  const { moves, inForce, looks } = new Core(world).run();
  return { moves, inForce, looks };
}
