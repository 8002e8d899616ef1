import type {
  Cell,
  CellAnswer,
  CellId,
  CertificateMarks,
  Interception,
  LargeHello,
  Situation,
  Tls13,
} from "./diagnosis.ts";
import type { Failure } from "./failure.ts";
import type { TlsFacts } from "./sample.ts";

/** Ways that tell the endpoint's name and offer TLS 1.3. */
export const OFFERS_13: readonly CellId[] = [
  "tls13",
  "tls13-large",
  "go-hello",
  "go-hello-small",
  "go-hello-no-mlkem",
  "go-hello-no-new-schemes",
  "go-hello-split",
  "h2",
  "http11",
];

/** Ways that tell the endpoint's name. */
export const NAMED: readonly CellId[] = ["tls12", ...OFFERS_13];

/** Whole looks, one for each family of addresses. */
export const LOOKS: readonly CellId[] = ["ipv4", "ipv6"];

/** TLS 1.3 and 1.2 as the wire has them (RFC 8446, 4.2.1). */
const WIRE_VERSION = { tls13: 0x0304, tls12: 0x0303 } as const;

/** The alert by which a peer says that it does not speak the offered version (RFC 8446, 6.2). */
const ALERT_PROTOCOL_VERSION = 70;

/** Names by which boxes that sign for others, and the software in them, call their authorities. */
const BOX_ISSUER =
  /inspect|intercept|decrypt|\bmitm|man.in.the.middle|(?:web|tls|ssl|https?)[ _-]?(?:gateway|filter|proxy|scan|shield)|firewall|zscaler|netskope|umbrella|fortinet|fortigate|palo ?alto|blue ?coat|sophos|forcepoint|check ?point|barracuda|untangle|sonicwall|watchguard|mcafee|trellix|skyhigh|menlo|iboss|sslsplit|squid|charles proxy|fiddler|burp|portswigger|avast|avg technologies|kaspersky|eset ssl|bitdefender|adguard/i;

function beyondHello(failure: Failure): boolean {
  return failure.stage === "http" || failure.stage === "protocol" || failure.kind.startsWith("certificate-");
}

/** The matrix, read: questions about its cells. Our own failures count as cells that were not tried. */
export class Reading {
  readonly situation: Situation;
  readonly #cells: ReadonlyMap<CellId, Cell>;

  constructor(matrix: readonly Cell[], situation: Situation) {
    this.situation = situation;
    this.#cells = new Map(matrix.map((cell) => [cell.id, cell]));
  }

