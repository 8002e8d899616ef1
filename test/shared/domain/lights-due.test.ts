// When lights are looked at, through the core itself.
import { expect, test } from "vitest";
import { effectiveProfiles } from "../../../shared/domain/builtin-profiles.ts";
import { firstState } from "../../../shared/domain/first-state.ts";
import type { EffectiveEnv } from "../../../shared/domain/goenv.ts";
import { type LightErrand, lightOf } from "../../../shared/domain/lights.ts";
import { advance } from "../../../shared/domain/machine.ts";
import type { Sample } from "../../../shared/domain/sample.ts";
import { DEFAULT_SETTINGS } from "../../../shared/domain/settings.ts";
import { snapshotOf } from "../../../shared/domain/snapshot-of.ts";
import type { Event, State } from "../../../shared/domain/state.ts";
import { MINUTE } from "../../../shared/domain/time.ts";
import { bad, good } from "../../support/samples.ts";

const PROXY = "https://a.test";
const SECOND = "https://b.test";

/** The core, and the errands that it sent. */
class Core {
  errands: LightErrand[] = [];
  at = 1_000;
  #state: State;

  constructor(goproxy = `${PROXY},${SECOND},direct`) {
    const removedProfiles = effectiveProfiles([], []).map((p) => p.name);
    const profile = { name: "own", env: { GOPROXY: goproxy }, kinds: [], fingerprints: [] };
    this.#state = firstState(
      { at: this.at, steady: this.at },
      { ...DEFAULT_SETTINGS, profiles: [profile], removedProfiles },
    );
    this.env({ GOPROXY: goproxy });
    this.tell({ type: "attached", at: this.at, attachment: { fingerprint: "home", online: true } });
  }

  tell(event: Event): void {
    const step = advance(this.#state, event, this.at);
    this.#state = step.state;
    for (const effect of step.effects) if (effect.type === "light") this.errands.push(effect.errand);
  }

  env(values: Readonly<Record<string, string>>): void {
    const variables = Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, { value, origin: "file" as const }]),
    );
    const env: EffectiveEnv = { file: "/env", go: { path: "/go", version: "go1.27.0" }, variables };
    this.tell({ type: "env", at: this.at, env, journal: { lastSwitch: null, standing: null } });
  }

  sample(endpoint: string, make: (at: number) => Sample = good): void {
    this.tell({ type: "sampled", at: this.at, sample: { ...make(this.at), endpoint }, chance: 0.5 });
  }

  /** Carries out the errand that was sent last: every question is answered by this status. */
  answer(status: number): void {
    const errand = this.errands.at(-1);
    if (errand === undefined) throw new Error("no errand was sent");
    const result = { status, headers: {}, body: "" };
    const lights = errand.ids.map((id) => lightOf(id, { at: this.at, ms: 5, result }));
    this.tell({ type: "lit", at: this.at, endpoint: errand.endpoint.name, lights });
  }

  get names(): readonly string[] {
    return this.errands.map(({ endpoint, ids }) => `${endpoint.name} ${ids.join(" ")}`);
  }

  get snapshot() {
    return snapshotOf(this.#state, { version: "0", demo: false, machine: { variables: {}, processors: 1 } });
  }
}

test("looks at lights after the first good look, at one endpoint at a time", () => {
  const core = new Core();
  expect(core.names).toEqual([]);

  core.sample(PROXY, (at) => bad(at, "handshake", "reset"));
  expect(core.names).toEqual([]);
  core.sample(PROXY);
  core.sample(SECOND);
  expect(core.names).toEqual([`${PROXY} sumdb toolchain cache`]);
  core.answer(200);
  expect(core.names[1]).toBe(`${SECOND} sumdb toolchain cache`);
  core.answer(200);
  core.sample(PROXY);
  expect(core.names).toHaveLength(2);
});

