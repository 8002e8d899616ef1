import { describe, expect, test } from "vitest";
import { parseClientHello } from "../../../electron/engine/hello/client-hello.ts";
import type { FirstAnswer, HelloOutcome } from "../../../electron/engine/hello/first-answer.ts";
import { objectionTo } from "../../../electron/engine/hello/go-objection.ts";
import { newestTemplate } from "../../../electron/engine/hello/hello-template.ts";
import { goHello, type HelloVariant } from "../../../electron/engine/hello/hello-variants.ts";
import { withGoHello } from "../../../electron/engine/hello/said-hello.ts";
import { bad, good } from "../../support/samples.ts";

const BYTES = goHello(newestTemplate(), { serverName: "modules.test" });
const FINE = { kind: "server-hello", version: 0x0304, cipher: 0x1301, group: 0x11ec, downgraded: false } as const;
const OLD = { ...FINE, version: 0x0303, cipher: 0xc02f, group: null };

describe("Go objects as its client does", () => {
  test.each<readonly [string, FirstAnswer, string | null]>([
    ["TLS 1.3 with our hybrid", FINE, null],
    ["TLS 1.3 with X25519", { ...FINE, group: 0x001d }, null],
    ["TLS 1.2", OLD, null],
    ["a request for P-384", { kind: "retry-request", group: 0x0018 }, null],
    ["a request for a cookie", { kind: "retry-request", group: null }, null],
    ["TLS 1.1", { ...OLD, version: 0x0302 }, "protocol-version"],
    ["TLS 1.2 of a server that could do better", { ...OLD, downgraded: true }, "downgraded"],
    ["a cipher suite that was not offered", { ...FINE, cipher: 0x1399 }, "corrupt"],
    ["a group without a share of ours", { ...FINE, group: 0x0017 }, "corrupt"],
    ["no group", { ...FINE, group: null }, "corrupt"],
    ["a request for a group that was not offered", { kind: "retry-request", group: 0x001e }, "corrupt"],
    ["a request for a share that was sent", { kind: "retry-request", group: 0x001d }, "corrupt"],
    ["an alert, which is a failure anyway", { kind: "alert", level: 2, code: 40 }, null],
  ])("%s", (_name, answer, expected) => {
    const hello = parseClientHello(BYTES);

    expect(hello && objectionTo(answer, hello)?.kind).toBe(expected ?? undefined);
  });

  test.each<readonly [HelloVariant, string | null]>([
    ["go", "downgraded"],
    ["tls12-only", null],
  ])("the mark of a downgrade after %s", (variant, expected) => {
    const hello = parseClientHello(goHello(newestTemplate(), { serverName: "a", variant }));

    expect(hello && objectionTo({ ...OLD, downgraded: true }, hello)?.kind).toBe(expected ?? undefined);
  });
});

describe("what a hello means for a look", () => {
  const spoken = { template: newestTemplate(), origin: "captured" } as const;
  const reset = { stage: "handshake", kind: "reset", raw: "ECONNRESET -104 read" } as const;
  const said = (outcome: Partial<HelloOutcome>) => ({
    spoken,
    bytes: BYTES,
    way: { stages: { resolveMs: 2, connectMs: 12, handshakeMs: null, ttfbMs: null }, totalMs: 33 },
    outcome: { answer: null, failure: null, connectMs: 1, answerMs: 2.1, helloBytes: BYTES.length, ...outcome },
  });

  test("a look that passed fails when Go's hello did, and stops where Go would have", () => {
    expect(withGoHello(good(0), said({ failure: reset }))).toEqual({
      ...good(0),
      stages: { resolveMs: 2, connectMs: 12, handshakeMs: null, ttfbMs: null },
      totalMs: 33,
      failure: {
        ...reset,
        raw: `go${spoken.template.version} hello of ${BYTES.length} bytes: ECONNRESET -104 read within 5 ms; the runtime's own passed`,
      },
      goHello: { version: spoken.template.version, origin: "captured", outcome: "failed", kind: "reset" },
    });
  });

  test("a look that failed keeps its own failure", () => {
    const sample = bad(0, "handshake", "closed");

    expect(withGoHello(sample, said({ failure: reset })).failure).toEqual(sample.failure);
  });

  test("a request for another hello is told, and no failure", () => {
    const told = withGoHello(good(0), said({ answer: { kind: "retry-request", group: 0x0018 } }));

    expect(told.failure).toBeNull();
    expect(told.goHello).toMatchObject({ outcome: "ok", group: "P-384", retryRequest: true });
  });

  test.each([
    [0.02, "0.1 ms"],
    [0.3, "0.5 ms"],
    [2.1, "5 ms"],
    [5, "5 ms"],
    [6.2, "10 ms"],
    [99, "100 ms"],
    [5_500, "10000 ms"],
  ])("%d ms are told as within %s", (answerMs, text) => {
    expect(withGoHello(good(0), said({ failure: reset, answerMs })).failure?.raw).toContain(` within ${text};`);
  });
});
