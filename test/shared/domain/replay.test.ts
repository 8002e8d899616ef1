import { describe, expect, test } from "vitest";
import { Replay, type ReplayRefusal, type ReplaySummary } from "../../../shared/domain/replay.ts";
import { EXPECTATIONS, parseRecord, RECORD_TYPES } from "../../../shared/domain/replay-record.ts";
import english from "../../../shared/locales/en/cli.json" with { type: "json" };
import { CONFIG, look, NOON, outage } from "../../support/replay-records.ts";

interface Ran {
  readonly turns: readonly string[];
  readonly summary: ReplaySummary;
  readonly refusal: ReplayRefusal | null;
}

/** Seconds after noon, decision, profile, reason. */
function run(records: readonly object[], numbers: Readonly<Record<string, number>> = {}): Ran {
  const turns: string[] = [];
  const replay = new Replay(({ at, state, switched }) => {
    const { kind, profile, because } = state.decision;
    turns.push(`${Math.round((at - NOON) / 1_000)} ${kind}${switched ? "!" : ""} ${profile ?? "-"} ${because.code}`);
  }, numbers);
  let refusal: ReplayRefusal | null = null;
  for (const record of records) {
    const parsed = parseRecord(JSON.stringify(record));
    if ("problem" in parsed) throw new Error(JSON.stringify(parsed.problem));
    refusal ??= replay.feed(parsed.record);
  }
  return { turns, summary: replay.end(), refusal };
}

describe("a replay", () => {
  test("switches when the profile in force fails, and once", () => {
    const { turns, summary } = run([CONFIG, ...outage()]);

    expect(turns).toEqual([
      "0 wait global decision-measuring",
      "0 stay global decision-good-enough",
      "332 wait global decision-measuring",
      "334 switch! mirror decision-failing",
      "334 stay mirror decision-good-enough",
    ]);
    expect(summary).toMatchObject({ switches: 1, firstSwitchAt: NOON + 334_040, samples: 38 });
  });

  test("only advises where the config says so", () => {
    const { turns, summary } = run([{ ...CONFIG, auto: false }, ...outage()]);

    expect(turns.at(-1)).toBe("334 switch mirror decision-failing");
    expect(summary).toMatchObject({ switches: 0, firstSwitchAt: null });
  });

  test("tries other numbers: those given win over those of the file", () => {
    const patient = { ...CONFIG, policy: { sureFailures: 7 } };
    const first = (ran: Ran): number => ((ran.summary.firstSwitchAt ?? 0) - NOON) / 1_000;

    expect(first(run([patient, ...outage()]))).toBeCloseTo(336.04);
    expect(first(run([patient, ...outage()], { sureFailures: 6 }))).toBeCloseTo(335.04);
  });

  test("takes the kind of a network from the record, and else from the looks", () => {
    const network = { type: "network", at: NOON, kind: "campus", confidence: 0.9, fingerprint: "f" };
    const looks = [look("a", 1), look("b", 1), look("a", 2), look("b", 2), look("a", 3), look("b", 3)];

    expect(run([CONFIG, network, ...looks]).turns).toContain("2 switch! mirror decision-preferred");
    expect(run([CONFIG, { ...network, confidence: 0.3 }, ...looks]).summary.switches).toBe(0);
    expect(run([CONFIG, ...looks]).summary.switches).toBe(0);
  });

  test("holds a choice until the network changes", () => {
    const at = NOON + 329_000;
    const chosen = { type: "choose", at, profile: "global" };
    const before = outage().slice(0, 22);
    const after = outage().slice(22);

    expect(run([CONFIG, ...before, chosen, ...after]).summary.switches).toBe(0);
    expect(run([CONFIG, ...before, chosen, { type: "release", at }, ...after]).summary.switches).toBe(1);
  });

  test("passes over looks at endpoints that no profile names, and counts them", () => {
    const { summary } = run([CONFIG, ...outage(), look("c", 400), look("c", 401), look("d", 402)]);

    expect([...summary.strangers]).toEqual([
      ["https://c.test", 2],
      ["https://d.test", 1],
    ]);
    expect(summary.samples).toBe(38);
  });

  test("ends a pause in time, without a record that says so", () => {
    const pause = { type: "pause", at: NOON + 5_000, until: NOON + 65_000 };

    expect(run([CONFIG, look("a", 1), pause, look("a", 90)]).turns).toContain("65 stay global decision-good-enough");
  });

  test.each([
    [[look("a", 5), look("a", 4)], { code: "disorder", at: NOON + 4_000, before: NOON + 5_000 }],
    [[look("a", 5), CONFIG], { code: "config-late" }],
    [
      [CONFIG, { type: "choose", at: 1, profile: "moon" }],
      { code: "no-profile", given: "moon", known: ["global", "mirror"] },
    ],
    [[{ ...CONFIG, active: "moon" }], { code: "no-profile", given: "moon", known: ["global", "mirror"] }],
  ])("refuses %j", (records, refusal) => {
    expect(run(records).refusal).toEqual(refusal);
  });
});

