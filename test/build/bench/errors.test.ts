import { expect, test } from "vitest";
import { errorsOf, Matches } from "../../../build/bench/errors.mjs";

const truth = { handshakeMs: 10, ttfbMs: 20 };

test("takes an error in either direction for an error", () => {
  const matched = [
    { look: { handshakeMs: 9, ttfbMs: 20 }, truth },
    { look: { handshakeMs: 12, ttfbMs: 26 }, truth },
  ];
  const { handshakeError, firstByteError, trueHandshakeMs } = errorsOf({ matched, lost: 0, failed: 0 });
  expect([handshakeError.p50, handshakeError.worst, firstByteError.p50, trueHandshakeMs]).toEqual([1.5, 2, 3, 10]);
});

test("counts what was lost and what failed together", () => {
  expect(errorsOf({ matched: [], lost: 1, failed: 2 }).lost).toBe(3);
});

const failed = { port: 1, startedAt: 0, endedAt: 1, failure: "connect/refused" };
const good = { port: 1, startedAt: 0, endedAt: 1 };

test("counts a look that failed", () => {
  const matches = new Matches();
  matches.add("a tool", { looks: [failed, good], connections: [], tickets: 0 });
  expect([matches.failed, matches.lost]).toEqual([1, 1]);
});

test("measures nothing when every look failed", () => {
  expect(() => new Matches().add("a tool", { looks: [failed], connections: [], tickets: 0 })).toThrow(
    "a tool: every look failed: connect/refused",
  );
});
