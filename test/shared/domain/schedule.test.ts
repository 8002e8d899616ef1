import { describe, expect, test } from "vitest";
import type { Failure } from "../../../shared/domain/failure.ts";
import type { Profile } from "../../../shared/domain/profile.ts";
import type { Settings } from "../../../shared/domain/settings.ts";
import { HOUR, MINUTE, SECOND } from "../../../shared/domain/time.ts";
import { Scenario } from "../../support/scenario.ts";

const PROFILES: readonly Profile[] = ["a", "b", "c"].map((name) => {
  return { name, env: { GOPROXY: `https://${name}.test` }, kinds: [], fingerprints: [] };
});
const RESET: Failure = { stage: "handshake", kind: "reset", raw: "" };

/** The three proxies, `a` in force, all well, on a network since 0. */
function world(settings: Partial<Settings> = {}): Scenario {
  const scenario = new Scenario(PROFILES, { active: "a", ...settings });
  for (const name of ["a", "b", "c"]) behave(scenario, 0, name, null);
  scenario.join(0, "home");
  return scenario;
}

function behave(scenario: Scenario, at: number, name: string, failure: Failure | null, afterMs = 40): void {
  const behaviour = { afterMs, failure };
  scenario.plan({ at, type: "behave", endpoint: `https://${name}.test`, behaviour });
}

/** When looks at the proxy began. */
function looksAt(scenario: Scenario, name: string): readonly number[] {
  return scenario.looks.filter((look) => look.endpoint === `https://${name}.test`).map((look) => look.at);
}

/** Seconds between the beginnings of looks at the proxy, from `from` on, rounded. */
function gaps(scenario: Scenario, name: string, from = 0): readonly number[] {
  const times = looksAt(scenario, name).filter((at) => at >= from);
  return times.slice(1).map((at, index) => Math.round((at - (times[index] ?? 0)) / SECOND));
}

function happen(scenario: Scenario, at: number, event: Parameters<Scenario["plan"]>[0] & { type: "event" }): void {
  scenario.plan({ ...event, at });
}

function tell(scenario: Scenario, at: number, type: "suspended" | "resumed" | "probe-asked"): void {
  happen(scenario, at, { at, type: "event", event: { type, at } });
}

describe("an endpoint that is well", () => {
  test.each([
    [0, 24],
    [0.5, 30],
    [1, 36],
  ])("is looked at twice a second apart, then at its interval, spread by chance %d", (chance, seconds) => {
    const scenario = world();
    scenario.chance = () => chance;
    scenario.run(3 * MINUTE);
    expect(gaps(scenario, "a").slice(0, 4)).toEqual([1, seconds, seconds, seconds]);
  });

  test("is looked at half as often after half an hour of calm, and at once as before when it fails", () => {
    const scenario = world();
    behave(scenario, 50 * MINUTE, "b", RESET);
    behave(scenario, 52 * MINUTE, "b", null);
    scenario.run(70 * MINUTE);
    expect(gaps(scenario, "b", 28 * MINUTE).slice(0, 7)).toEqual([30, 30, 30, 30, 60, 60, 60]);
    // Quick looks, then the pace of trouble until it has recovered.
    expect(Math.max(...gaps(scenario, "b", 54 * MINUTE))).toBe(30);
    expect(Math.max(...gaps(scenario, "a"))).toBe(30);
  });

  test("is not looked at less often in calm than every two minutes for that alone", () => {
    const often = world({ intervalSeconds: 90 }).run(3 * HOUR);
    const seldom = world({ intervalSeconds: 600 }).run(3 * HOUR);
    expect([Math.max(...gaps(often, "b")), Math.max(...gaps(seldom, "b"))]).toEqual([120, 600]);
  });

  test("is looked at half as often on battery, and soon again as before on mains", () => {
    const scenario = world();
    const power = (at: number, onBattery: boolean): void =>
      scenario.plan({ at, type: "event", event: { type: "power", at, onBattery } });
    power(0, true);
    power(5 * MINUTE, false);
    scenario.run(8 * MINUTE);
    expect(gaps(scenario, "a").slice(2, 5)).toEqual([60, 60, 60]);
    expect(gaps(scenario, "a", 5 * MINUTE).slice(0, 2)).toEqual([30, 30]);
  });

  test("is evidence for as long as its own pace makes it", () => {
    const scenario = world({ intervalSeconds: 600 }).run(25 * MINUTE);
    expect([scenario.state.status, scenario.state.current.success]).toEqual(["healthy", 1]);
  });

  test("is looked at soon when the interval becomes shorter", () => {
    const scenario = world({ intervalSeconds: 3_600 });
    const settings = { ...scenario.state.settings, intervalSeconds: 10 };
    scenario.plan({ at: 5 * MINUTE, type: "event", event: { type: "settings", at: 0, settings } });
    scenario.run(6 * MINUTE);
    expect(gaps(scenario, "a", 5 * MINUTE).slice(0, 3)).toEqual([10, 10, 10]);
  });
});

