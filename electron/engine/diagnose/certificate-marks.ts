// Marks of a served certificate: whether it vouches for itself, whether a public log has seen it, where its chain breaks off.
import { X509Certificate } from "node:crypto";
import type { DetailedPeerCertificate, TLSSocket } from "node:tls";
import type { CertificateMarks } from "../../../shared/domain/diagnosis.ts";
import { oneLine } from "../probe/tls-facts.ts";

/** The extension of embedded receipts (RFC 6962, 3.3), 1.3.6.1.4.1.11129.2.4.2, as DER has it. */
const RECEIPTS = Buffer.from("060a2b06010401d679020402", "hex");

/** Longest chain that is followed; public ones have 2 to 4 certificates. */
const MAX_CHAIN = 10;

function isSelfSigned(certificate: X509Certificate): boolean {
  return certificate.issuer === certificate.subject && certificate.verify(certificate.publicKey);
}

/** The served certificates, leaf first, and behind them the roots that they lead to where those are trusted. */
function chainOf(socket: TLSSocket): readonly X509Certificate[] {
  const chain: X509Certificate[] = [];
  // Declared as complete, but it is empty without a certificate, and has no issuer where the chain breaks off.
  let link: Partial<DetailedPeerCertificate> | undefined = socket.getPeerCertificate(true);
  while (link?.raw !== undefined && chain.length < MAX_CHAIN) {
    chain.push(new X509Certificate(link.raw));
    link = link.issuerCertificate === link ? undefined : link.issuerCertificate;
  }
  return chain;
}

/**
 * The marks of what the peer showed; `undefined` when it showed nothing. To be asked for before anybody calls
 * `getPeerX509Certificate`, which takes the leaf out of the chain that Node keeps (OpenSSL clients, Node 20).
 */
export function marksOf(socket: TLSSocket): CertificateMarks | undefined {
  const chain = chainOf(socket);
  const [leaf, last] = [chain[0], chain.at(-1)];
  if (leaf === undefined || last === undefined) return undefined;
  return {
    selfSigned: isSelfSigned(leaf),
    logged: leaf.raw.includes(RECEIPTS),
    gap: last.issuer === last.subject ? null : oneLine(last.issuer),
  };
}