  get cells(): readonly Cell[] {
    return [...this.#cells.values()];
  }

  cell(id: CellId): Cell | undefined {
    return this.#cells.get(id);
  }

  /** Failures of cells, our own included. */
  get failures(): readonly Failure[] {
    return this.cells.flatMap(({ outcome, failure }) =>
      outcome === "failed" && failure !== undefined ? [failure] : [],
    );
  }

  answer(id: CellId): CellAnswer | undefined {
    return this.#cells.get(id)?.answer;
  }

  /** Whether the peer took the hello of this cell up, whatever became of the connection later. */
  passed(id: CellId): boolean {
    const cell = this.#cells.get(id);
    if (cell === undefined || cell.outcome === "skipped") return false;
    return cell.outcome === "ok" || (cell.failure !== undefined && beyondHello(cell.failure));
  }

  /** Whether the cell was tried and did not come past its hello; our own failures are no evidence. */
  failed(id: CellId): boolean {
    const cell = this.#cells.get(id);
    return cell?.outcome === "failed" && cell.failure?.kind !== "local" && !this.passed(id);
  }

  anyPassed(ids: readonly CellId[]): boolean {
    return ids.some((id) => this.passed(id));
  }

  anyFailed(ids: readonly CellId[]): boolean {
    return ids.some((id) => this.failed(id));
  }

  /** Failures of the kinds that concern the peer's certificate. */
  get certificateFailure(): Failure | undefined {
    return this.failures.find(({ kind }) => kind.startsWith("certificate-"));
  }

  /** Facts of the first handshake that showed a certificate. */
  get facts(): TlsFacts | undefined {
    return this.cells.find(({ tls }) => tls !== undefined)?.tls;
  }

  get marks(): CertificateMarks | undefined {
    return this.cells.find(({ certificate }) => certificate !== undefined)?.certificate;
  }
}

/** Whether this answer takes TLS 1.3 up. */
function speaks13(cell: Cell): boolean {
  if (cell.tls !== undefined) return cell.tls.version === "TLSv1.3";
  const { answer } = cell;
  if (answer?.kind === "retry-request") return true;
  return answer?.kind === "server-hello" && answer.version === WIRE_VERSION.tls13;
}

/** Whether this answer is less than TLS 1.3, or the alert against it. */
function isLess(answer: CellAnswer): boolean {
  if (answer.kind === "server-hello") return answer.version < WIRE_VERSION.tls13 && !answer.downgraded;
  return answer.kind === "alert" && answer.code === ALERT_PROTOCOL_VERSION;
}

/** Whether the peer said that it has no TLS 1.3: by taking less, without the mark of one that could do more, or by the alert for it. */
function declines13({ answer, failure, tls }: Cell): boolean {
  if (failure?.kind === "downgraded") return false;
  if (answer !== undefined) return isLess(answer);
  return failure?.kind === "protocol-version" || tls?.version === "TLSv1.2";
}

/** How TLS 1.3 fares. `unreachable`: nothing that tells the endpoint's name got an answer of TLS at all. */
export function tls13Of(reading: Reading): Tls13 {
  if (reading.cell("go-hello")?.failure?.kind === "downgraded") return "intolerant";
  const offers = OFFERS_13.flatMap((id) => reading.cell(id) ?? []).filter(({ outcome }) => outcome !== "skipped");
  const passed = offers.filter(({ id }) => reading.passed(id));
  if (passed.some(speaks13)) return "ok";
  if (passed.some(declines13)) return "unsupported";
  if (!reading.anyPassed(NAMED)) return "unreachable";
  return offers.some(declines13) ? "unsupported" : "intolerant";
}

/** Longer records do not fit the 1,460 bytes that an Ethernet segment carries over IPv4. */
const SEGMENT_BYTES = 1_460;

function isLarge(cell: Cell): boolean {
  return (cell.helloBytes ?? 0) > SEGMENT_BYTES;
}

/** Whether a hello fails for its size alone: padded, and nothing else about it is new, where a small one gets TLS 1.3. */
export function failsForSize(reading: Reading): boolean {
  const small = (["tls13", "go-hello-small", "go-hello-no-mlkem"] as const).flatMap((id) => reading.cell(id) ?? []);
  return reading.failed("tls13-large") && small.some((cell) => reading.passed(cell.id) && speaks13(cell));
}

/** How hellos over one segment fare. Go's own may fail for its schemes or groups, so only a padded one tells of size. */
export function largeHelloOf(reading: Reading): LargeHello {
  if (failsForSize(reading)) return "intolerant";
  const large = (["tls13-large", "go-hello", "go-hello-no-new-schemes"] as const).flatMap(
    (id) => reading.cell(id) ?? [],
  );
  return large.some((cell) => isLarge(cell) && reading.passed(cell.id)) ? "ok" : "unknown";
}

/** Whether the endpoint asked Go's hello for another key share: a round trip more for each connection. */
export function asksAgain(reading: Reading): boolean {
  const own: readonly CellId[] = ["go-hello", "go-hello-small", "tls13-large"];
  return own.some((id) => reading.answer(id)?.kind === "retry-request");
}

/**
 * Whether somebody else than the endpoint opens the connection. A certificate that nobody vouches for is laid to a box in
 * between, unless it carries the marks of the public web (a server that left out an intermediate) or vouches for itself (a
 * server that was never set up). One that only this machine's own roots vouch for is a box when the host is a public one,
 * or its authority calls itself one; otherwise it is an internal service, as far as one endpoint can tell.
 */
export function interceptionOf(reading: Reading): Interception {
  const { facts, marks, situation } = reading;
  if (facts === undefined) return { found: false, trust: "unknown" };
  const issuer = facts.issuer === undefined ? {} : { issuer: facts.issuer };
  const telling = situation.isPublicHost || BOX_ISSUER.test(facts.issuer ?? "");
  const ownFault = marks?.logged === true || marks?.selfSigned === true;
  const found = { public: false, local: telling, untrusted: telling || !ownFault }[facts.trust];
  return { found, ...issuer, trust: facts.trust };
}
