import { expect, test } from "vitest";
import { firstState } from "../../../shared/domain/first-state.ts";
import type { Sample } from "../../../shared/domain/sample.ts";
import { DEFAULT_SETTINGS } from "../../../shared/domain/settings.ts";
import type { State } from "../../../shared/domain/state.ts";
import type { Survey } from "../../../shared/domain/survey.ts";
import { dueSurvey, surveyWait, withSurvey } from "../../../shared/domain/survey-due.ts";
import { MINUTE } from "../../../shared/domain/time.ts";
import { bad, good } from "../../support/samples.ts";

const ENDPOINTS = ["https://a.one.net", "https://b.two.org"].map((url) => ({ name: url, url }));

const PORTAL: Survey = {
  plain: [{ host: "a.one.net", kind: "sign-in", mark: "511", cache: "" }],
  strays: { tried: 3, answered: 0 },
  invented: false,
  oneAddress: false,
};
const OPEN: Survey = { ...PORTAL, plain: [{ host: "a.one.net", kind: "own", mark: "", cache: "" }] };

function stateWith(over: Partial<State> = {}): State {
  const first = firstState({ at: 0, steady: 0 }, DEFAULT_SETTINGS);
  const endpoints = ENDPOINTS as unknown as State["endpoints"];
  return { ...first, attachment: { fingerprint: "f", online: true }, endpoints, ...over };
}

const sampled = (sample: Sample): Parameters<typeof dueSurvey>[1] => ({ type: "sampled", at: 0, sample, chance: 0.5 });
const RESET = sampled(bad(0, "handshake", "reset"));
const relayed: Sample = { ...good(0), stages: { resolveMs: 1, connectMs: 1, handshakeMs: 60, ttfbMs: 9 } };

test.each<[string, Sample, boolean]>([
  ["a clean look", good(0), false],
  ["a relay", relayed, true],
  ["TLS 1.2", { ...good(0), tls: { version: "TLSv1.2", trust: "public" } }, true],
  ["an authority of this machine alone", { ...good(0), tls: { version: "TLSv1.3", trust: "local" } }, true],
  ["a reset handshake", bad(0, "handshake", "reset"), true],
  ["a silent connection", bad(0, "connect", "silent"), true],
  ["a failure of our own", bad(0, "connect", "local"), false],
  ["a missing name", bad(0, "resolve", "name-not-found"), false],
  ["a hijacked name", bad(0, "resolve", "hijacked"), true],
  ["an error page", bad(0, "http", "status"), false],
])("%s calls for a first survey: %s", (_, sample, expected) => {
  expect(dueSurvey(stateWith(), sampled(sample)) !== null).toBe(expected);
});

test("time alone calls for no first survey", () => {
  expect(dueSurvey(stateWith(), { type: "tick", at: 0 })).toBeNull();
  expect(surveyWait(stateWith())).toBeNull();
});

test.each<[string, Partial<State>]>([
  ["one is under way", { surveying: 1 }],
  ["asleep", { asleep: true }],
  ["paused", { pausedUntil: 1 }],
  ["offline", { attachment: { fingerprint: "f", online: false } }],
  ["switched off", { settings: { ...DEFAULT_SETTINGS, survey: false } }],
  ["no endpoint is on the public web", { endpoints: [] }],
])("none is due while %s", (_, over) => {
  expect(dueSurvey(stateWith(over), RESET)).toBeNull();
});

test("the next one waits ten minutes", () => {
  const at = (steady: number): unknown => dueSurvey(stateWith({ survey: OPEN, surveyedAt: 0, steady }), RESET);
  expect(at(10 * MINUTE - 1)).toBeNull();
  expect(at(10 * MINUTE)).toMatchObject({ hosts: ["a.one.net", "b.two.org"], strays: true });
});

test("behind a sign-in page it comes back by itself every twenty seconds", () => {
  const shut = stateWith({ survey: PORTAL, surveyedAt: 0, steady: 5_000 });
  expect(surveyWait(shut)).toBe(15_000);
  expect(dueSurvey({ ...shut, steady: 20_000 }, { type: "tick", at: 0 })).not.toBeNull();
});

test("on battery, and where TLS is opened for sure, nobody's addresses are left alone", () => {
  expect(dueSurvey(stateWith({ onBattery: true }), RESET)).toMatchObject({ strays: false });
});

test("what comes after a sign-in forgets what was before, and another one's outcome counts for nothing", () => {
  const windows = new Map([["https://a.one.net", { endpoint: "https://a.one.net", samples: [good(0)] }]]);
  const shut = stateWith({ survey: PORTAL, surveyedAt: 0, surveying: 7, windows });
  expect(withSurvey(shut, 7, OPEN).windows.size).toBe(0);
  expect(withSurvey(shut, 7, PORTAL).windows.size).toBe(1);
  // Another sign-in page behind the first is found at once.
  expect(dueSurvey(withSurvey(shut, 7, OPEN), RESET)).not.toBeNull();
  expect(withSurvey(shut, 6, OPEN)).toBe(shut);
  expect(withSurvey(shut, 7, null)).toMatchObject({ surveying: null, surveyedAt: 0 });
});
