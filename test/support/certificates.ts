// Certificates made on the spot, so that tests need no openssl and no file that expires.
import "reflect-metadata";
import { isIP } from "node:net";
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  type Extension,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from "@peculiar/x509";

/** A key and a certificate for it, in PEM. `cert` may hold a chain, leaf first. */
export interface Identity {
  readonly key: string;
  readonly cert: string;
}

/** What a leaf says. */
export interface LeafOptions {
  /** DNS names and IP addresses that it is good for. Without any it has no alternative names at all. */
  readonly names: readonly string[];
  /** The common name; the first of the names when absent. */
  readonly commonName?: string;
  /** Days from now; -1 when absent. */
  readonly fromDay?: number;
  /** Days from now; 30 when absent. */
  readonly toDay?: number;
}

/** A certificate authority of our own. */
export interface Authority {
  /** Its own certificate in PEM. */
  readonly cert: string;
  /** Its private key in PEM, for programs that issue themselves. */
  readonly key: string;
  issue(options: LeafOptions): Promise<Identity>;
  /** An authority under this one. What it issues comes with the certificates between leaf and root. */
  delegate(commonName: string): Promise<Authority>;
}

const DAY_MS = 86_400_000;
const CURVE = { name: "ECDSA", namedCurve: "P-256" } as const;
const SIGNATURE = { name: "ECDSA", hash: "SHA-256" } as const;

let serial = Date.now();

interface Made {
  readonly identity: Identity;
  readonly keys: CryptoKeyPair;
}

interface Wanted {
  readonly subject: string;
  readonly issuer?: { readonly name: string; readonly keys: CryptoKeyPair };
  readonly days: readonly [number, number];
  readonly extensions: readonly Extension[];
}

async function make(wanted: Wanted): Promise<Made> {
  const keys = await crypto.subtle.generateKey(CURVE, true, ["sign", "verify"]);
  const signer = wanted.issuer?.keys ?? keys;
  const now = Date.now();
  serial += 1;
  const certificate = await X509CertificateGenerator.create({
    serialNumber: serial.toString(16).padStart(16, "0"),
    subject: wanted.subject,
    issuer: wanted.issuer?.name ?? wanted.subject,
    notBefore: new Date(now + wanted.days[0] * DAY_MS),
    notAfter: new Date(now + wanted.days[1] * DAY_MS),
    publicKey: keys.publicKey,
    signingKey: signer.privateKey,
    signingAlgorithm: SIGNATURE,
    extensions: [
      ...wanted.extensions,
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
      await AuthorityKeyIdentifierExtension.create(signer.publicKey),
    ],
  });
  const key = PemConverter.encode(await crypto.subtle.exportKey("pkcs8", keys.privateKey), "PRIVATE KEY");
  return { identity: { key, cert: certificate.toString("pem") }, keys };
}

function alternatives(names: readonly string[]): Extension {
  return new SubjectAlternativeNameExtension(
    names.map((value) => ({ type: isIP(value) === 0 ? ("dns" as const) : ("ip" as const), value })),
  );
}

function leafOf(options: LeafOptions): Omit<Wanted, "issuer"> {
  return {
    // In quotes, since a name may have commas.
    subject: `CN="${(options.commonName ?? options.names[0] ?? "").replace(/["\\]/g, "\\$&")}"`,
    days: [options.fromDay ?? -1, options.toDay ?? 30],
    extensions: [
      new BasicConstraintsExtension(false),
      ...(options.names.length === 0 ? [] : [alternatives(options.names)]),
    ],
  };
}

function authorityOf(root: Made, name: string, chain: readonly string[]): Authority {
  const issuer = { name, keys: root.keys };
  return {
    cert: root.identity.cert,
    key: root.identity.key,
    async issue(options) {
      const { identity } = await make({ ...leafOf(options), issuer });
      return { key: identity.key, cert: [identity.cert, ...chain].join("\n") };
    },
    async delegate(commonName) {
      const subject = `O=Gangway tests, CN=${commonName}`;
      const made = await make({
        subject,
        issuer,
        days: [-400, 365],
        extensions: [new BasicConstraintsExtension(true, 1, true)],
      });
      return authorityOf(made, subject, [made.identity.cert, ...chain]);
    },
  };
}

/** A new authority called `commonName`, good for a year. */
export async function makeAuthority(commonName: string): Promise<Authority> {
  const name = `O=Gangway tests, CN=${commonName}`;
  const root = await make({
    subject: name,
    days: [-400, 365],
    extensions: [new BasicConstraintsExtension(true, 2, true)],
  });
  return authorityOf(root, name, []);
}

/** A certificate that vouches for itself. */
export async function makeSelfSigned(options: LeafOptions): Promise<Identity> {
  return (await make(leafOf(options))).identity;
}
