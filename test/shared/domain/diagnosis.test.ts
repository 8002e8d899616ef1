import { describe, expect, test } from "vitest";
import type { Interception } from "../../../shared/domain/diagnosis.ts";
import { isPublicHost } from "../../../shared/domain/diagnosis-public-host.ts";
import { type Summary, summarise } from "../../../shared/domain/diagnosis-summary.ts";
import { diagnosisOf, type MatrixOptions } from "../../support/matrix.ts";
import { CASES, UNLOGGED, UNTRUSTED } from "./diagnosis-cases.ts";

function summaryOf(options: MatrixOptions): Summary {
  return summarise(diagnosisOf(options));
}

test.each(CASES)("$name: $verdict", ({ verdict, tls13 = "ok", large = "ok", ...options }) => {
  const summary = summaryOf(options);
  expect({ verdict: summary.verdict, tls13: summary.tls13, large: summary.largeHello }).toEqual({
    verdict,
    tls13,
    large,
  });
});

test("a verdict on a matrix with anything tried gives a reason", () => {
  const silent = CASES.filter((options) => summaryOf(options).because.length === 0);
  expect(silent.map(({ name }) => name)).toEqual([]);
});

describe("where a failure was made", () => {
  const large = { "go-hello": "reset 2", "tls13-large": "reset 2" };
  const codes = (options: MatrixOptions): readonly string[] => summaryOf(options).because.map(({ code }) => code);

  test("nearby, when it came long before the endpoint could answer", () => {
    const { because } = summaryOf({ cells: large });
    expect(because).toContainEqual({ code: "nearby", values: { failedMs: 2, referenceMs: 40, from: "connect" } });
  });

  test("as far away as the endpoint, when it took as long", () => {
    expect(codes({ cells: { "go-hello": "reset 39", "tls13-large": "reset 40" } })).toContain("as-far");
  });

  test("held against answers, when the connection was taken by somebody near", () => {
    const { because } = summaryOf({ cells: large, connectMs: 0.3 });
    expect(because).toContainEqual({ code: "nearby", values: { failedMs: 2, referenceMs: 41, from: "answer" } });
    expect(because).toContainEqual({ code: "local-connect", values: { connectMs: 0.3, answerMs: 41 } });
  });

  test("held against answers behind a proxy, whose distance says nothing of the endpoint's", () => {
    const { because } = summaryOf({ cells: large, situation: { via: "http-proxy" } });
    expect(because).toContainEqual({ code: "nearby", values: { failedMs: 2, referenceMs: 41, from: "answer" } });
  });

  test("not known, when nothing tells how far the endpoint is", () => {
    const found = codes({ all: "reset 1", connectMs: 0.3 });
    expect(found).not.toContain("nearby");
    expect(found).not.toContain("as-far");
  });

  test("not known of silence", () => {
    expect(codes({ cells: { "go-hello": "silent", "tls13-large": "silent" } })).not.toContain("nearby");
  });
});

describe("what Go loses", () => {
  test.each([
    {
      cells: { "go-hello": "silent", "tls13-large": "silent", "go-hello-split": "silent" } as const,
      wait: { stage: "handshake", ends: "limit", perRequestMs: 10_000, perModuleMs: 30_000 },
    },
    {
      cells: { "go-hello": "reset 2", "tls13-large": "reset 2" } as const,
      wait: { stage: "handshake", ends: "itself", perRequestMs: 2, perModuleMs: 6 },
    },
    {
      all: "skip",
      cells: { ipv4: "connect/silent" } as const,
      wait: { stage: "connect", ends: "limit", perRequestMs: 30_000, perModuleMs: 90_000 },
    },
    {
      all: "skip",
      cells: { ipv4: "tunnel/silent" } as const,
      wait: { stage: "tunnel", ends: "limit", perRequestMs: 60_000, perModuleMs: 180_000 },
    },
    {
      cells: { ipv4: "http/silent" } as const,
      wait: { stage: "http", ends: "never", perRequestMs: null, perModuleMs: null },
    },
    {
      cells: { ipv6: "connect/silent" } as const,
      wait: { stage: "connect", ends: "around", perRequestMs: 300, perModuleMs: 300 },
    },
    {
      cells: { ipv6: "silent" } as const,
      wait: { stage: "handshake", ends: "limit", perRequestMs: 10_000, perModuleMs: 30_000 },
    },
    { cells: {}, wait: null },
  ])("$cells: $wait", ({ wait, ...options }) => {
    expect(summaryOf(options).goWait).toEqual(wait);
  });
});

