// Whom we trust: the roots that the go command would use on this machine, and a file that the user adds. The runtime's
// own bundle never decides, nor does NODE_EXTRA_CA_CERTS: Go knows neither. The bundle only answers whether a chain that
// is trusted ends in a root of the public web. One context is shared by all looks, since parsing a system's roots takes
// ten times as long as a handshake; it is made anew when a file behind it changes.
import type { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import * as tls from "node:tls";
import type { Trust } from "../../../shared/domain/sample.ts";
import type { Millis } from "../../../shared/domain/time.ts";
import { anchorsIn, parseCertificates, type Roots, rootsOf } from "./anchor.ts";
import { certificatesIn, stampOfPlaces, stampOfRoots, unixRoots } from "./root-files.ts";
import type { Environment } from "./route.ts";

/**
 * How often the bundles and directories are looked at, so that a new root counts within seconds: ten files, 0.1 ms. All of
 * some 300 files take 8 ms, several times a whole look, and each of them is hardly ever changed in its place.
 */
const RECHECK_MS: Millis = 5_000;
const RECHECK_ALL_MS: Millis = 600_000;

/** Verdicts kept per leaf; there are about twenty endpoints, each with a new certificate every few weeks. */
const MAX_VERDICTS = 256;

/** What a store is made for. */
export interface TrustOptions {
  readonly env: Environment;
  /** `process.platform` of the machine whose roots are asked for. */
  readonly platform: NodeJS.Platform;
  /** A PEM file with roots to trust as well. */
  readonly caFile?: string | undefined;
  /** Roots of the public web, in PEM; those that the runtime ships when absent. */
  readonly publicRoots?: readonly string[] | undefined;
  /** How long a look at bundles and directories is good for; 5 s when absent. */
  readonly recheckMs?: Millis | undefined;
  /** The same for a look at every file in the directories; 10 min when absent. */
  readonly recheckAllMs?: Millis | undefined;
}

/** Roots in the form in which a handshake needs them. */
export interface Trusted {
  /** Offers TLS 1.2 and 1.3, as Go does. */
  readonly context: tls.SecureContext;
  /** The same roots with one version alone on offer. */
  only(version: tls.SecureVersion): tls.SecureContext;
  /** Who vouches for a chain: leaf first, the other certificates as served. `others` is asked for only if needed. */
  vouch(leaf: X509Certificate, others: () => readonly X509Certificate[]): Trust;
}

/** The roots in force, or why there are none: the machine cannot say whom it trusts, so nothing can be judged. */
export type TrustState =
  | { readonly kind: "ready"; readonly trusted: Trusted }
  | { readonly kind: "missing"; readonly raw: string };

/** Keeps the roots in force. Ask before every look. */
export interface TrustStore {
  current(): TrustState;
}

type Collected =
  | { readonly kind: "found"; readonly pems: readonly string[] }
  | { readonly kind: "missing"; readonly raw: string };

/** Present from Node 22.15; the declarations in use describe Node 20. */
type SystemStore = { readonly getCACertificates?: (kind: "system") => readonly string[] };

function systemRoots(options: TrustOptions): Collected {
  if (options.platform !== "darwin" && options.platform !== "win32") {
    return { kind: "found", pems: unixRoots(options.env) };
  }
  const { getCACertificates } = tls as SystemStore;
  if (getCACertificates !== undefined) return { kind: "found", pems: getCACertificates("system") };
  // Packages that read these stores on older runtimes bring compiled addons; guessing with the bundle would not be Go's view.
  return { kind: "missing", raw: `the certificate store of ${options.platform} needs Node 22.15 or newer` };
}

function addedRoots(caFile: string | undefined): Collected {
  if (caFile === undefined) return { kind: "found", pems: [] };
  try {
    const pems = certificatesIn(readFileSync(caFile, "utf8"));
    return pems.length > 0 ? { kind: "found", pems } : { kind: "missing", raw: "no certificate in the CA file" };
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    return { kind: "missing", raw: `CA file: ${String(error.code)}` };
  }
}

let publicRoots: Roots | undefined;

/** The roots of the public web as this runtime ships them. Parsed once, with the first roots, not in the middle of a look. */
function knownPublicRoots(): Roots {
  publicRoots ??= rootsOf(parseCertificates(tls.rootCertificates));
  return publicRoots;
}

function trusting(pems: readonly string[], everybodys: Roots): Trusted {
  const certificates = parseCertificates(pems);
  const ca = certificates.map((certificate) => certificate.toString());
  const context = tls.createSecureContext({ ca, minVersion: "TLSv1.2", maxVersion: "TLSv1.3" });
  const single = new Map<tls.SecureVersion, tls.SecureContext>();
  const only = (version: tls.SecureVersion): tls.SecureContext => {
    const made = single.get(version) ?? tls.createSecureContext({ ca, minVersion: version, maxVersion: version });
    single.set(version, made);
    return made;
  };
  const ours = rootsOf(certificates);
  const verdicts = new Map<string, Trust>();
  const judge = (leaf: X509Certificate, others: readonly X509Certificate[]): Trust => {
    if (!anchorsIn(ours, leaf, others)) return "untrusted";
    return anchorsIn(everybodys, leaf, others) ? "public" : "local";
  };
  const vouch = (leaf: X509Certificate, others: () => readonly X509Certificate[]): Trust => {
    const known = verdicts.get(leaf.fingerprint256);
    if (known !== undefined) return known;
    const verdict = judge(leaf, others());
    if (verdicts.size >= MAX_VERDICTS) verdicts.clear();
    // Not kept: the server may have left out an intermediate that it sends next time.
    if (verdict !== "untrusted") verdicts.set(leaf.fingerprint256, verdict);
    return verdict;
  };
  return { context, only, vouch };
}

function load(options: TrustOptions): TrustState {
  const system = systemRoots(options);
  if (system.kind === "missing") return system;
  const added = addedRoots(options.caFile);
  if (added.kind === "missing") return added;
  const { publicRoots: own } = options;
  const everybodys = own === undefined ? knownPublicRoots() : rootsOf(parseCertificates(own));
  return { kind: "ready", trusted: trusting([...new Set([...system.pems, ...added.pems])], everybodys) };
}

/** A store for one machine. It reads nothing before it is first asked, and then blocks for some tens of milliseconds. */
export function createTrustStore(options: TrustOptions): TrustStore {
  return new FileTrustStore(options);
}

class FileTrustStore implements TrustStore {
  readonly #options: TrustOptions;
  readonly #added: readonly string[];
  #state: TrustState | undefined;
  #places = "";
  #all = "";
  #checkedAt = 0;
  #checkedAllAt = 0;

  constructor(options: TrustOptions) {
    this.#options = options;
    this.#added = options.caFile === undefined ? [] : [options.caFile];
  }

  current(): TrustState {
    const at = performance.now();
    if (this.#state === undefined) return this.#load(at);
    const { recheckMs = RECHECK_MS, recheckAllMs = RECHECK_ALL_MS } = this.#options;
    if (at - this.#checkedAt < recheckMs) return this.#state;
    this.#checkedAt = at;
    if (this.#stampOfPlaces() !== this.#places) return this.#load(at);
    if (at - this.#checkedAllAt < recheckAllMs) return this.#state;
    this.#checkedAllAt = at;
    return this.#stampOfAll() === this.#all ? this.#state : this.#load(at);
  }

  #stampOfPlaces(): string {
    return stampOfPlaces(this.#options.env, this.#added);
  }

  #stampOfAll(): string {
    return stampOfRoots(this.#options.env, this.#added);
  }

  /** The stamps are taken first: what changes while the files are read is seen at the next look. */
  #load(at: number): TrustState {
    this.#checkedAt = at;
    this.#checkedAllAt = at;
    this.#places = this.#stampOfPlaces();
    this.#all = this.#stampOfAll();
    this.#state = load(this.#options);
    return this.#state;
  }
}