test("looks again after half an hour, not sooner, and never while paused, asleep or behind a login page", () => {
  const core = new Core(`${PROXY},off`);
  core.sample(PROXY);
  core.answer(200);
  core.at += 29 * MINUTE;
  core.sample(PROXY);
  expect(core.names).toHaveLength(1);

  core.at += 2 * MINUTE;
  core.tell({ type: "paused", at: core.at, until: core.at + MINUTE });
  core.sample(PROXY);
  core.tell({ type: "paused", at: core.at, until: null });
  core.tell({ type: "suspended", at: core.at });
  core.sample(PROXY);
  core.tell({ type: "resumed", at: core.at });
  expect(core.names).toHaveLength(1);
  core.tell({ type: "attached", at: core.at, attachment: { fingerprint: "home", online: false } });
  expect(core.names).toHaveLength(1);
  core.tell({ type: "attached", at: core.at, attachment: { fingerprint: "home", online: true } });
  core.sample(PROXY);
  expect(core.names).toHaveLength(2);
});

test("forgets them with the network, and looks again when a look was broken off", () => {
  const core = new Core(`${PROXY},off`);
  core.sample(PROXY);
  core.tell({ type: "lit", at: core.at, endpoint: PROXY, lights: null });
  core.sample(PROXY);
  expect(core.names).toHaveLength(2);
  core.answer(200);
  expect(core.snapshot.endpoints[0]?.lights).toHaveLength(3);

  core.tell({ type: "attached", at: core.at, attachment: { fingerprint: "cafe", online: true } });
  expect(core.snapshot.endpoints[0]?.lights).toBeUndefined();
});

test("asks the database itself only where Go would", () => {
  const core = new Core();
  core.sample(PROXY);
  core.answer(404);
  expect(core.snapshot.checksums.way).toBe("unknown");
  expect(core.snapshot.checksumCosts).toBeUndefined();
  core.sample(SECOND);
  core.answer(404);

  expect(core.names.at(-1)).toBe("https://sum.golang.org database");
  expect(core.snapshot.checksums).toMatchObject({ way: "database", entry: null, name: "sum.golang.org" });
  // Go 1.24 and later ask an https 4xx twice.
  expect(core.snapshot.checksums.requests).toBe(4);
  expect(core.snapshot.checksumCosts?.cold.rounds.expected).toBe(4 + 20);

  const passing = new Core();
  passing.sample(PROXY);
  passing.answer(200);
  passing.sample(SECOND);
  passing.answer(404);
  expect(passing.names).toHaveLength(2);
  expect(passing.snapshot.checksums).toMatchObject({ way: "proxy", entry: PROXY, requests: 1 });
  expect(passing.snapshot.checksumCosts?.cold.ms).toBeGreaterThan(0);
});

test("says that nothing can be verified where a comma follows an error", () => {
  const core = new Core();
  core.sample(PROXY);
  core.answer(503);

  expect(core.snapshot.checksums).toMatchObject({ way: "fails", entry: PROXY });
});

test("asks for nothing that the values make needless, and says why", () => {
  const core = new Core(`${PROXY},off`);
  core.env({ GOPROXY: `${PROXY},off`, GOSUMDB: "off", GOTOOLCHAIN: "local" });
  core.sample(PROXY);

  expect(core.names).toEqual([`${PROXY} cache`]);
  core.answer(200);
  const lights = core.snapshot.endpoints[0]?.lights;
  expect(lights?.map(({ id, state, because }) => [id, state, because.code])).toEqual([
    ["sumdb", "unneeded", "light-sumdb-off"],
    ["toolchain", "unneeded", "light-toolchain-local"],
    ["cache", "unknown", "light-cache-unknown"],
  ]);
});

test("goes past all proxies to an address that GOSUMDB gives, with its credentials hidden", () => {
  const core = new Core(`${PROXY},off`);
  core.env({ GOPROXY: `${PROXY},off`, GOSUMDB: "sum.golang.org https://me:secret@sums.test/x" });
  core.sample(PROXY);
  core.answer(200);

  expect(core.names).toEqual([`${PROXY} toolchain cache`, "https://sums.test/x database"]);
  core.answer(200);
  expect(core.snapshot.checksums).toMatchObject({ way: "given", database: { state: "off" } });
  expect(JSON.stringify(core.snapshot)).not.toContain("secret");
});

test("looks anew when the values ask other questions", () => {
  const core = new Core(`${PROXY},off`);
  core.sample(PROXY);
  core.answer(200);
  core.env({ GOPROXY: `${PROXY},off`, GOSUMDB: "sum.golang.google.cn" });
  core.sample(PROXY);

  expect(core.names.at(-1)).toBe(`${PROXY} toolchain cache`);
});
