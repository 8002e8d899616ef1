import { expect, test } from "vitest";
import { changesBy, firstAdvice } from "../../../shared/domain/first-advice.ts";
import { UNMEASURED } from "../../../shared/domain/outlook.ts";
import type { ProfileView, Snapshot } from "../../../shared/domain/snapshot.ts";
import { FIRST_RUN, HEALTHY } from "../../renderer/support/snapshots.ts";

const [SOME] = HEALTHY.profiles as [ProfileView, ...ProfileView[]];

/** What a chain is expected to do: a share of success, and milliseconds. */
type Expected = readonly [success: number | null, expectedMs: number | null];

function profile(name: string, [success, expectedMs]: Expected, more: Partial<ProfileView> = {}): ProfileView {
  return { ...SOME, name, active: false, outlook: { ...UNMEASURED, success, expectedMs }, ...more };
}

/** What is in force, and the profiles beside it. */
function scene([success, expectedMs]: Expected, profiles: readonly ProfileView[]): Snapshot {
  return { ...HEALTHY, outlook: { ...UNMEASURED, success, expectedMs }, profiles };
}

function names(snapshot: Snapshot): readonly string[] {
  const advice = firstAdvice(snapshot);
  if (advice.kind === "take") return ["take", ...[advice.best, ...advice.choices].map(({ name }) => name)];
  if (advice.kind === "keep") return ["keep", ...advice.choices.map(({ name }) => name)];
  return [advice.kind];
}

test("proposes by success first, and by time where success is much the same", () => {
  const profiles = [profile("slow", [1, 900]), profile("shaky", [0.8, 20]), profile("fast", [0.99, 100])];
  expect(names(scene([0.5, 100], profiles))).toEqual(["take", "fast", "slow", "shaky"]);
});

test.each<readonly [string, Expected, Expected, string]>([
  ["a little less success", [0.985, 100], [1, 100], "keep"],
  ["less success", [0.95, 100], [1, 100], "take"],
  ["a time that nobody feels", [1, 240], [1, 100], "keep"],
  ["half as long again", [1, 1_490], [1, 1_000], "keep"],
  ["a longer time", [1, 1_600], [1, 1_000], "take"],
  ["no time to compare", [1, null], [1, 1_000], "take"],
  ["not measured", [null, null], [1, 100], "take"],
  ["better", [1, 100], [0.9, 100], "keep"],
])("values in force with %s beside the best", (_, now, best, kind) => {
  expect(firstAdvice(scene(now, [profile("best", best)])).kind).toBe(kind);
});

test("keeps values that no profile stands for, when they serve", () => {
  expect(names({ ...scene([1, 100], [profile("best", [1, 80])]), active: null })).toEqual(["keep", "best"]);
});

test("never proposes a template, what was not measured, what does not serve, or what is in force", () => {
  const profiles = [
    profile("template", [1, 10], { template: true }),
    profile("unmeasured", [null, null]),
    profile("dead", [0, 10]),
    profile("now", [1, 100], { active: true }),
  ];
  expect(names(scene([1, 100], profiles))).toEqual(["keep"]);
  expect(names(scene([0, 100], profiles))).toEqual(["none"]);
});

test.each(["offline", "captive"] as const)("waits while the network is %s", (kind) => {
  expect(names({ ...FIRST_RUN, network: { ...FIRST_RUN.network, kind } })).toEqual(["offline"]);
});

test("counts an endpoint as measured that was looked at, even when the look said nothing of it", () => {
  const [first, ...rest] = HEALTHY.endpoints as [(typeof HEALTHY.endpoints)[number]];
  const unknown = { ...first, health: { ...first.health, kind: "unknown" as const } };
  const advice = firstAdvice({ ...HEALTHY, endpoints: [{ ...unknown, recent: [] }, ...rest] });
  expect(advice).toEqual({ kind: "measuring", measured: rest.length, count: rest.length + 1 });
  expect(firstAdvice({ ...HEALTHY, endpoints: [unknown, ...rest] }).kind).not.toBe("measuring");
});

test("tells what a profile would change, and leaves out what is so already", () => {
  const variables = {
    GOPROXY: { value: "https://a.test", origin: "default" },
    GOSUMDB: { value: "sum.golang.org", origin: "file" },
    GOPRIVATE: { value: "", origin: "default" },
    GONOSUMDB: { value: "*.corp.test", origin: "default" },
  } as const;
  const env = { GOPROXY: "https://b.test", GOSUMDB: null, GOPRIVATE: "*.corp.test", GONOSUMDB: null, GOFLAGS: "-v" };
  expect(changesBy({ env }, { file: "/env", go: null, variables })).toEqual([
    { name: "GOPROXY", before: "https://a.test", after: "https://b.test" },
    { name: "GOSUMDB", before: "sum.golang.org", after: null },
    { name: "GOPRIVATE", before: null, after: "*.corp.test" },
    { name: "GOFLAGS", before: null, after: "-v" },
  ]);
  expect(changesBy({ env: { GOPROXY: "https://a.test" } }, { file: "/env", go: null, variables })).toEqual([]);
});
