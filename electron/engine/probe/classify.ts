// (stage, code, errno and syscall present?) -> Failure. A table, pure. It never reads a message: the texts differ between
// Node and Electron and between their versions, the codes hardly. Where they do differ, both spellings are here.
import type { Failure, FailureKind, Stage } from "../../../shared/domain/failure.ts";
import type { Millis } from "../../../shared/domain/time.ts";
import { scrub } from "./scrub.ts";

/** What the runtime says about an error, without its text. */
export interface Fault {
  readonly code: string;
  /** Absent when no system call failed, as with a FIN that comes too early. */
  readonly errno?: number;
  readonly syscall?: string;
  /** The call failed before any packet could have come back, so our own routing table said no. */
  readonly immediate?: boolean;
}

/**
 * A deadline that fired this much late tells about our loop, not about the network. Half a second is above the delays of
 * a machine with every core busy (under 0.4 s measured), and a tenth of the deadlines in use, 4 to 6 s.
 */
const STALLED_MS: Millis = 500;
/** The same as a share of the deadline: beyond it the measurement is worth nothing. */
const STALLED_SHARE = 0.1;

/** Codes by which this machine refuses, at any stage: no descriptors, no buffers, no address, link down, own firewall. */
const OURS = new Set([
  "EMFILE",
  "ENFILE",
  "ENOBUFS",
  "ENOMEM",
  "ENETDOWN",
  "EADDRNOTAVAIL",
  "EACCES",
  "EPERM",
  "EAI_MEMORY",
]);

type Table = Readonly<Record<string, FailureKind>>;

const RESOLVE: Table = {
  ENOTFOUND: "name-not-found",
  ENODATA: "name-not-found",
  EAI_NODATA: "name-not-found",
  EAI_NONAME: "name-not-found",
  EAI_ADDRFAMILY: "name-not-found",
  SINKHOLE: "hijacked",
  EAI_AGAIN: "resolver-failed",
  EAI_FAIL: "resolver-failed",
  EAI_SYSTEM: "resolver-failed",
  ESERVFAIL: "resolver-failed",
  EREFUSED: "resolver-failed",
  ECONNREFUSED: "resolver-failed",
  ETIMEOUT: "resolver-silent",
  ETIMEDOUT: "resolver-silent",
};

const CONNECT: Table = {
  ECONNREFUSED: "refused",
  ECONNRESET: "reset",
  ECONNABORTED: "reset",
  EPIPE: "reset",
  EHOSTUNREACH: "unreachable",
  ENETUNREACH: "unreachable",
  EHOSTDOWN: "unreachable",
  ETIMEDOUT: "silent",
};

const TUNNEL: Table = {
  ECONNREFUSED: "refused",
  ECONNRESET: "reset",
  ECONNABORTED: "reset",
  EPIPE: "reset",
  ETIMEDOUT: "silent",
};

const CERTIFICATE: Table = {
  ERR_TLS_CERT_ALTNAME_INVALID: "certificate-name",
  HOSTNAME_MISMATCH: "certificate-name",
  CERT_HAS_EXPIRED: "certificate-expired",
  CERT_NOT_YET_VALID: "certificate-expired",
  DEPTH_ZERO_SELF_SIGNED_CERT: "certificate-untrusted",
  SELF_SIGNED_CERT_IN_CHAIN: "certificate-untrusted",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "certificate-untrusted",
  UNABLE_TO_GET_ISSUER_CERT: "certificate-untrusted",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "certificate-untrusted",
  UNABLE_TO_DECRYPT_CERT_SIGNATURE: "certificate-untrusted",
  CERT_SIGNATURE_FAILURE: "certificate-untrusted",
  CERT_UNTRUSTED: "certificate-untrusted",
  CERT_REJECTED: "certificate-untrusted",
  CERT_REVOKED: "certificate-untrusted",
  CERT_CHAIN_TOO_LONG: "certificate-untrusted",
  PATH_LENGTH_EXCEEDED: "certificate-untrusted",
  INVALID_CA: "certificate-untrusted",
  INVALID_PURPOSE: "certificate-untrusted",
};

const HANDSHAKE: Table = {
  ...CERTIFICATE,
  ECONNABORTED: "reset",
  EPIPE: "reset",
  ETIMEDOUT: "silent",
  // A close_notify alert in place of an answer: BoringSSL gives it a name of its own, OpenSSL shows a plain early FIN.
  ERR_SSL_SSL_HANDSHAKE_FAILURE: "closed",
  ERR_SSL_WRONG_VERSION_NUMBER: "not-tls",
  ERR_SSL_HTTP_REQUEST: "not-tls",
  ERR_SSL_HTTPS_PROXY_REQUEST: "not-tls",
  ERR_SSL_PACKET_LENGTH_TOO_LONG: "not-tls",
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: "protocol-version",
  ERR_SSL_UNSUPPORTED_PROTOCOL: "protocol-version",
  ERR_SSL_INAPPROPRIATE_FALLBACK: "downgraded",
  ERR_SSL_TLS13_DOWNGRADE: "downgraded",
  ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC: "corrupt",
  ERR_SSL_BAD_DECRYPT: "corrupt",
  ERR_SSL_BAD_SIGNATURE: "corrupt",
  ERR_SSL_DIGEST_CHECK_FAILED: "corrupt",
  ERR_SSL_BAD_KEY_SHARE: "corrupt",
  ERR_SSL_WRONG_CURVE: "corrupt",
  ERR_SSL_SERVER_ECHOED_INVALID_SESSION_ID: "corrupt",
  ERR_SSL_INVALID_SESSION_ID: "corrupt",
  ERR_SSL_UNEXPECTED_MESSAGE: "corrupt",
  ERR_SSL_UNEXPECTED_RECORD: "corrupt",
  ERR_SSL_BAD_RECORD_TYPE: "corrupt",
  ERR_SSL_DECODE_ERROR: "corrupt",
  ERR_SSL_LENGTH_MISMATCH: "corrupt",
  ERR_SSL_WRONG_CIPHER_RETURNED: "corrupt",
  // More certificates than any TLS library takes, or more bytes than the tap lets pass.
  ERR_SSL_EXCESSIVE_MESSAGE_SIZE: "corrupt",
  WIRE_FLOOD: "corrupt",
};

