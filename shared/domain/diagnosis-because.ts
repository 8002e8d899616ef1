import { type Cell, type CellId, type Note, note, type Verdict } from "./diagnosis.ts";
import { localConnect, originOf } from "./diagnosis-origin.ts";
import { asksAgain, interceptionOf, LOOKS, type Reading } from "./diagnosis-reading.ts";

/** The cells that each verdict rests on, in the order in which they are told. Those that were not tried are left out. */
const DECISIVE: Readonly<Record<Verdict, readonly CellId[]>> = {
  fine: ["go-hello", "go-hello-split", ...LOOKS],
  "tls13-intolerant": ["go-hello", "go-hello-small", "tls13", "tls12"],
  "large-hello-intolerant": ["go-hello", "tls13-large", "go-hello-no-mlkem", "go-hello-small"],
  "post-quantum-intolerant": ["go-hello", "go-hello-no-mlkem", "tls13-large"],
  "signature-schemes-intolerant": ["go-hello", "go-hello-no-mlkem", "go-hello-no-new-schemes", "tls13-large"],
  "split-hello-intolerant": ["go-hello", "go-hello-split"],
  "path-mtu": ["go-hello", "tls13-large", "go-hello-split", "go-hello-small"],
  "h2-intolerant": ["h2", "http11"],
  "sni-filter": ["go-hello", "go-hello-small", "tls12", "control-name"],
  interception: ["go-hello", "tls13", "tls12"],
  plaintext: ["go-hello", "tls12"],
  "captive-portal": ["go-hello", "tls12", ...LOOKS],
  "tls12-only": ["go-hello", "tls13", "tls12"],
  certificate: ["go-hello", "tls13", "tls12"],
  "proxy-refuses": LOOKS,
  "proxy-down": LOOKS,
  "name-not-resolved": LOOKS,
  blocked: ["go-hello", "go-hello-small", "tls12", "control-name"],
  "endpoint-down": [...LOOKS, "go-hello", "tls12", "control-name"],
  "ipv4-broken": LOOKS,
  "ipv6-broken": LOOKS,
  "http-failure": ["go-hello", ...LOOKS],
  offline: LOOKS,
  local: LOOKS,
  unknown: [
    ...(["go-hello", "go-hello-small", "go-hello-no-mlkem", "go-hello-no-new-schemes", "go-hello-split"] as const),
    ...(["tls13", "tls13-large", "tls12", "h2", "http11", "control-name"] as const),
    ...LOOKS,
  ],
};

function notesOfCell({ id, outcome, failure, ...cell }: Cell): readonly Note[] {
  const values = { cell: id, bytes: cell.helloBytes ?? 0 };
  if (outcome === "skipped") return [];
  if (failure === undefined) {
    const ms = cell.answerMs ?? cell.handshakeMs;
    return [ms === undefined ? note("passed-untimed", values) : note("passed", { ...values, ms })];
  }
  const said = { ...values, stage: failure.stage, kind: failure.kind };
  if (cell.waitedMs !== undefined) return [note("failed-unheard", { ...said, ms: cell.waitedMs })];
  return [cell.answerMs === undefined ? note("failed-untimed", said) : note("failed", { ...said, ms: cell.answerMs })];
}

/** Where these failures were made, and what that is held against. */
function notesOfOrigin(reading: Reading, ids: readonly CellId[]): readonly Note[] {
  const origin = originOf(reading, ids);
  if (origin === null) return [];
  const { at, failedMs, reference } = origin;
  return [note(at, { failedMs, referenceMs: reference.ms, from: reference.from })];
}

function notesOfCertificate(reading: Reading): readonly Note[] {
  const { facts, marks } = reading;
  if (facts === undefined || facts.trust === "public") return [];
  const { found, issuer = "" } = interceptionOf(reading);
  return [
    note("issuer", { issuer, trust: facts.trust }),
    ...(facts.trust === "local" && !found ? [note("local-root")] : []),
    ...(marks?.selfSigned === true ? [note("self-signed")] : []),
    ...(marks?.gap ? [note("chain-gap", { issuer: marks.gap })] : []),
  ];
}

/** How the parts of a hello that is too large fare. */
function notesOfSize(reading: Reading): readonly Note[] {
  if (reading.passed("go-hello")) return [note("go-passes", { bytes: reading.cell("go-hello")?.helloBytes ?? 0 })];
  return [
    ...(reading.passed("go-hello-split") ? [note("pieces-pass")] : []),
    ...(reading.failed("go-hello-split") ? [note("pieces-fail")] : []),
    ...(reading.failed("go-hello-no-mlkem") ? [note("schemes-too")] : []),
  ];
}

function notesOfVersion(reading: Reading): readonly Note[] {
  const answer = reading.answer("go-hello");
  return answer?.kind === "server-hello" && !answer.downgraded ? [note("no-mark")] : [];
}

function notesOfVerdict(reading: Reading, verdict: Verdict): readonly Note[] {
  if (verdict === "large-hello-intolerant") return notesOfSize(reading);
  if (verdict === "tls12-only") return notesOfVersion(reading);
  return reading.failures.some(({ kind }) => kind === "downgraded") ? [note("downgraded")] : [];
}

/** Why the verdict is what it is: which cells passed, which failed how and when, and what the times say. Never empty for a matrix with a tried cell. */
export function becauseOf(reading: Reading, verdict: Verdict): readonly Note[] {
  const ids = DECISIVE[verdict];
  const cells = ids.flatMap((id) => reading.cell(id) ?? []).flatMap(notesOfCell);
  const local = localConnect(reading);
  return [
    ...cells,
    ...notesOfOrigin(reading, ids),
    ...notesOfVerdict(reading, verdict),
    ...notesOfCertificate(reading),
    ...(local === null ? [] : [note("local-connect", local)]),
    ...(asksAgain(reading) ? [note("retry-request")] : []),
  ];
}
