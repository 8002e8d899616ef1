// Rules that others go by, in the same worlds: a look at every proxy each 30 s, twice what ours takes while all is well, and
// the best of luck otherwise. They know at once which profile is meant for the network, and look at everything on arrival.
import { type Instant, type Millis, SECOND } from "../../shared/domain/time.ts";
import { numbersFrom } from "../support/chance.ts";
import type { Life, Move } from "./live.ts";
import { stayAt, type World } from "./world.ts";

/** When a rule takes a proxy out of use and back in. */
export interface Rule {
  readonly name: string;
  /** Failures in a row that take it out. */
  readonly fall: number;
  /** Successes in a row that bring it back; or so long after it was taken out, times how often, whatever it answers. */
  readonly rise: number | { readonly afterMs: Millis; readonly mostMs: Millis };
  /** Time between looks while it is neither clearly in nor clearly out; the normal one when absent. */
  readonly fastMs?: Millis;
}

/** The rules, with the figures that their makers ship, but for the interval: polite is 30 s. */
export const RULES: readonly Rule[] = [
  // The simplest that does not move for one lost packet.
  { name: "threshold: 2 in a row", fall: 2, rise: 2 },
  // HAProxy: `fall 3 rise 2`, and fastinter is inter unless set (configuration manual, 5.2).
  { name: "HAProxy-style: fall 3 rise 2", fall: 3, rise: 2 },
  { name: "HAProxy-style, fastinter 1 s", fall: 3, rise: 2, fastMs: SECOND },
  // Envoy: consecutive_5xx 5, base_ejection_time 30 s times the number of ejections, 300 s at most (outlier detection).
  { name: "Envoy-style: 5 in a row, 30 s × n", fall: 5, rise: { afterMs: 30 * SECOND, mostMs: 300 * SECOND } },
];

const INTERVAL_MS: Millis = 30 * SECOND;

/** A proxy as a rule sees it. */
interface Seen {
  isIn: boolean;
  failures: number;
  successes: number;
  outAt: Instant;
  outs: number;
  due: Instant;
}

/** What a rule does in a world. */
export function liveByRule(world: World, rule: Rule): Life {
  const follower = new Follower(world, rule);
  for (let now = 0; now < world.lengthMs; ) now = Math.max(now + 1, follower.step(now));
  return follower;
}

/** A look that ends at some time. */
interface Ending {
  readonly at: Instant;
  readonly proxy: number;
  readonly failed: boolean;
}

/** Who follows a rule. */
class Follower implements Life {
  readonly moves: Move[] = [];
  readonly inForce: { at: Instant; failed: boolean }[] = [];
  looks = 0;
  readonly #world: World;
  readonly #rule: Rule;
  readonly #chance: () => number;
  #active = 0;
  #place = "";
  #endings: Ending[] = [];
  #seen: Seen[] = [];

  constructor(world: World, rule: Rule) {
    this.#world = world;
    this.#rule = rule;
    this.#chance = numbersFrom(world.seed ^ 0xca5e);
  }

  /** Does what is due, and answers when something is due again. */
  step(now: Instant): Instant {
    this.#arrive(now);
    if (this.#place === "") return nextStay(this.#world, now);
    this.#look(now);
    this.#hear(now);
    back(this.#seen, this.#rule, now);
    const to = choose(this.#world, this.#seen, this.#active, now);
    if (to !== this.#active) this.moves.push({ at: now, from: this.#active, to });
    this.#active = to;
    const times = [...this.#seen.map(({ due }) => due), ...this.#endings.map(({ at }) => at)];
    return Math.min(nextStay(this.#world, now), ...times);
  }

  #arrive(now: Instant): void {
    const { fingerprint } = stayAt(this.#world, now);
    if (fingerprint === this.#place) return;
    this.#place = fingerprint;
    this.#seen = fresh(this.#world, now);
    this.#endings = [];
  }

  #look(now: Instant): void {
    for (const [proxy, each] of this.#seen.entries()) {
      if (each.due > now) continue;
      const { failure, tookMs } = this.#world.answerOf(proxy, now);
      this.looks += 1;
      this.#endings.push({ at: now + tookMs, proxy, failed: failure !== null });
      each.due = Number.POSITIVE_INFINITY;
    }
  }

  #hear(now: Instant): void {
    const ended = this.#endings.filter(({ at }) => at <= now).sort((a, b) => a.at - b.at);
    this.#endings = this.#endings.filter(({ at }) => at > now);
    for (const { at, proxy, failed } of ended) {
      const each = this.#seen[proxy] as Seen;
      if (proxy === this.#active) this.inForce.push({ at, failed });
      note(each, this.#rule, at, failed);
      const isBetween = each.isIn ? each.failures > 0 : each.successes > 0;
      const waitMs = isBetween ? (this.#rule.fastMs ?? INTERVAL_MS) : INTERVAL_MS;
      each.due = at + waitMs * (0.9 + 0.2 * this.#chance());
    }
  }
}

function fresh({ proxies }: World, due: Instant): Seen[] {
  return proxies.map(() => ({ isIn: true, failures: 0, successes: 0, outAt: 0, outs: 0, due }));
}

function nextStay({ stays, lengthMs }: World, now: Instant): Instant {
  return stays.find(({ from }) => from > now)?.from ?? lengthMs;
}

function note(each: Seen, rule: Rule, at: Instant, failed: boolean): void {
  each.failures = failed ? each.failures + 1 : 0;
  each.successes = failed ? 0 : each.successes + 1;
  if (each.isIn && each.failures >= rule.fall) {
    each.isIn = false;
    each.outAt = at;
    each.outs += 1;
  } else if (!each.isIn && typeof rule.rise === "number" && each.successes >= rule.rise) each.isIn = true;
}

/** Lets those back in that have been out for long enough. */
function back(seen: readonly Seen[], { rise }: Rule, now: Instant): void {
  if (typeof rise === "number") return;
  for (const each of seen) {
    if (each.isIn || now - each.outAt < Math.min(rise.mostMs, rise.afterMs * each.outs)) continue;
    each.isIn = true;
    each.failures = 0;
  }
}

/** The profile meant for the network if it is in use, else the one in force if it is, else the first that is. */
function choose(world: World, seen: readonly Seen[], active: number, now: Instant): number {
  const meant = world.profiles.findIndex(({ kinds }) => kinds.includes(stayAt(world, now).kind));
  if (seen[meant]?.isIn === true) return meant;
  if (seen[active]?.isIn === true) return active;
  const first = seen.findIndex(({ isIn }) => isIn);
  return first === -1 ? active : first;
}