describe("an endpoint that goes on failing", () => {
  test("is looked at four times more within four seconds, then less and less often", () => {
    const scenario = world();
    behave(scenario, MINUTE, "b", RESET);
    scenario.run(30 * MINUTE);
    expect(gaps(scenario, "b", MINUTE).slice(0, 9)).toEqual([1, 1, 1, 1, 15, 30, 60, 120, 240]);
  });

  test("is looked at each half minute where the chain in force needs it", () => {
    const scenario = world();
    behave(scenario, MINUTE, "a", RESET);
    scenario.run(10 * MINUTE);
    expect(gaps(scenario, "a", MINUTE).slice(0, 6)).toEqual([1, 1, 1, 1, 15, 30]);
  });

  test("is looked at each minute while the chain in force fails, since it may be the way out", () => {
    const scenario = world();
    behave(scenario, 0, "b", RESET);
    behave(scenario, 20 * MINUTE, "a", RESET);
    scenario.run(40 * MINUTE);
    expect(new Set(gaps(scenario, "b", 24 * MINUTE))).toEqual(new Set([60]));
  });

  test("is spread wider than one that is well", () => {
    const longest = [0, 1].map((chance) => {
      const scenario = world();
      scenario.chance = () => chance;
      behave(scenario, MINUTE, "b", RESET);
      return Math.max(...gaps(scenario.run(HOUR), "b", MINUTE));
    });
    expect(longest).toEqual([150, 450]);
  });

  test("is seen well again within its own pace", () => {
    const scenario = world();
    behave(scenario, MINUTE, "a", RESET);
    behave(scenario, 10 * MINUTE, "a", null);
    scenario.run(15 * MINUTE);
    const next = looksAt(scenario, "a").find((at) => at >= 10 * MINUTE) ?? Number.POSITIVE_INFINITY;
    expect(next - 10 * MINUTE).toBeLessThanOrEqual(30 * SECOND);
    expect(scenario.state.healths.get("https://a.test")?.kind).toBe("healthy");
  });
});

describe("the first failure of the chain in force", () => {
  test("has everything else looked at that was not looked at a moment ago", () => {
    const scenario = world();
    behave(scenario, 3 * MINUTE, "a", RESET, 20);
    scenario.run(4 * MINUTE);
    const failedAt = (looksAt(scenario, "a").find((at) => at >= 3 * MINUTE) ?? 0) + 20;
    const within = (name: string): boolean =>
      looksAt(scenario, name).some((at) => Math.abs(at - failedAt) < 10 * SECOND);
    expect([within("b"), within("c")]).toEqual([true, true]);
  });

  test("keeps a switch from resting on what was seen before the same outage", () => {
    const scenario = world({ auto: true });
    for (const name of ["a", "b", "c"]) behave(scenario, 3 * MINUTE, name, RESET, 20);
    scenario.run(10 * MINUTE);
    expect(scenario.lines.filter((line) => line.includes("switched"))).toEqual([]);
  });
});

