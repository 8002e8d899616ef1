import { expect, test } from "vitest";
import {
  correctionOf,
  type KnownVerdict,
  withCorrection,
  withKnown,
  withRefined,
} from "../../../shared/domain/known-network.ts";
import type { KnownNetwork, NetworkKind } from "../../../shared/domain/network.ts";

import { type ReasonCode, reason } from "../../../shared/domain/reason.ts";
import { DEFAULT_SETTINGS, type Settings } from "../../../shared/domain/settings.ts";
import { parseSettings } from "../../../shared/domain/settings-schema.ts";

const EVIDENCE = [{ id: "issuer-local", observed: "https://a.test", points: { home: 0, corporate: 4.6, campus: 1 } }];

function verdict(kind: NetworkKind, confidence: number, code: ReasonCode): KnownVerdict {
  return { kind, confidence, because: reason(code), evidence: EVIDENCE };
}

const CORPORATE = verdict("corporate", 0.97, "network-intercepted");
const THIN = verdict("unknown", 0.4, "network-thin");
const SAID: KnownNetwork = { kind: "home", confidence: 1, corrected: true };
const SEEN: KnownNetwork = { kind: "campus", confidence: 0.85, corrected: false };

test("nothing known changes nothing", () => {
  expect(withKnown(CORPORATE, null)).toBe(CORPORATE);
});

test("what the user said wins, and keeps what was measured beside it", () => {
  const { evidence, ...measured } = CORPORATE;
  expect(withKnown(CORPORATE, SAID)).toEqual({
    kind: "home",
    confidence: 1,
    because: reason("network-corrected"),
    evidence,
    measured,
  });
  expect(withKnown(THIN, SAID)).toMatchObject({ kind: "home", measured: { kind: "unknown", confidence: 0.4 } });
});

test.each([
  ["offline", "network-offline"],
  ["captive", "network-portal"],
] as const)("%s shows, whatever was said", (kind, code) => {
  const state = verdict(kind, 0.9, code);
  expect([withKnown(state, SAID), withKnown(state, SEEN)]).toEqual([state, state]);
});

test("what was seen last time holds until the samples tell by themselves", () => {
  expect(withKnown(THIN, SEEN)).toEqual({
    kind: "campus",
    confidence: 0.85,
    because: reason("network-remembered"),
    evidence: EVIDENCE,
    measured: { kind: "unknown", confidence: 0.4, because: reason("network-thin") },
  });
  expect(withKnown(CORPORATE, SEEN)).toBe(CORPORATE);
});

test("a memory is never surer than 0.9", () => {
  expect(withKnown(THIN, { ...SEEN, confidence: 0.999 }).confidence).toBe(0.9);
});

test("keeps what was said of two hundred networks, the newest", () => {
  let settings: Settings = DEFAULT_SETTINGS;
  for (let n = 0; n < 205; n++) settings = withCorrection(settings, `f${n}`, "home");
  settings = withCorrection(settings, "f5", "campus");
  settings = withCorrection(settings, "g", "corporate");
  const names = Object.keys(settings.corrections);
  expect([names.length, names[0], names.slice(-2)]).toEqual([200, "f7", ["f5", "g"]]);
  expect(["f5", "f6", "g", "constructor"].map((name) => correctionOf(settings, name))).toEqual([
    { kind: "campus", confidence: 1, corrected: true },
    null,
    { kind: "corporate", confidence: 1, corrected: true },
    null,
  ]);
});

test("takes back what was said", () => {
  const said = withCorrection(DEFAULT_SETTINGS, "f", "home");
  expect(withCorrection(said, "f", null)).toEqual(DEFAULT_SETTINGS);
});

test("carries what was said over to the fingerprint that takes the place of another", () => {
  const said = withCorrection(DEFAULT_SETTINGS, "early", "home");
  expect(withRefined(said, "early", "later").corrections).toEqual({ later: "home" });
  const both = withCorrection(said, "later", "campus");
  expect(withRefined(both, "early", "later").corrections).toEqual({ later: "campus" });
  expect(withRefined(said, "other", "later")).toBe(said);
});

test("complains of corrections that are none, one by one, and keeps the others", () => {
  const document = { corrections: { good: "campus", bad: "captive", "no name": "home", worse: 7 } };
  const { settings, complaints } = parseSettings(document);
  expect(settings.corrections).toEqual({ good: "campus" });
  expect(complaints.map(({ at }) => at)).toEqual(["corrections.bad", "corrections.no name", "corrections.worse"]);
});

test.each([[[]], ["home"], [null]])("complains of %j in place of corrections", (corrections) => {
  const { settings, complaints } = parseSettings({ corrections });
  expect([settings.corrections, complaints]).toEqual([{}, [{ at: "corrections", message: "is not an object" }]]);
});
