// Finds the root that vouches for a served chain, by checking signatures. OpenSSL and BoringSSL say whether a chain is
// trusted, but not by which root, and that is what tells a public certificate from one made by a box in between.
import { X509Certificate } from "node:crypto";

/** Longest path that is followed, leaf included. Public chains have 2 to 4 certificates; this also ends loops. */
const MAX_PATH = 10;

/** Root certificates, found by their subject. */
export interface Roots {
  readonly bySubject: ReadonlyMap<string, readonly X509Certificate[]>;
}

/** Parses PEM texts, one certificate each. One that the runtime cannot parse is left out, as Go leaves it out. */
export function parseCertificates(pems: readonly string[]): readonly X509Certificate[] {
  return pems.flatMap((pem) => {
    try {
      return [new X509Certificate(pem)];
    } catch (error) {
      if (error instanceof Error && "code" in error) return [];
      throw error;
    }
  });
}

/** The certificates as roots to anchor in. */
export function rootsOf(certificates: readonly X509Certificate[]): Roots {
  const bySubject = new Map<string, X509Certificate[]>();
  for (const certificate of certificates) {
    const others = bySubject.get(certificate.subject);
    if (others === undefined) bySubject.set(certificate.subject, [certificate]);
    else others.push(certificate);
  }
  return { bySubject };
}

function signed(certificate: X509Certificate, issuer: X509Certificate): boolean {
  return certificate.issuer === issuer.subject && certificate.verify(issuer.publicKey);
}

/** Whether a path of valid signatures leads from the leaf, by way of `others` in any order, to one of the roots. */
export function anchorsIn(roots: Roots, leaf: X509Certificate, others: readonly X509Certificate[]): boolean {
  let current = leaf;
  for (let length = 0; length < MAX_PATH; length++) {
    const { fingerprint256 } = current;
    const same = roots.bySubject.get(current.subject) ?? [];
    if (same.some((root) => root.fingerprint256 === fingerprint256)) return true;
    const issuers = roots.bySubject.get(current.issuer) ?? [];
    if (issuers.some((root) => signed(current, root))) return true;
    const next = others.find((other) => other.fingerprint256 !== fingerprint256 && signed(current, other));
    if (next === undefined) return false;
    current = next;
  }
  return false;
}
