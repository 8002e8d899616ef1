import { expect, test } from "vitest";
import { networkKind } from "../../../shared/domain/network-kind.ts";
import { DEFAULT_POLICY } from "../../../shared/domain/policy.ts";
import type { Sample } from "../../../shared/domain/sample.ts";
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
  ["login pages", [bad(0, "http", "portal"), bad(0, "handshake", "silent")], "captive"],
  ["no route to any", [bad(0, "connect", "unreachable"), bad(0, "resolve", "resolver-failed")], "offline"],
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
