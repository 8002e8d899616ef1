// Certificates for the simulated networks, made on the spot and gone with the process. Never for anything else: the keys
// are made without care for where they end up.
import "reflect-metadata";
import { webcrypto } from "node:crypto";
import {
  BasicConstraintsExtension,
  type Extension,
  PemConverter,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from "@peculiar/x509";
import { DAY, type Instant } from "../../../shared/domain/time.ts";

/** A key and its certificate, in PEM. */
interface Identity {
  readonly key: string;
  readonly cert: string;
}

/** A root and a leaf for 127.0.0.1 that it vouches for. */
export interface Authority {
  readonly root: string;
  readonly leaf: Identity;
}

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;

interface Subject {
  readonly name: string;
  readonly issuer: string;
  readonly keys: webcrypto.CryptoKeyPair;
  readonly signedBy: webcrypto.CryptoKeyPair;
  readonly extensions: readonly Extension[];
  readonly serialNumber: string;
  readonly at: Instant;
}

function certify(subject: Subject): Promise<string> {
  const { keys, signedBy, at } = subject;
  const made = X509CertificateGenerator.create({
    serialNumber: subject.serialNumber,
    subject: subject.name,
    issuer: subject.issuer,
    // A day on either side: good for any demo, and for a clock that is a little off.
    notBefore: new Date(at - DAY),
    notAfter: new Date(at + DAY),
    publicKey: keys.publicKey,
    signingKey: signedBy.privateKey,
    signingAlgorithm: ALGORITHM,
    extensions: [...subject.extensions],
  });
  return made.then((certificate) => certificate.toString("pem"));
}

function newKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
}

/** A new authority of that name, good for a day around `at`. */
export async function createAuthority(organisation: string, at: Instant): Promise<Authority> {
  const [rootKeys, leafKeys] = await Promise.all([newKeys(), newKeys()]);
  const issuer = `CN=${organisation} Root, O=${organisation}`;
  const root = await certify({
    name: issuer,
    issuer,
    keys: rootKeys,
    signedBy: rootKeys,
    extensions: [new BasicConstraintsExtension(true, 0, true)],
    serialNumber: "01",
    at,
  });
  const cert = await certify({
    name: `CN=127.0.0.1, O=${organisation}`,
    issuer,
    keys: leafKeys,
    signedBy: rootKeys,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new SubjectAlternativeNameExtension([{ type: "ip", value: "127.0.0.1" }]),
    ],
    serialNumber: "02",
    at,
  });
  const key = PemConverter.encode(await webcrypto.subtle.exportKey("pkcs8", leafKeys.privateKey), "PRIVATE KEY");
  return { root, leaf: { key, cert } };
}
