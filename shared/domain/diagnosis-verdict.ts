import type { CellId, Verdict } from "./diagnosis.ts";
import { originOf } from "./diagnosis-origin.ts";
import { failsForSize, interceptionOf, LOOKS, NAMED, OFFERS_13, type Reading, tls13Of } from "./diagnosis-reading.ts";
import type { Failure, FailureKind } from "./failure.ts";

/** A verdict and when it holds. The first that holds is given, so each may rely on those before it not holding. */
type Rule = readonly [Verdict, (reading: Reading) => boolean];

const CUT: ReadonlySet<FailureKind> = new Set<FailureKind>(["reset", "closed", "silent"]);
const PROXY_ANSWERS: ReadonlySet<FailureKind> = new Set<FailureKind>(["auth-required", "denied", "upstream-failed"]);
/** Answers in clear that send a browser elsewhere, or demand a login (RFC 6585, 6). */
const PORTAL_STATUS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308, 511]);

/** Failures that are evidence: not our own. */
function foreign(reading: Reading): readonly Failure[] {
  return reading.failures.filter(({ kind }) => kind !== "local");
}

function onlyOwnFailures(reading: Reading): boolean {
  return reading.failures.length > 0 && foreign(reading).length === 0 && !reading.anyPassed(NAMED);
}

/** Nothing was ever said to the endpoint. */
const NEVER_REACHED: readonly Rule[] = [
  ["offline", (r) => onlyOwnFailures(r) && r.failures.every(({ stage }) => stage === "resolve" || stage === "connect")],
  ["local", onlyOwnFailures],
  ["proxy-refuses", (r) => foreign(r).some(({ stage, kind }) => stage === "tunnel" && PROXY_ANSWERS.has(kind))],
  ["proxy-down", (r) => foreign(r).some(({ stage }) => stage === "tunnel")],
  ["endpoint-down", (r) => foreign(r).some(({ stage }) => stage === "connect")],
  ["name-not-resolved", (r) => foreign(r).some(({ stage }) => stage === "resolve")],
];

function isReached(reading: Reading): boolean {
  const all: readonly CellId[] = [...NAMED, ...LOOKS, "control-name"];
  const spoken = foreign(reading).some(
    ({ stage }) => stage === "handshake" || stage === "http" || stage === "protocol",
  );
  return spoken || reading.anyPassed(all);
}

function clearAnswers(reading: Reading): readonly (number | null)[] {
  return NAMED.flatMap((id) => {
    const answer = reading.answer(id);
    return answer?.kind === "not-tls" ? [answer.httpStatus] : [];
  });
}

function isPlain(reading: Reading): boolean {
  return clearAnswers(reading).length > 0 || foreign(reading).some(({ kind }) => kind === "not-tls");
}

function isCut(reading: Reading): boolean {
  const handshakes = foreign(reading).filter(({ stage }) => stage === "handshake");
  return handshakes.length > 0 && handshakes.every(({ kind }) => CUT.has(kind));
}

/** The endpoint was reached, but no hello that tells its name got an answer of TLS. */
const NOTHING_PASSED: readonly Rule[] = [
  // An alert is the endpoint's own word: it does not know the name. Whoever filters names cuts, or answers in clear.
  ["sni-filter", (r) => r.passed("control-name") && (isCut(r) || isPlain(r))],
  ["captive-portal", (r) => clearAnswers(r).some((status) => status !== null && PORTAL_STATUS.has(status))],
  ["plaintext", isPlain],
  ["blocked", (r) => isCut(r) && originOf(r, NAMED)?.at === "nearby"],
  ["endpoint-down", isCut],
];

function isSilent(reading: Reading, id: CellId): boolean {
  return reading.cell(id)?.failure?.kind === "silent";
}

/** A hello of Go's size fails in one piece and unheard, and passes in two: a link on the way is narrower than it says. */
function isNarrow(reading: Reading): boolean {
  return isSilent(reading, "go-hello") && reading.passed("go-hello-split") && !reading.passed("tls13-large");
}

function smallPasses(reading: Reading): boolean {
  return reading.passed("go-hello-small");
}

