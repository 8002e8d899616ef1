import { describe, expect, test } from "vitest";
import type { Failure } from "../../../shared/domain/failure.ts";
import type { Profile } from "../../../shared/domain/profile.ts";
import { MINUTE } from "../../../shared/domain/time.ts";
import { Scenario } from "../../support/scenario.ts";

const PROFILES: readonly Profile[] = ["a", "b", "c"].map((name) => {
  return { name, env: { GOPROXY: `https://${name}.test` }, kinds: [], fingerprints: [] };
});
const SILENT: Failure = { stage: "connect", kind: "silent", raw: "" };
const RESET: Failure = { stage: "handshake", kind: "reset", raw: "" };

/** Three proxies that are well, but for what is planned, on one network. */
function world(plan: (behave: (at: number, name: string, failure: Failure | null) => void) => void): Scenario {
  const scenario = new Scenario(PROFILES, { active: "a", auto: true });
  const behave = (at: number, name: string, failure: Failure | null): void => {
    const behaviour = { afterMs: failure === SILENT ? 5_000 : 40, failure };
    scenario.plan({ at, type: "behave", endpoint: `https://${name}.test`, behaviour });
  };
  for (const name of ["a", "b", "c"]) behave(0, name, null);
  plan(behave);
  scenario.join(0, "home");
  return scenario;
}

function switches({ lines }: Scenario): readonly string[] {
  return lines.filter((line) => line.includes(" switched "));
}

describe("when nothing at all can be reached", () => {
  test("nobody is to blame, then or later", () => {
    const scenario = world((behave) => {
      for (const name of ["a", "b", "c"]) {
        behave(5 * MINUTE, name, SILENT);
        behave(9 * MINUTE, name, null);
      }
    }).run(20 * MINUTE);
    expect(switches(scenario)).toEqual([]);
    const healths = [...scenario.state.healths.values()];
    expect(healths.map(({ kind, needed }) => [kind, needed])).toEqual(healths.map(() => ["healthy", 5]));
    expect(healths.map(({ successRate }) => successRate)).toEqual([1, 1, 1]);
  });

  test("who was down before is still down after it", () => {
    const scenario = world((behave) => {
      behave(2 * MINUTE, "b", RESET);
      behave(5 * MINUTE, "a", SILENT);
      behave(5 * MINUTE, "c", SILENT);
      behave(9 * MINUTE, "a", null);
      behave(9 * MINUTE, "c", null);
    }).run(20 * MINUTE);
    expect([...scenario.state.healths.values()].map(({ kind }) => kind)).toEqual(["healthy", "down", "healthy"]);
  });

  test("one proxy alone that cannot be reached is left", () => {
    const scenario = world((behave) => behave(5 * MINUTE, "a", SILENT)).run(8 * MINUTE);
    expect(switches(scenario).length).toBe(1);
  });
});
