import { expect, test } from "vitest";
import { classify, type Fault, faultOf, silence } from "../../../electron/engine/probe/classify.ts";
import { scrub } from "../../../electron/engine/probe/scrub.ts";
import { KINDS, type Stage } from "../../../shared/domain/failure.ts";

const RESET: Fault = { code: "ECONNRESET", errno: -104, syscall: "read" };
const EARLY_FIN: Fault = { code: "ECONNRESET" };

function alerted(name: string): Fault {
  return { code: `ERR_SSL_${name}` };
}

/** Stage, what the runtime says, and what it means. Where Node and Electron differ there is a row for each. */
const ROWS: readonly (readonly [Stage, Fault, string])[] = [
  ["handshake", { code: "DEPTH_ZERO_SELF_SIGNED_CERT" }, "handshake/certificate-untrusted"],
  ["handshake", { code: "SELF_SIGNED_CERT_IN_CHAIN" }, "handshake/certificate-untrusted"],
  ["handshake", { code: "UNABLE_TO_VERIFY_LEAF_SIGNATURE" }, "handshake/certificate-untrusted"],
  ["handshake", { code: "UNABLE_TO_GET_ISSUER_CERT_LOCALLY" }, "handshake/certificate-untrusted"],
  ["handshake", { code: "ERR_TLS_CERT_ALTNAME_INVALID" }, "handshake/certificate-name"],
  ["handshake", { code: "CERT_HAS_EXPIRED" }, "handshake/certificate-expired"],
  ["handshake", { code: "CERT_NOT_YET_VALID" }, "handshake/certificate-expired"],
  ["handshake", alerted("TLSV1_ALERT_PROTOCOL_VERSION"), "handshake/protocol-version"],
  ["handshake", alerted("UNSUPPORTED_PROTOCOL"), "handshake/protocol-version"],
  ["handshake", RESET, "handshake/reset"],
  ["handshake", { code: "EPIPE", errno: -32, syscall: "write" }, "handshake/reset"],
  ["handshake", { code: "ECONNABORTED", errno: -4079, syscall: "read" }, "handshake/reset"],
  ["handshake", EARLY_FIN, "handshake/closed"],
  ["handshake", alerted("WRONG_VERSION_NUMBER"), "handshake/not-tls"],
  ["handshake", alerted("SSLV3_ALERT_HANDSHAKE_FAILURE"), "handshake/alert"],
  ["handshake", alerted("TLSV1_ALERT_INSUFFICIENT_SECURITY"), "handshake/alert"],
  ["handshake", alerted("TLSV1_ALERT_INTERNAL_ERROR"), "handshake/alert"],
  ["handshake", alerted("TLSV1_ALERT_UNKNOWN_CA"), "handshake/alert"],
  ["handshake", alerted("SSLV3_ALERT_BAD_CERTIFICATE"), "handshake/alert"],
  ["handshake", alerted("TLSV1_ALERT_DECRYPT_ERROR"), "handshake/alert"],
  // OpenSSL, then BoringSSL.
  ["handshake", alerted("TLSV1_UNRECOGNIZED_NAME"), "handshake/alert"],
  ["handshake", alerted("TLSV1_ALERT_UNRECOGNIZED_NAME"), "handshake/alert"],
  ["handshake", EARLY_FIN, "handshake/closed"],
  ["handshake", alerted("SSL_HANDSHAKE_FAILURE"), "handshake/closed"],
  ["http", alerted("TLSV13_ALERT_CERTIFICATE_REQUIRED"), "handshake/alert"],
  ["http", alerted("TLSV1_ALERT_CERTIFICATE_REQUIRED"), "handshake/alert"],
  ["handshake", alerted("DECRYPTION_FAILED_OR_BAD_RECORD_MAC"), "handshake/corrupt"],
  ["handshake", alerted("BAD_DECRYPT"), "handshake/corrupt"],
  ["handshake", alerted("BAD_SIGNATURE"), "handshake/corrupt"],
  ["handshake", alerted("INAPPROPRIATE_FALLBACK"), "handshake/downgraded"],
  ["handshake", alerted("TLS13_DOWNGRADE"), "handshake/downgraded"],
  ["handshake", alerted("BAD_KEY_SHARE"), "handshake/corrupt"],
  ["handshake", alerted("WRONG_CURVE"), "handshake/corrupt"],
  ["handshake", alerted("SERVER_ECHOED_INVALID_SESSION_ID"), "handshake/corrupt"],

  ["connect", { code: "ECONNREFUSED", errno: -111, syscall: "connect" }, "connect/refused"],
  ["connect", { code: "EHOSTUNREACH", errno: -113, syscall: "connect" }, "connect/unreachable"],
  ["connect", { code: "ENETUNREACH", errno: -101, syscall: "connect" }, "connect/unreachable"],
  ["connect", { code: "ENETUNREACH", errno: -101, syscall: "connect", immediate: true }, "connect/local"],
  ["connect", { code: "EHOSTUNREACH", errno: -113, syscall: "connect", immediate: true }, "connect/local"],
  // A loopback port refuses at once, and that is the port's answer.
  ["connect", { code: "ECONNREFUSED", errno: -111, syscall: "connect", immediate: true }, "connect/refused"],
  ["connect", { code: "ETIMEDOUT", errno: -110, syscall: "connect" }, "connect/silent"],
  ["connect", { code: "ECONNRESET", errno: -104, syscall: "connect" }, "connect/reset"],
  ["connect", { code: "EMFILE", errno: -24, syscall: "connect" }, "connect/local"],
  ["connect", { code: "EADDRNOTAVAIL", errno: -99, syscall: "connect" }, "connect/local"],
  ["resolve", { code: "ENOTFOUND", errno: -3008, syscall: "getaddrinfo" }, "resolve/name-not-found"],
  ["resolve", { code: "ENOTFOUND", errno: -3007, syscall: "getaddrinfo" }, "resolve/name-not-found"],
  ["resolve", { code: "ENODATA" }, "resolve/name-not-found"],
  ["resolve", { code: "EAI_AGAIN", errno: -3001, syscall: "getaddrinfo" }, "resolve/resolver-failed"],
  ["resolve", { code: "SINKHOLE" }, "resolve/hijacked"],
  ["tunnel", { code: "ECONNREFUSED", errno: -111, syscall: "connect" }, "tunnel/refused"],
  ["tunnel", RESET, "tunnel/reset"],
  ["tunnel", EARLY_FIN, "tunnel/reset"],
  ["tunnel", { code: "EHOSTUNREACH", errno: -113, syscall: "connect" }, "connect/unreachable"],
  ["http", RESET, "http/reset"],
  ["http", EARLY_FIN, "http/closed"],
  ["http", { code: "UND_ERR_SOCKET" }, "http/closed"],
  ["http", { code: "HTTP1_STATUS_LINE" }, "protocol/not-a-go-proxy"],
  ["http", { code: "HTTP1_TOO_LARGE" }, "http/too-large"],
  ["http", { code: "WIRE_FLOOD" }, "http/too-large"],
  ["handshake", { code: "WIRE_FLOOD" }, "handshake/corrupt"],
  ["handshake", alerted("EXCESSIVE_MESSAGE_SIZE"), "handshake/corrupt"],
  ["http", { code: "ENFILE", errno: -23, syscall: "open" }, "http/local"],
  ["handshake", { code: "ERR_SSL_SOMETHING_NEW" }, "handshake/unknown"],
  ["http", { code: "ERR_SOMETHING_NEW" }, "http/unknown"],
];

