// Marks of a served certificate: whether it vouches for itself, whether a public log has seen it, where its chain breaks off.
import { X509Certificate } from "node:crypto";
import type { TLSSocket } from "node:tls";
import type { CertificateMarks } from "../../../shared/domain/diagnosis.ts";
import { oneLine } from "../probe/tls-facts.ts";

/** The extension of embedded receipts (RFC 6962, 3.3), 1.3.6.1.4.1.11129.2.4.2, as DER has it. */
const RECEIPTS = Buffer.from("060a2b06010401d679020402", "hex");

/** Longest chain that is followed; public ones have 2 to 4 certificates. */
const MAX_CHAIN = 10;

function isSelfSigned(certificate: X509Certificate): boolean {
  return certificate.issuer === certificate.subject && certificate.verify(certificate.publicKey);
}

/** The last certificate of the chain as far as it is known: served, or found among the roots. */
function lastOf(socket: TLSSocket, leaf: X509Certificate): X509Certificate {
  let last = leaf;
  let link = socket.getPeerCertificate(true);
  // Declared as complete, but the issuer is absent where the chain breaks off.
  for (let length = 0; length < MAX_CHAIN; length++) {
    const next = (link as Partial<typeof link>).issuerCertificate;
    if (next?.raw === undefined || next === link) return last;
    last = new X509Certificate(next.raw);
    link = next;
  }
  return last;
}

/** The marks of what the peer showed; `undefined` when it showed nothing. */
export function marksOf(socket: TLSSocket): CertificateMarks | undefined {
  const leaf = socket.getPeerX509Certificate();
  if (leaf === undefined) return undefined;
  const last = lastOf(socket, leaf);
  return {
    selfSigned: isSelfSigned(leaf),
    logged: leaf.raw.includes(RECEIPTS),
    gap: last.issuer === last.subject ? null : oneLine(last.issuer),
  };
}
