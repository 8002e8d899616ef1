import { expect, test } from "vitest";
import type { Failure } from "../../../shared/domain/failure.ts";
import type { Profile } from "../../../shared/domain/profile.ts";
import { MINUTE, SECOND } from "../../../shared/domain/time.ts";
import { Scenario } from "../../support/scenario.ts";

const PROFILES: readonly Profile[] = ["a", "b", "c"].map((name) => {
  return { name, env: { GOPROXY: `https://${name}.test` }, kinds: name === "a" ? ["home"] : [], fingerprints: [] };
});
const SILENT: Failure = { stage: "handshake", kind: "silent", raw: "" };
const UNTRUSTED: Failure = { stage: "handshake", kind: "certificate-untrusted", raw: "" };

/** A home on which every proxy fails like that from `from` until `until`. */
function world(failure: Failure, from: number, until: number): Scenario {
  const scenario = new Scenario(PROFILES, { active: "a", auto: true });
  for (const name of ["a", "b", "c"]) {
    const behave = (at: number, fails: Failure | null): void => {
      const behaviour = { afterMs: fails === SILENT ? 6_000 : 40, failure: fails };
      scenario.plan({ at, type: "behave", endpoint: `https://${name}.test`, behaviour });
    };
    behave(0, null);
    behave(from, failure);
    behave(until, null);
  }
  scenario.join(0, "n1");
  return scenario;
}

function kinds({ lines }: Scenario): readonly string[] {
  return lines.flatMap((line) => /(\S+) network (\S+)/.exec(line)?.[2] ?? []);
}

test("a home stays one through a bad moment of every proxy", () => {
  const scenario = world(SILENT, 10 * MINUTE, 10 * MINUTE + 20 * SECOND).run(20 * MINUTE);
  expect(kinds(scenario)).toEqual(["home"]);
});

test("what lasts is believed", () => {
  const scenario = world(UNTRUSTED, 10 * MINUTE, 30 * MINUTE).run(15 * MINUTE);
  expect(kinds(scenario)).toEqual(["home", "corporate"]);
});

test("in the first minute on a network the newest looks tell", () => {
  const scenario = world(UNTRUSTED, 5 * SECOND, 30 * MINUTE).run(50 * SECOND);
  expect(kinds(scenario)).toEqual(["home", "corporate"]);
});
