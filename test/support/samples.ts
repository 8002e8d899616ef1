// Samples made up for tests of the judge.
import type { FailureKind, Stage } from "../../shared/domain/failure.ts";
import type { Sample } from "../../shared/domain/sample.ts";
import type { SampleWindow } from "../../shared/domain/sample-window.ts";

/** A sample that succeeded after `totalMs`. */
export function good(at: number, totalMs = 40): Sample {
  return {
    endpoint: "https://a.test",
    at,
    via: "direct",
    stages: { resolveMs: 1, connectMs: 10, handshakeMs: 20, ttfbMs: 9 },
    totalMs,
    tls: { version: "TLSv1.3", trust: "public" },
    failure: null,
  };
}

/** A sample that failed at `stage` as `kind`. */
export function bad(at: number, stage: Stage, kind: FailureKind, totalMs = 20): Sample {
  const stages = { resolveMs: 1, connectMs: 10, handshakeMs: null, ttfbMs: null };
  return { ...good(at, totalMs), stages, tls: null, failure: { stage, kind, raw: "" } };
}

/** A window of `.` (good), `x` (reset), `c` (untrusted certificate), `s` (slow), `l` (our own side), 30 s apart. */
export function windowOf(pattern: string): SampleWindow {
  const make: Record<string, (at: number) => Sample> = {
    ".": (at) => good(at),
    x: (at) => bad(at, "handshake", "reset"),
    c: (at) => bad(at, "handshake", "certificate-untrusted"),
    s: (at) => good(at, 3_000),
    l: (at) => bad(at, "connect", "local"),
  };
  const samples = [...pattern].map((letter, index) => (make[letter] ?? good)(index * 30_000));
  return { endpoint: "https://a.test", samples };
}
