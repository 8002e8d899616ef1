// A root and a leaf for 127.0.0.1, made for one run. ECDSA over P-256, as most of the web has it by now.
import "reflect-metadata";
import { webcrypto } from "node:crypto";
import {
  BasicConstraintsExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from "@peculiar/x509";

const CURVE = { name: "ECDSA", namedCurve: "P-256" };
const SIGNATURE = { name: "ECDSA", hash: "SHA-256" };
const ROOT_NAME = "O=Gangway benchmark, CN=Root of one run";
const HOUR_MS = 3_600_000;

/** {root, chain, key} in PEM, good for this day. */
export async function makeCertificates() {
  const [ca, own] = await Promise.all([keys(), keys()]);
  const root = await make({ subject: ROOT_NAME, own: ca, ca, serialNumber: "01", extensions: [asAuthority()] });
  const extensions = [
    new BasicConstraintsExtension(false),
    new SubjectAlternativeNameExtension([{ type: "ip", value: "127.0.0.1" }]),
  ];
  const leaf = await make({ subject: "CN=127.0.0.1", own, ca, serialNumber: "02", extensions });
  const key = PemConverter.encode(await webcrypto.subtle.exportKey("pkcs8", own.privateKey), "PRIVATE KEY");
  return { root, chain: leaf, key };
}

function asAuthority() {
  return new BasicConstraintsExtension(true, 0, true);
}

function keys() {
  return webcrypto.subtle.generateKey(CURVE, true, ["sign", "verify"]);
}

async function make({ subject, own, ca, serialNumber, extensions }) {
  const certificate = await X509CertificateGenerator.create({
    serialNumber,
    subject,
    issuer: ROOT_NAME,
    notBefore: new Date(Date.now() - HOUR_MS),
    notAfter: new Date(Date.now() + 24 * HOUR_MS),
    publicKey: own.publicKey,
    signingKey: ca.privateKey,
    signingAlgorithm: SIGNATURE,
    extensions,
  });
  return `${certificate.toString("pem")}\n`;
}