const HTTP: Table = {
  ECONNABORTED: "reset",
  EPIPE: "reset",
  ETIMEDOUT: "silent",
  UND_ERR_SOCKET: "closed",
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: "closed",
  ERR_STREAM_PREMATURE_CLOSE: "closed",
  ERR_HTTP2_GOAWAY_SESSION: "closed",
  ERR_HTTP2_STREAM_ERROR: "reset",
  UND_ERR_HEADERS_OVERFLOW: "too-large",
  HTTP1_TOO_LARGE: "too-large",
  WIRE_FLOOD: "too-large",
};

/** What silence is called at each stage. Judging an answer waits for nothing, so it cannot be silent. */
const SILENT: Readonly<Record<Stage, FailureKind>> = {
  resolve: "resolver-silent",
  connect: "silent",
  tunnel: "silent",
  handshake: "silent",
  http: "silent",
  protocol: "unknown",
};

const TABLES = { resolve: RESOLVE, connect: CONNECT, tunnel: TUNNEL, handshake: HANDSHAKE, http: HTTP } as const;

/** Alerts of the peer. OpenSSL names 110 to 115 without ALERT, BoringSSL with it, and they differ in the version named. */
const ALERT = /^ERR_SSL_(SSLV3|TLSV1|TLSV13)_/;
/** What the reader of HTTP/1.1 calls bytes that are none; what is too large was at least HTTP. */
const NOT_HTTP = /^HTTP1_(?!TOO_LARGE$)/;
const UNREACHABLE = new Set(["ENETUNREACH", "EHOSTUNREACH", "EHOSTDOWN"]);

/** The code, errno and syscall of anything thrown. Without a code the name of its class stands in. */
export function faultOf(error: unknown): Fault {
  if (!(error instanceof Error)) return { code: typeof error };
  const { code, errno, syscall, immediate } = error as NodeJS.ErrnoException & { readonly immediate?: boolean };
  return {
    code: code ?? error.name,
    ...(errno === undefined ? {} : { errno }),
    ...(syscall === undefined ? {} : { syscall }),
    ...(immediate === undefined ? {} : { immediate }),
  };
}

function rawOf(fault: Fault): string {
  const words = [fault.code, fault.errno, fault.syscall, fault.immediate === true ? "immediate" : undefined];
  return scrub(words.filter((word) => word !== undefined).join(" "));
}

/** An RST fails a system call; a FIN that comes too early fails none. */
function wasReset(fault: Fault): boolean {
  return fault.errno !== undefined || fault.syscall !== undefined;
}

function isOurs(fault: Fault): boolean {
  return OURS.has(fault.code) || (UNREACHABLE.has(fault.code) && fault.immediate === true);
}

function kindAt(stage: keyof typeof TABLES, fault: Fault): FailureKind {
  const ends = stage === "handshake" || stage === "http";
  if (ends && fault.code === "ECONNRESET") return wasReset(fault) ? "reset" : "closed";
  const known = TABLES[stage][fault.code];
  if (known !== undefined) return known;
  return stage === "handshake" && ALERT.test(fault.code) ? "alert" : "unknown";
}

/** What is read as the failure of a later stage but belongs to an earlier one. */
function stageOf(stage: Stage, fault: Fault): Stage {
  // In TLS 1.3 the server answers to our certificate (or the lack of one) after the handshake is over for us.
  if (stage === "http" && ALERT.test(fault.code)) return "handshake";
  // The parser of HTTP gave up: what came back is something else.
  if (stage === "http" && NOT_HTTP.test(fault.code)) return "protocol";
  // A proxy that cannot be reached is a matter of the network, not of the proxy.
  if (stage === "tunnel" && UNREACHABLE.has(fault.code)) return "connect";
  return stage;
}

/** The failure that a fault at a stage means. What the table does not know is `unknown`, with its code in `raw`. */
export function classify(seenAt: Stage, fault: Fault): Failure {
  const raw = rawOf(fault);
  if (isOurs(fault)) return { stage: seenAt, kind: "local", raw };
  const stage = stageOf(seenAt, fault);
  if (stage === "protocol") return { stage, kind: seenAt === "http" ? "not-a-go-proxy" : "unknown", raw };
  return { stage, kind: kindAt(stage, fault), raw };
}

/** The failure that nothing heard at a stage means: the peer is silent, unless our own loop was not listening. */
export function silence(stage: Stage, waited: { readonly limitMs: Millis; readonly lateMs: Millis }): Failure {
  const { limitMs, lateMs } = waited;
  const raw = `deadline ${Math.round(limitMs)} ms`;
  if (lateMs > Math.max(STALLED_MS, limitMs * STALLED_SHARE)) {
    return { stage, kind: "local", raw: `${raw}, own loop stalled ${Math.round(lateMs)} ms` };
  }
  return { stage, kind: SILENT[stage], raw };
}
