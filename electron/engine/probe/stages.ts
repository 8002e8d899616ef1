// The stages of a look that make a connection: resolve, connect, handshake. Each is a promise over one event of a socket
// that the look owns; time limits and the meaning of errors are elsewhere (deadline.ts, classify.ts).
import type { X509Certificate } from "node:crypto";
import { type LookupAddress, lookup as systemLookup } from "node:dns";
import { connect as connectSocket, isIP, type Socket } from "node:net";
import { networkInterfaces } from "node:os";
import type { Duplex } from "node:stream";
import { type DetailedPeerCertificate, type SecureContext, connect as secure, type TLSSocket } from "node:tls";
import { isGoodFor } from "./certificate-name.ts";

/** All addresses of a name as the applications of this machine see them. Rejects as `dns.lookup` does. */
export type Lookup = (host: string) => Promise<readonly LookupAddress[]>;

/** IPv4 or IPv6. */
export type Family = 4 | 6;

/** A stage that failed for a reason that no library reports. It looks like a system error to `faultOf`. */
export class StageError extends Error {
  readonly code: string;
  readonly immediate: boolean | undefined;
  readonly errno: number | undefined;
  readonly syscall: string | undefined;

  constructor(code: string, cause?: NodeJS.ErrnoException, immediate?: boolean) {
    super(code, { cause });
    this.code = code;
    this.immediate = immediate;
    this.errno = cause?.errno;
    this.syscall = cause?.syscall;
  }
}

/** The resolver of the operating system: hosts file, search domains and all. */
export function lookupAll(host: string): Promise<readonly LookupAddress[]> {
  return new Promise((resolve, reject) => {
    systemLookup(host, { all: true, verbatim: true }, (error, addresses) => {
      if (error === null) resolve(addresses);
      else reject(error);
    });
  });
}

/** Families in which this machine has an address that is not loopback. Empty means that it is attached to nothing. */
export function attachedFamilies(): ReadonlySet<Family> {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  const outer = addresses.filter((address) => !address.internal);
  return new Set(outer.map((address) => (address.family === "IPv4" ? 4 : 6)));
}

/** Answers that name no machine: what blocking resolvers return. Connecting there would reach ourselves. */
const SINKHOLES: ReadonlySet<string> = new Set(["0.0.0.0", "::"]);

/** IPv4 first, because one address is tried and IPv6 is the one that breaks unnoticed; but not where there is no IPv4. */
function preferred(addresses: readonly LookupAddress[]): Family {
  const has = (family: Family) => addresses.some((address) => address.family === family);
  if (!has(4)) return 6;
  if (!has(6)) return 4;
  const attached = attachedFamilies();
  return attached.has(6) && !attached.has(4) ? 6 : 4;
}

/**
 * One address of the host. With a family that the host does not have it rejects with ENODATA; with a sinkhole for an
 * answer it rejects with `SINKHOLE`. An address given in place of a name is returned as it is.
 */
export async function resolve(host: string, lookup: Lookup, family: Family | undefined): Promise<string> {
  const given = isIP(host);
  if (given !== 0) {
    if (family !== undefined && given !== family) throw new StageError("ENODATA");
    return host;
  }
  const addresses = await lookup(host);
  const wanted = family ?? preferred(addresses);
  const address = addresses.find((candidate) => candidate.family === wanted)?.address;
  if (address === undefined) throw new StageError("ENODATA");
  if (SINKHOLES.has(address)) throw new StageError("SINKHOLE");
  return address;
}

/** A connection that is being made. */
export interface Connecting {
  readonly socket: Socket;
  /** Resolves to `null`, or to the reset that came in the moment in which the connection was made. Rejects without one. */
  readonly connected: Promise<StageError | null>;
}

/** Opens a TCP connection to one address. No happy eyeballs: they would give up a slow path and time a race instead. */
export function connect(address: string, port: number): Connecting {
  const socket = connectSocket({ host: address, port, autoSelectFamily: false, noDelay: true });
  // A connect that the kernel refuses at once fails before the loop turns; an answer from the wire cannot.
  let turned = false;
  setImmediate(() => {
    turned = true;
  });
  const connected = new Promise<StageError | null>((resolved, reject) => {
    socket.once("connect", () => resolved(null));
    // Stays for the life of the socket, so that no later error is without a listener.
    socket.on("error", (error: NodeJS.ErrnoException) => {
      const failure = new StageError(error.code ?? error.name, error, turned ? undefined : true);
      // A peer that refuses resets too, but the kernel calls that a refusal: this one had agreed before.
      if (error.code === "ECONNRESET") resolved(failure);
      else reject(failure);
    });
  });
  return { socket, connected };
}

/** What a handshake needs to know. */
export interface HandshakeOptions {
  /** What leads to the peer: a connected socket, or a tap on one. */
  readonly socket: Duplex;
  /** Name or address that the certificate must be good for. */
  readonly host: string;
  readonly context: SecureContext;
  /** Protocols to offer, most wanted first. */
  readonly alpn: readonly string[];
  /** Called once, with the finished handshake, while the runtime can still describe the whole chain. */
  readonly inspect?: ((socket: TLSSocket) => void) | undefined;
}

/** A handshake under way. */
export interface Handshake {
  readonly socket: TLSSocket;
  /** Resolves to the leaf, which leads to the others that were served; to `undefined` when the peer showed none. */
  readonly finished: Promise<X509Certificate | undefined>;
}

/** What the runtime's own check of the name is given. */
const NO_CERTIFICATE = {} as DetailedPeerCertificate;

/**
 * Begins a TLS handshake on a connected socket. It finishes for a certificate that is not trusted too, so that its issuer
 * can be reported: the caller must look at `authorized` first and may not send a byte if it is false. The name is part of
 * that: it is checked as Go checks it.
 */
export function handshake(options: HandshakeOptions): Handshake {
  const { socket: transport, host, context, alpn } = options;
  let leaf: X509Certificate | null | undefined = null;
  // The runtimes take the leaf out of their own chain when it is asked for, so it is asked for once, and last.
  const peer = (): X509Certificate | undefined => {
    if (leaf !== null) return leaf;
    Reflect.deleteProperty(socket, "getPeerCertificate");
    options.inspect?.(socket);
    leaf = socket.getPeerX509Certificate();
    return leaf;
  };
  const socket: TLSSocket = secure({
    socket: transport,
    host,
    ...(isIP(host) === 0 ? { servername: host } : {}),
    secureContext: context,
    ALPNProtocols: [...alpn],
    rejectUnauthorized: false,
    checkServerIdentity: () => {
      const certificate = peer();
      if (certificate !== undefined && isGoodFor(certificate, host)) return undefined;
      return new StageError("ERR_TLS_CERT_ALTNAME_INVALID");
    },
  });
  // For the check above the runtime describes the whole chain in an object, which takes as long as a tenth of a handshake
  // and is not looked at.
  socket.getPeerCertificate = () => NO_CERTIFICATE;
  const finished = new Promise<X509Certificate | undefined>((resolved, reject) => {
    // An error costs as much as a tenth of the handshake when its stack is recorded, so none is made for an orderly close.
    const onClose = () => reject(new StageError("ECONNRESET"));
    socket.once("secureConnect", () => {
      socket.off("close", onClose);
      resolved(peer());
    });
    socket.on("error", reject);
    socket.once("close", onClose);
  });
  return { socket, finished };
}