describe("what helps", () => {
  const LARGE = {
    cells: {
      "go-hello": "reset 1",
      "tls13-large": "reset 1",
      "go-hello-no-new-schemes": "reset 1",
      "go-hello-split": "reset 1",
    },
  } as const;
  const SCHEMES = {
    cells: { "go-hello": "reset 1", "go-hello-no-mlkem": "reset 1", "go-hello-split": "reset 1" },
  } as const;
  const helps = (options: MatrixOptions): Readonly<Record<string, string>> =>
    Object.fromEntries(summaryOf(options).remedies.map(({ id, helps: how }) => [id, how]));

  test("against a size: the switch of Go 1.24 and later, as its hello was tried and passed", () => {
    expect(summaryOf({ ...LARGE, goVersion: "1.24.13" }).remedies[0]).toEqual({
      id: "tlsmlkem-off",
      helps: "yes",
      shownBy: "go-hello-no-mlkem",
    });
  });

  test("against a size: Go 1.23 has another switch, and older ones need none", () => {
    expect(helps({ ...LARGE, goVersion: "1.23.4" })).toMatchObject({ "tlskyber-off": "yes", "go-1.22": "yes" });
    expect(helps({ ...LARGE, goVersion: "1.22.12" })).not.toHaveProperty("tlskyber-off");
    expect(helps({ ...LARGE, goVersion: "1.22.12" })).not.toHaveProperty("go-1.22");
  });

  test("against schemes: not the switch for the share, there is none for schemes, but the Go before them", () => {
    expect(helps({ ...SCHEMES, goVersion: "1.27.0" })).toMatchObject({
      "tlsmlkem-off": "no",
      "schemes-off": "no",
      "go-1.26": "yes",
      "tls13-off": "no",
      insecure: "no",
    });
  });

  test("against an untrusted box: its authority, and never less verification", () => {
    const found = helps({ cells: UNTRUSTED, tls: { trust: "untrusted" }, marks: UNLOGGED });
    expect(found).toMatchObject({ "trust-ca": "unknown", insecure: "no" });
  });

  test("a switch that was not tried is not said to help", () => {
    expect(helps({ cells: { ...LARGE.cells, "go-hello-no-mlkem": "skip" } })).toMatchObject({
      "tlsmlkem-off": "unknown",
    });
  });

  test("what was shown to help comes first, what does not help last", () => {
    const order = summaryOf({ ...SCHEMES }).remedies.map(({ helps: how }) => how);
    expect(order).toEqual([...order].sort((a, b) => "yes unknown no".indexOf(a) - "yes unknown no".indexOf(b)));
  });

  test("without a go command the newest known speaks", () => {
    expect(helps({ ...LARGE, goVersion: null })).toEqual(helps({ ...LARGE, goVersion: "1.27.0" }));
  });
});

test.each<MatrixOptions & { readonly want: Interception }>([
  { tls: { trust: "public" }, want: { found: false, issuer: "CN=Public", trust: "public" } },
  { tls: { trust: "local" }, want: { found: false, issuer: "CN=Public", trust: "local" } },
  { all: "silent", want: { found: false, trust: "unknown" } },
])("interception of $tls: $want", ({ want, ...options }) => {
  expect(summaryOf(options).interception).toEqual(want);
});

test("the retry request is an attribute of any verdict", () => {
  expect(summaryOf({ cells: { "go-hello": "retry" } })).toMatchObject({ verdict: "fine", retryRequest: true });
});

test("public hosts are known by their whole name", () => {
  expect(["proxy.golang.org", "Goproxy.CN", "goproxy.cn.corp.example", "localhost"].map(isPublicHost)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
