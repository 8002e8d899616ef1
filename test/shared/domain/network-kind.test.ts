import fc from "fast-check";
import { expect, test } from "vitest";
import { type KindVerdict, NO_SURROUNDINGS, networkKind } from "../../../shared/domain/network-kind.ts";
import { DEFAULT_POLICY } from "../../../shared/domain/policy.ts";
import type { Sample } from "../../../shared/domain/sample.ts";
import type { SampleWindow } from "../../../shared/domain/sample-window.ts";
import type { Survey } from "../../../shared/domain/survey.ts";
import { bad, good } from "../../support/samples.ts";

const local = (at: number): Sample => ({ ...good(at), tls: { version: "TLSv1.3", trust: "local" } });

test.each<[string, readonly Sample[], string]>([
  ["clean handshakes", [good(0), good(0)], "home"],
  ["nothing seen", [], "unknown"],
  [
    "untrusted issuers everywhere",
    [bad(0, "handshake", "certificate-untrusted"), bad(0, "handshake", "certificate-untrusted")],
    "corporate",
  ],
  ["issuers only this machine trusts", [local(0), local(0)], "corporate"],
  ["swallowed handshakes", [bad(0, "handshake", "silent"), bad(0, "handshake", "silent")], "campus"],
  ["one cut handshake among clean ones", [good(0), good(0), bad(0, "handshake", "reset")], "home"],
  ["login pages", [bad(0, "http", "portal"), bad(0, "http", "portal")], "captive"],
  ["one login page among silence", [bad(0, "http", "portal"), bad(0, "handshake", "silent")], "unknown"],
  ["no route to any", [bad(0, "connect", "unreachable"), bad(0, "connect", "unreachable")], "offline"],
  [
    "a resolver that is silent",
    [bad(0, "resolve", "resolver-silent"), bad(0, "resolve", "resolver-silent")],
    "offline",
  ],
  ["no route to the only one", [bad(0, "connect", "unreachable")], "unknown"],
])("%s speak for %s", (_, samples, kind) => {
  const windows = samples.map((sample, index) => ({ endpoint: `https://${String(index)}.test`, samples: [sample] }));
  expect(networkKind({ fingerprint: "f", online: true }, windows, DEFAULT_POLICY).kind).toBe(kind);
});

test("without an interface the network is offline for sure", () => {
  const verdict = networkKind({ fingerprint: "", online: false }, [], DEFAULT_POLICY);
  expect(verdict).toMatchObject({ kind: "offline", confidence: 1 });
});

test("waits for half of the endpoints before it names a kind", () => {
  const first = { endpoint: "https://quick.test", samples: [good(0)] };
  const silent = ["a", "b"].map((name) => ({ endpoint: `https://${name}.test`, samples: [] }));
  const kinds = [
    [first, ...silent],
    [first, ...silent.slice(0, 1)],
  ].map((windows) => networkKind({ fingerprint: "f", online: true }, windows, DEFAULT_POLICY).kind);
  expect(kinds).toEqual(["unknown", "home"]);
});

const ONLINE = { fingerprint: "f", online: true };
const CLEAN: Survey = { plain: [], strays: { tried: 0, answered: 0 }, invented: null, oneAddress: false };

function judged(windows: readonly SampleWindow[], survey: Survey | null = null): KindVerdict {
  return networkKind(ONLINE, windows, DEFAULT_POLICY, { ...NO_SURROUNDINGS, survey });
}

const sampleArbitrary = fc.constantFrom<Sample>(
  good(0),
  local(0),
  bad(0, "handshake", "certificate-untrusted"),
  bad(0, "handshake", "silent"),
  bad(0, "handshake", "reset"),
  bad(0, "connect", "silent"),
  bad(0, "resolve", "name-not-found"),
  bad(0, "http", "portal"),
);
const windowsArbitrary = fc
  .array(sampleArbitrary, { minLength: 1, maxLength: 6 })
  .map((samples): readonly SampleWindow[] =>
    samples.map((sample, index) => ({ endpoint: `https://host${index}.site${index}.net`, samples: [sample] })),
  );

test("endpoints are judged alike in every order", () => {
  fc.assert(
    fc.property(windowsArbitrary, (windows) => {
      const [one, other] = [judged(windows), judged(windows.toReversed())];
      expect(other.kind).toBe(one.kind);
      expect(other.confidence).toBeCloseTo(one.confidence, 6);
      expect(other.evidence).toEqual(one.evidence);
    }),
  );
});

test.each<[string, "captive" | "campus" | "corporate", Partial<Survey>]>([
  ["a sign-in page", "captive", { plain: [{ host: "h", kind: "sign-in", mark: "511", cache: "" }] }],
  [
    "a cache before both hosts",
    "campus",
    { plain: ["a", "b"].map((host) => ({ host, kind: "unclear" as const, mark: "", cache: "gw" })) },
  ],
  ["answers from addresses of nobody", "corporate", { strays: { tried: 3, answered: 3 } }],
])("%s never speaks against %s", (_, kind, found) => {
  fc.assert(
    fc.property(windowsArbitrary, (windows) => {
      const before = judged(windows).chances;
      const after = judged(windows, { ...CLEAN, ...found }).chances;
      expect((after[kind] ?? 0) / (after.home ?? 1)).toBeGreaterThanOrEqual((before[kind] ?? 0) / (before.home ?? 1));
    }),
  );
});

test("a sign-in page that the survey found decides", () => {
  const windows = ["a.one.net", "b.two.org"].map((host) => ({
    endpoint: `https://${host}`,
    samples: [bad(0, "handshake", "reset")],
  }));
  const plain = ["a.one.net", "b.two.org"].map((host) => ({ host, kind: "elsewhere" as const, mark: "in", cache: "" }));
  expect(judged(windows, { ...CLEAN, plain })).toMatchObject({ kind: "captive", because: { code: "network-portal" } });
});
