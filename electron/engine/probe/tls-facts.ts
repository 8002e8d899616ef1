// What a finished handshake tells about itself: version, group, ALPN, issuer, and who vouches for the certificate.
import type { X509Certificate } from "node:crypto";
import type { TLSSocket } from "node:tls";
import type { TlsFacts, Trust } from "../../../shared/domain/sample.ts";
import { groupName } from "./group-names.ts";
import type { ServerFlight } from "./server-flight.ts";
import type { Trusted } from "./trust.ts";

/** Longest issuer that is kept. Real ones have under 120 characters; a hostile server may send kilobytes. */
const MAX_ISSUER = 200;

/** A distinguished name on one line, most specific part first, as Go and browsers print it. */
export function oneLine(name: string): string {
  const line = name.split("\n").reverse().join(", ");
  // A certificate may hold any character, a terminal must not get it.
  const printable = line.replace(/[\u0000-\u001f\u007f-\u009f]/g, "?");
  return printable.length > MAX_ISSUER ? `${printable.slice(0, MAX_ISSUER)}…` : printable;
}

/** The certificates behind the leaf, as served. A chain has at most as many as fit into 100 KB: more ends the handshake. */
function othersOf(leaf: X509Certificate): readonly X509Certificate[] {
  const others: X509Certificate[] = [];
  for (let link = leaf.issuerCertificate; link !== undefined; link = link.issuerCertificate) others.push(link);
  return others;
}

/** Errors of a chain that is anchored all the same: what is wrong is the date or the name. */
const ANCHORED = new Set(["CERT_HAS_EXPIRED", "CERT_NOT_YET_VALID", "ERR_TLS_CERT_ALTNAME_INVALID"]);

function trustOf(socket: TLSSocket, leaf: X509Certificate, trusted: Trusted): Trust {
  const error = authorizationCode(socket);
  if (error !== null && !ANCHORED.has(error)) return "untrusted";
  const trust = trusted.vouch(leaf, () => othersOf(leaf));
  // The runtime is content with a chain that we could not follow: some root of this machine was good for it.
  return error === null && trust === "untrusted" ? "local" : trust;
}

/** Why the runtime does not accept the served certificate for this name, as a code; `null` when it does. */
export function authorizationCode(socket: TLSSocket): string | null {
  if (socket.authorized) return null;
  // Declared as an Error, but both runtimes put the code here.
  const error: unknown = socket.authorizationError;
  if (typeof error === "string") return error;
  return error instanceof Error && "code" in error ? String(error.code) : "CERT_REJECTED";
}

/** A finished handshake: what the runtime tells, the certificate that the peer showed, and what was seen on the wire. */
export interface Secured {
  readonly socket: TLSSocket;
  readonly leaf: X509Certificate | undefined;
  readonly flight: ServerFlight;
}

/** The facts of a handshake, or `null` when the peer showed no certificate. What the runtime hides comes from the wire. */
export function factsOf({ socket, leaf, flight }: Secured, trusted: Trusted): TlsFacts | null {
  if (leaf === undefined) return null;
  const group = flight.group();
  const alpn = socket.alpnProtocol;
  return {
    version: socket.getProtocol() ?? "unknown",
    ...(group === null ? {} : { group: groupName(group) }),
    ...(flight.retried ? { retryRequest: true as const } : {}),
    ...(typeof alpn === "string" ? { alpn } : {}),
    issuer: oneLine(leaf.issuer),
    trust: trustOf(socket, leaf, trusted),
  };
}