describe("a record", () => {
  test.each([
    ["nope", "not-json", ""],
    ["[]", "not-a-record", ""],
    ["7", "not-a-record", ""],
    ["{}", "unknown-type", "type"],
    ['{"type":"sampel","at":1}', "unknown-type", "type"],
    ['{"type":"resume"}', "part", "at"],
    ['{"type":"resume","at":"now"}', "part", "at"],
    ['{"type":"resume","at":-1}', "part", "at"],
    ['{"type":"resume","at":1e15}', "part", "at"],
    ['{"type":"resume","at":1e999}', "part", "at"],
    ['{"type":"resume","at":null}', "part", "at"],
    ['{"type":"sample","at":1,"endpoint":"a.test"}', "part", "endpoint"],
    ['{"type":"sample","at":1,"endpoint":"https://a.test","totalMs":-1}', "part", "totalMs"],
    ['{"type":"sample","at":1,"endpoint":"https://a.test","totalMs":"40"}', "part", "totalMs"],
    ['{"type":"sample","at":1,"endpoint":"https://a.test","stages":{"connectMs":1e12}}', "part", "stages.connectMs"],
    [
      '{"type":"sample","at":1,"endpoint":"https://a.test","failure":{"stage":"connect","kind":"portal"}}',
      "part",
      "failure.kind",
    ],
    ['{"type":"network","at":1,"kind":"moon"}', "part", "kind"],
    ['{"type":"network","at":1,"kind":"home","confidence":80}', "part", "confidence"],
    ['{"type":"config","profiles":[{"name":"A"}]}', "part", "profiles.0.name"],
    ['{"type":"config","policy":{"sureFailures":0}}', "part", "policy.sureFailures"],
    ['{"type":"config","policy":{"patience":1}}', "part", "policy.patience"],
  ])("%s is wrong", (line, code, part) => {
    expect(parseRecord(line)).toMatchObject({ problem: { code, part } });
  });

  test("takes times in ISO 8601, and a URL with a slash at its end", () => {
    const line =
      '{"type":"sample","at":"2026-01-31T12:00:00.5Z","endpoint":"https://u:p@a.test/go/","stages":{"connectMs":3}}';

    expect(parseRecord(line)).toMatchObject({
      record: { at: NOON + 500, sample: { endpoint: "https://a.test/go", totalMs: 3, via: "direct", failure: null } },
    });
  });

  test("has words for all that may be expected, and no type is told of that is none", () => {
    expect(EXPECTATIONS.filter((key) => !(key in english["replay-file"].expected))).toEqual([]);
    for (const type of RECORD_TYPES)
      expect(parseRecord(JSON.stringify({ type }))).not.toMatchObject({ problem: { code: "unknown-type" } });
  });
});
