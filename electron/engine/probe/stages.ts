// The stages of a look that make a connection: resolve, connect, handshake. Each is a promise over one event of a socket
// that the look owns; time limits and the meaning of errors are elsewhere (deadline.ts, classify.ts).
import { type LookupAddress, lookup as systemLookup } from "node:dns";
import { connect as connectSocket, isIP, type Socket } from "node:net";
import { networkInterfaces } from "node:os";
import { type SecureContext, connect as secure, type TLSSocket } from "node:tls";

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

/** Opens a TCP connection to one address. No happy eyeballs: they would give up a slow path and time a race instead. */
export function connect(address: string, port: number): { readonly socket: Socket; readonly connected: Promise<void> } {
  const socket = connectSocket({ host: address, port, autoSelectFamily: false, noDelay: true });
  // A connect that the kernel refuses at once fails before the loop turns; an answer from the wire cannot.
  let turned = false;
  setImmediate(() => {
    turned = true;
  });
  const connected = new Promise<void>((resolved, reject) => {
    socket.once("connect", () => resolved());
    // Stays for the life of the socket, so that no later error is without a listener.
    socket.on("error", (error: NodeJS.ErrnoException) => {
      reject(new StageError(error.code ?? error.name, error, turned ? undefined : true));
    });
  });
  return { socket, connected };
}

/** What a handshake needs to know. */
export interface HandshakeOptions {
  readonly socket: Socket;
  /** Name or address that the certificate must be good for. */
  readonly host: string;
  readonly context: SecureContext;
  /** Protocols to offer, most wanted first. */
  readonly alpn: readonly string[];
}

/**
 * Begins a TLS handshake on a connected socket. It finishes for a certificate that is not trusted too, so that its issuer
 * can be reported: the caller must look at `authorized` first and may not send a byte if it is false.
 */
export function handshake(options: HandshakeOptions): { readonly socket: TLSSocket; readonly finished: Promise<void> } {
  const { socket: transport, host, context, alpn } = options;
  const socket = secure({
    socket: transport,
    host,
    ...(isIP(host) === 0 ? { servername: host } : {}),
    secureContext: context,
    ALPNProtocols: [...alpn],
    rejectUnauthorized: false,
  });
  const finished = new Promise<void>((resolved, reject) => {
    socket.once("secureConnect", () => resolved());
    socket.on("error", reject);
    socket.once("close", () => reject(new StageError("ECONNRESET")));
  });
  return { socket, finished };
}