/** Without the new signature schemes it passes, without the post-quantum share it does not. */
function dislikesSchemes(reading: Reading): boolean {
  return smallPasses(reading) && reading.passed("go-hello-no-new-schemes") && reading.failed("go-hello-no-mlkem");
}

/** A padded hello of the same size passes: it is the post-quantum share itself. */
function dislikesShare(reading: Reading): boolean {
  return smallPasses(reading) && reading.passed("tls13-large") && reading.passed("go-hello-no-mlkem");
}

function dislikesH2(reading: Reading): boolean {
  return reading.passed("http11") && reading.failed("h2") && !reading.anyPassed(["tls13", "go-hello-small"]);
}

/** Go's own hello fails where another one passes. */
const GO_FAILS: readonly Rule[] = [
  // Somebody takes TLS 1.3 out of Go's offer, and Go notices.
  ["tls13-intolerant", (r) => r.cell("go-hello")?.failure?.kind === "downgraded"],
  ["h2-intolerant", dislikesH2],
  ["tls13-intolerant", (r) => r.passed("tls12") && !r.anyPassed(OFFERS_13)],
  ["signature-schemes-intolerant", dislikesSchemes],
  ["path-mtu", (r) => smallPasses(r) && isNarrow(r)],
  ["large-hello-intolerant", failsForSize],
  ["post-quantum-intolerant", dislikesShare],
];

function failedAt(reading: Reading, stage: Failure["stage"], kind?: FailureKind): boolean {
  return foreign(reading).some((failure) => failure.stage === stage && (kind === undefined || failure.kind === kind));
}

/** A server of TLS 1.3 alone may turn an offer of 1.2 down, and any server one that names nobody. */
function isHarmless({ id, failure }: { readonly id: CellId; readonly failure?: Failure }): boolean {
  if (id === "control-name") return true;
  return id === "tls12" && (failure?.kind === "protocol-version" || failure?.kind === "alert");
}

/** Nothing failed that matters to Go. A cell that was not tried is no failure, but Go's own hello must have passed. */
function isFine(reading: Reading): boolean {
  const failed = reading.cells.filter(({ outcome, failure }) => outcome === "failed" && failure?.kind !== "local");
  return reading.cell("go-hello")?.outcome === "ok" && failed.every(isHarmless);
}

/** Go's own hello passes; what is behind it, or around it, may still be wrong. Worst for Go first. */
const GO_PASSES: readonly Rule[] = [
  ["interception", (r) => r.certificateFailure !== undefined && interceptionOf(r).found],
  ["certificate", (r) => r.certificateFailure !== undefined],
  ["captive-portal", (r) => failedAt(r, "http", "portal")],
  ["ipv6-broken", (r) => r.cell("ipv6")?.outcome === "failed" && r.cell("ipv4")?.outcome === "ok"],
  ["ipv4-broken", (r) => r.cell("ipv4")?.outcome === "failed" && r.cell("ipv6")?.outcome === "ok"],
  ["http-failure", (r) => failedAt(r, "http") || failedAt(r, "protocol")],
  ["interception", (r) => interceptionOf(r).found],
  ["tls12-only", (r) => tls13Of(r) === "unsupported"],
  ["large-hello-intolerant", failsForSize],
  ["split-hello-intolerant", (r) => r.failed("go-hello-split")],
  ["h2-intolerant", (r) => r.passed("http11") && r.failed("h2")],
  ["fine", isFine],
];

function rulesFor(reading: Reading): readonly Rule[] {
  if (!isReached(reading)) return NEVER_REACHED;
  if (!reading.anyPassed([...NAMED, ...LOOKS])) return NOTHING_PASSED;
  return reading.failed("go-hello") ? GO_FAILS : GO_PASSES;
}

/**
 * The one name for what the matrix shows. Pure and total; `unknown` when no rule holds, because contradictory cells are
 * not explained away. `fine` only when Go's own hello passed and nothing failed that matters to Go.
 */
export function verdictOf(reading: Reading): Verdict {
  return rulesFor(reading).find(([, holds]) => holds(reading))?.[0] ?? "unknown";
}