test.each(ROWS)("at %s, %j means %s", (stage, fault, meaning) => {
  const failure = classify(stage, fault);

  expect(`${failure.stage}/${failure.kind}`).toBe(meaning);
  expect(KINDS[failure.stage]).toContain(failure.kind);
});

test("keeps code, errno and syscall for the journal, and no message", () => {
  const error = Object.assign(new Error("read ECONNRESET 10.1.2.3:443"), {
    code: "ECONNRESET",
    errno: -104,
    syscall: "read",
  });

  expect(classify("http", faultOf(error)).raw).toBe("ECONNRESET -104 read");
});

test("names an error without a code by its class", () => {
  expect(classify("http", faultOf(new TypeError("x is not a function at 127.0.0.1"))).raw).toBe("TypeError");
});

test("removes addresses of both families from a text", () => {
  expect(scrub("connect 127.7.1.20:443 via [fd00:7::1]:80")).toBe("connect <address>:443 via <address>:80");
});

test.each([
  ["resolve", "resolver-silent"],
  ["connect", "silent"],
  ["tunnel", "silent"],
  ["handshake", "silent"],
  ["http", "silent"],
] as const)("calls nothing heard at %s %s", (stage, kind) => {
  expect(silence(stage, { limitMs: 5_000, lateMs: 2 })).toEqual({ stage, kind, raw: "deadline 5000 ms" });
});

test("blames our own loop for a deadline that fired far too late", () => {
  expect(silence("connect", { limitMs: 5_000, lateMs: 700 }).kind).toBe("local");
});
