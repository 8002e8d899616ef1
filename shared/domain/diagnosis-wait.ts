import type { Verdict } from "./diagnosis.ts";
import { LOOKS, type Reading } from "./diagnosis-reading.ts";
import type { Failure, Stage } from "./failure.ts";
import { type Millis, SECOND } from "./time.ts";

/**
 * How long Go waits for something that stays silent, by stage (net/http's DefaultTransport and cmd/go/internal/web, Go
 * 1.13 to 1.27): 30 s to resolve and connect, 60 s for a proxy's answer to CONNECT, 10 s for TLS; for an answer of HTTP
 * there is no limit.
 */
const GO_LIMITS: Readonly<Record<Stage, Millis | null>> = {
  resolve: 30 * SECOND,
  connect: 30 * SECOND,
  tunnel: 60 * SECOND,
  handshake: 10 * SECOND,
  http: null,
  protocol: null,
};

/** Files of one module that Go fetches, each from the first proxy on: .info, .mod and .zip. */
const FILES = 3;

/** Go's head start for IPv6 before it tries IPv4 too (net.Dialer.FallbackDelay). */
const HEAD_START_MS: Millis = 300;

/** What the failure costs a go command. */
export interface GoWait {
  /** Where Go meets it. */
  readonly stage: Stage;
  /** Whether the failure comes by itself, Go's own limit ends the wait, nothing does, or Go goes round it. */
  readonly ends: "itself" | "limit" | "never" | "around";
  /** Time lost on each request; `null` when nothing ends the wait. */
  readonly perRequestMs: Millis | null;
  /** Time lost on one module of three files, where `|` stands behind this proxy: Go begins anew with each file. */
  readonly perModuleMs: Millis | null;
}

function firstOfLooks(reading: Reading): Failure | undefined {
  return LOOKS.flatMap((id) => reading.cell(id)?.failure ?? [])[0];
}

/** The failure that Go itself would meet, our own ones included; `undefined` when it would meet none. */
export function metByGo(reading: Reading, verdict: Verdict): Failure | undefined {
  if (verdict === "ipv6-broken") return reading.cell("ipv6")?.failure;
  if (verdict === "ipv4-broken") return reading.cell("ipv4")?.failure;
  const own = reading.failed("go-hello") ? reading.cell("go-hello")?.failure : undefined;
  return own ?? reading.certificateFailure ?? firstOfLooks(reading);
}

function waitOn({ stage, kind }: Failure, afterMs: Millis): GoWait {
  const isSilent = kind === "silent" || kind === "resolver-silent";
  const limitMs = isSilent ? GO_LIMITS[stage] : afterMs;
  const ends = isSilent ? (limitMs === null ? "never" : "limit") : "itself";
  return { stage, ends, perRequestMs: limitMs, perModuleMs: limitMs === null ? null : limitMs * FILES };
}

/** What the fault costs Go; `null` when Go meets none, or it is ours. */
export function goWaitOf(reading: Reading, verdict: Verdict): GoWait | null {
  const failure = metByGo(reading, verdict);
  if (verdict === "fine" || failure === undefined || failure.kind === "local") return null;
  if (verdict === "ipv6-broken" && failure.stage === "connect") {
    // Connections are kept: the head start is lost once, not with each file.
    return { stage: "connect", ends: "around", perRequestMs: HEAD_START_MS, perModuleMs: HEAD_START_MS };
  }
  const cell = reading.cells.find((each) => each.failure === failure);
  return waitOn(failure, cell?.answerMs ?? cell?.handshakeMs ?? 0);
}