describe("politeness", () => {
  test("a hundred requests of the user in ten seconds are six looks, half a second apart at least", () => {
    const scenario = world();
    for (let n = 0; n < 100; n++) tell(scenario, 5 * MINUTE + n * 100, "probe-asked");
    scenario.run(6 * MINUTE);
    const asked = looksAt(scenario, "b").filter((at) => at >= 5 * MINUTE && at < 5 * MINUTE + 10 * SECOND);
    const apart = asked.slice(1).map((at, index) => at - (asked[index] ?? 0));
    expect(asked.length).toBe(6);
    expect(Math.min(...apart)).toBeGreaterThanOrEqual(500);
  });

  test("a network that flaps ten times a second for a minute is measured soon after it came to rest", () => {
    const scenario = world();
    for (let n = 0; n < 600; n++) scenario.join(5 * MINUTE + n * 100, n % 2 === 0 ? "" : `n${n}`);
    scenario.run(10 * MINUTE);
    const settled = 6 * MINUTE;
    const during = looksAt(scenario, "a").filter((at) => at >= 5 * MINUTE && at < settled);
    const after = looksAt(scenario, "a").find((at) => at >= settled) ?? Number.POSITIVE_INFINITY;
    expect(during.length).toBeLessThanOrEqual(12);
    expect(after - settled).toBeLessThanOrEqual(10 * SECOND);
  });

  test("a profile that is taken away and put back is no new endpoint", () => {
    const scenario = world();
    const { settings } = scenario.state;
    for (let n = 0; n < 200; n++) {
      const profiles = n % 2 === 0 ? PROFILES.slice(0, 1) : PROFILES;
      const event = { type: "settings", at: 0, settings: { ...settings, profiles } } as const;
      scenario.plan({ at: 5 * MINUTE + n * 200, type: "event", event });
    }
    scenario.run(6 * MINUTE);
    expect(looksAt(scenario, "c").filter((at) => at >= 5 * MINUTE).length).toBeLessThanOrEqual(12);
  });

  test("looks of a process before this one count", () => {
    const scenario = new Scenario(PROFILES, { active: "a" });
    const looks = Array.from({ length: 12 }, (_, n) => ({ endpoint: "https://a.test", at: -n * 5 * SECOND }));
    scenario.plan({ at: 0, type: "event", event: { type: "remembered", at: 0, looks } });
    scenario.join(0, "home");
    scenario.run(MINUTE);
    expect(looksAt(scenario, "a").filter((at) => at < 10 * SECOND)).toEqual([]);
    expect(looksAt(scenario, "a").length).toBeGreaterThan(1);
    expect(looksAt(scenario, "b").length).toBeGreaterThan(3);
  });

  test("looks dated in the future, from before the clock was set back, do not count", () => {
    const scenario = world();
    const looks = Array.from({ length: 500 }, (_, n) => ({ endpoint: "https://a.test", at: n * MINUTE }));
    scenario.plan({ at: 0, type: "event", event: { type: "remembered", at: 0, looks } });
    scenario.run(2 * MINUTE);
    expect(looksAt(scenario, "a").length).toBeGreaterThan(3);
  });

  test("endpoints do not begin at the same moment, and the chain in force begins first", () => {
    const scenario = new Scenario(PROFILES, { active: "c" });
    scenario.join(0, "home");
    scenario.run(SECOND / 2);
    expect(scenario.looks.map(({ endpoint, at }) => [endpoint, at])).toEqual([
      ["https://c.test", 0],
      ["https://a.test", 25],
      ["https://b.test", 50],
    ]);
  });
});

describe("sleep and clocks", () => {
  /** Looks at `a` in the first ten seconds after `at`. */
  const burst = (scenario: Scenario, at: number): number =>
    looksAt(scenario, "a").filter((begun) => begun >= at && begun < at + 10 * SECOND).length;

  test("the end of a sleep is a burst, told once or twice", () => {
    const [once, twice] = [1, 2].map((times) => {
      const scenario = world();
      tell(scenario, 5 * MINUTE, "suspended");
      for (let n = 0; n < times; n++) tell(scenario, 65 * MINUTE + n * 700, "resumed");
      return burst(scenario.run(70 * MINUTE), 65 * MINUTE);
    });
    expect([once, twice]).toEqual([2, 2]);
  });

  test("a sleep that nobody told of is noticed by the clock, and ends in a burst", () => {
    const scenario = world();
    scenario.plan({ at: 5 * MINUTE, type: "set", byMs: 8 * HOUR });
    scenario.run(10 * MINUTE);
    const [first = 0] = looksAt(scenario, "a").filter((at) => at > 5 * MINUTE);
    expect([first - 5 * MINUTE <= 36 * SECOND, burst(scenario, first)]).toEqual([true, 2]);
  });

  test("a clock set back by a day stops nothing, and leaves the verdict as it was", () => {
    const scenario = world();
    scenario.plan({ at: 5 * MINUTE, type: "set", byMs: -24 * HOUR });
    behave(scenario, 10 * MINUTE, "a", RESET);
    scenario.run(9 * MINUTE);
    const before = [scenario.state.status, new Set(gaps(scenario, "a", 3 * MINUTE))];
    scenario.run(15 * MINUTE);
    expect(before).toEqual(["healthy", new Set([30])]);
    expect(scenario.state.status).toBe("down");
  });

  test("a pause does not grow by the day that the clock is set back", () => {
    const scenario = world();
    const event = { type: "paused", at: 0, until: 10 * MINUTE } as const;
    scenario.plan({ at: 5 * MINUTE, type: "event", event });
    scenario.plan({ at: 6 * MINUTE, type: "set", byMs: -24 * HOUR });
    scenario.run(12 * MINUTE);
    expect(looksAt(scenario, "a").filter((at) => at > 5 * MINUTE && at < 10 * MINUTE)).toEqual([]);
    expect(scenario.state.pausedUntil).toBeNull();
  });

  test("a rest between two switches does not grow by the day that the clock is set back", () => {
    const scenario = world({ auto: true });
    behave(scenario, 2 * MINUTE, "a", RESET);
    scenario.plan({ at: 5 * MINUTE, type: "set", byMs: -24 * HOUR });
    behave(scenario, 6 * MINUTE, "a", null);
    behave(scenario, 12 * MINUTE, "b", RESET);
    scenario.run(40 * MINUTE);
    expect(scenario.lines.filter((line) => line.includes("switched ")).length).toBe(2);
  });
});
