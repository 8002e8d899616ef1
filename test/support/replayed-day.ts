// A made-up stretch of a day from a seed: endpoints that fail and recover, networks that come and go, people who choose,
// pause and release, lids that close. Lived through the real core, with a journal kept.
import type { Failure } from "../../shared/domain/failure.ts";
import type { Profile } from "../../shared/domain/profile.ts";
import { MINUTE, SECOND } from "../../shared/domain/time.ts";
import { numbersFrom } from "./chance.ts";
import { type Behaviour, Scenario } from "./scenario.ts";

const FAILURES: readonly (readonly [Failure["stage"], Failure["kind"], number])[] = [
  ["handshake", "reset", 21],
  ["handshake", "silent", 6_000],
  ["connect", "refused", 3],
  ["handshake", "certificate-untrusted", 61],
  ["http", "silent", 6_000],
  ["http", "status", 90],
  ["connect", "local", 1],
];

const HOSTS = ["a", "b", "c"] as const;

const PROFILES: readonly Profile[] = [
  { name: "one", env: { GOPROXY: "https://a.test,direct" }, kinds: ["home"], fingerprints: [] },
  { name: "two", env: { GOPROXY: "https://b.test|https://c.test" }, kinds: ["campus"], fingerprints: ["n1"] },
  { name: "three", env: { GOPROXY: "https://c.test", GOSUMDB: null }, kinds: [], fingerprints: [] },
];

/** What a day that nobody lived through twice is made of. */
class Author {
  readonly #chance: () => number;
  readonly #scenario: Scenario;
  readonly #length: number;

  constructor(scenario: Scenario, chance: () => number, length: number) {
    this.#scenario = scenario;
    this.#chance = chance;
    this.#length = length;
  }

  write(): void {
    for (const host of HOSTS) this.#behave(0, host);
    this.#scenario.join(2, "n0");
    const deeds = [...HOSTS, ...HOSTS, "join", "choose", "pause", "release", "sleep", "edit", "power"] as const;
    const count = 4 + Math.floor(this.#chance() * 10);
    for (let n = 0; n < count; n++) this.#deed(this.#pick(deeds), this.#when());
  }

  #pick<T>(from: readonly T[]): T {
    return from[Math.floor(this.#chance() * from.length)] as T;
  }

  #when(): number {
    return 1 + Math.floor(this.#chance() * (this.#length - 10 * SECOND));
  }

  #behave(at: number, host: string): void {
    this.#scenario.plan({ at, type: "behave", endpoint: `https://${host}.test`, behaviour: this.#behaviour() });
  }

  #behaviour(): Behaviour {
    const trust = this.#chance() < 0.1 ? "local" : "public";
    const afterMs = 20 + Math.floor(this.#chance() * 400);
    if (this.#chance() < 0.55) return { afterMs, failure: null, trust };
    const [stage, kind, failsAfterMs] = this.#pick(FAILURES);
    return { afterMs: failsAfterMs, failure: { stage, kind, raw: "" }, trust };
  }

  #deed(
    deed: (typeof HOSTS)[number] | "join" | "choose" | "pause" | "release" | "sleep" | "edit" | "power",
    at: number,
  ) {
    const scenario = this.#scenario;
    if (deed === "join") scenario.join(at, this.#pick(["n0", "n1", "n2", ""]));
    else if (deed === "choose") scenario.plan({ at, type: "choose", profile: this.#pick(PROFILES).name });
    else if (deed === "edit")
      scenario.plan({ at, type: "edit", goproxy: this.#pick(["https://b.test", "https://a.test"]) });
    else if (deed === "release") scenario.plan({ at, type: "event", event: { type: "released", at } });
    else if (deed === "power") {
      scenario.plan({ at, type: "event", event: { type: "power", at, onBattery: this.#chance() < 0.5 } });
    } else if (deed === "pause") {
      const until = at + Math.floor(this.#chance() * 5 * MINUTE);
      scenario.plan({ at, type: "event", event: { type: "paused", at, until } });
    } else if (deed === "sleep") {
      const until = at + Math.floor(this.#chance() * 5 * MINUTE);
      scenario.plan({ at, type: "event", event: { type: "suspended", at } });
      scenario.plan({ at: until, type: "event", event: { type: "resumed", at: until } });
    } else this.#behave(at, deed);
  }
}

/** Lives through `length` ms made up from the seed. */
export function livedDay(seed: number, length: number): Scenario {
  const chance = numbersFrom(seed);
  const auto = chance() < 0.8;
  const scenario = new Scenario(PROFILES, { active: "one", auto });
  scenario.chance = chance;
  new Author(scenario, chance, length).write();
  return scenario.run(length);
}
