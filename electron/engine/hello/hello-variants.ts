// From a template the bytes to say to one endpoint: fresh random, session id and key shares, the endpoint's name, and where
// asked for a change that tells what a network objects to. A variant without post-quantum groups is built as Go builds it
// when it is told to do without; the other variants are nobody's hello, and that is their use. No sockets.
import { randomBytes } from "node:crypto";
import { isIP } from "node:net";
import { type ClientHello, MAX_RECORD, RECORD_HEADER, serialiseClientHello } from "./client-hello.ts";
import { freshShares } from "./fresh-shares.ts";
import {
  alpnData,
  EXTENSION,
  groupsOf,
  keySharesData,
  keySharesOf,
  numberListData,
  schemesOf,
  serverNameExtension,
  versionsOf,
  withExtension,
} from "./hello-extensions.ts";
import type { HelloTemplate } from "./hello-template.ts";

const TLS13 = 0x0304;

/** Hybrid groups with ML-KEM and the draft of Go 1.23. */
const POST_QUANTUM: ReadonlySet<number> = new Set([0x11eb, 0x11ec, 0x11ed, 0x6399]);
/** ML-DSA, which Go 1.27 began to list. */
const NEW_SCHEMES: ReadonlySet<number> = new Set([0x0904, 0x0905, 0x0906]);

/** Cipher suites of TLS 1.3 (RFC 8446, B.4). */
function isOfTls13(cipher: number): boolean {
  return cipher >> 8 === 0x13;
}

function withoutPostQuantum(hello: ClientHello): ClientHello {
  const groups = groupsOf(hello).filter((group) => !POST_QUANTUM.has(group));
  const shares = keySharesOf(hello).filter(({ group }) => !POST_QUANTUM.has(group));
  const narrowed = withExtension(hello, EXTENSION.groups, numberListData(groups));
  return withExtension(narrowed, EXTENSION.keyShares, keySharesData(shares));
}

function withoutNewSchemes(hello: ClientHello): ClientHello {
  const schemes = schemesOf(hello).filter((scheme) => !NEW_SCHEMES.has(scheme));
  const narrowed = withExtension(hello, EXTENSION.schemes, numberListData(schemes));
  return withExtension(narrowed, EXTENSION.certificateSchemes, null);
}

function small(hello: ClientHello): ClientHello {
  return withoutNewSchemes(withoutPostQuantum(hello));
}

/** As Go says it with MaxVersion at TLS 1.2. */
function tls12Only(hello: ClientHello): ClientHello {
  const versions = versionsOf(hello).filter((version) => version !== TLS13);
  const older = { ...small(hello), ciphers: hello.ciphers.filter((cipher) => !isOfTls13(cipher)) };
  const narrowed = withExtension(older, EXTENSION.versions, numberListData(versions, 1));
  return withExtension(narrowed, EXTENSION.keyShares, null);
}

function tls13Only(hello: ClientHello): ClientHello {
  const newer = { ...small(hello), ciphers: hello.ciphers.filter(isOfTls13) };
  return withExtension(newer, EXTENSION.versions, numberListData([TLS13], 1));
}

const VARIANTS = {
  /** What the go command says. */
  go: (hello: ClientHello) => hello,
  /** Without groups and shares of ML-KEM, as with `GODEBUG=tlsmlkem=0`. */
  "no-post-quantum": withoutPostQuantum,
  /** Without ML-DSA in the signature schemes, and without a list of schemes for certificates, new as well. */
  "no-new-schemes": withoutNewSchemes,
  /** Without either. */
  small,
  /** The small one without TLS 1.3. */
  "tls12-only": tls12Only,
  /** The small one without TLS 1.2. */
  "tls13-only": tls13Only,
} as const satisfies Readonly<Record<string, (hello: ClientHello) => ClientHello>>;

/**
 * A shipped template as a go command with these settings of GODEBUG would say it, as far as they can be followed without
 * that go command: `tlsmlkem=0` and `http2client=0`.
 */
export function underDebug({ version, hello }: HelloTemplate, debug: string): HelloTemplate {
  const settings = debug.split(",");
  const classic = settings.includes("tlsmlkem=0") ? withoutPostQuantum(hello) : hello;
  return { version, hello: settings.includes("http2client=0") ? offering(classic, []) : classic };
}

/** What is left out of Go's hello. */
export type HelloVariant = keyof typeof VARIANTS;

/**
 * Every variant, Go's own first.
 * @internal
 */
export const HELLO_VARIANTS = Object.keys(VARIANTS) as readonly HelloVariant[];

/** The hello that is wanted. */
export interface HelloWish {
  /** Host to ask for; nothing is asked for with `null`, and, as in Go, with an IP address. */
  readonly serverName: string | null;
  /** Go's own when absent. */
  readonly variant?: HelloVariant | undefined;
  /** Protocols to offer in place of those of the template; none at all when empty. */
  readonly alpn?: readonly string[] | undefined;
  /** Bytes that the record is to have at least, made up with a padding extension; at most 16389, the largest record. */
  readonly padTo?: number | undefined;
}

/** The name as Go puts it into a hello: no IP address, no dots behind it. */
function nameToSend(serverName: string | null): string | null {
  if (serverName === null) return null;
  const bare = serverName.replace(/^\[(.*)\]$/, "$1").replace(/(?<=.)%.*$/, "");
  if (isIP(bare) !== 0) return null;
  const name = serverName.replace(/\.+$/, "");
  return name === "" ? null : name;
}

/** Asks for the name, where the template asks for one; a template that asks for none gets the name in front, as in Go. */
function naming(hello: ClientHello, serverName: string | null): ClientHello {
  const name = nameToSend(serverName);
  const bare = withExtension(hello, EXTENSION.serverName, null);
  if (name === null || hello.extensions === null) return bare;
  const asked = serverNameExtension(name);
  const place = hello.extensions.findIndex(({ type }) => type === EXTENSION.serverName);
  if (place === -1) return { ...hello, extensions: [asked, ...hello.extensions] };
  return { ...hello, extensions: hello.extensions.with(place, asked) };
}

function offering(hello: ClientHello, alpn: readonly string[] | undefined): ClientHello {
  if (alpn === undefined) return hello;
  return withExtension(hello, EXTENSION.alpn, alpn.length === 0 ? null : alpnData(alpn));
}

function freshened(hello: ClientHello): ClientHello {
  const anew = { ...hello, random: randomBytes(hello.random.length), sessionId: randomBytes(hello.sessionId.length) };
  const shares = freshShares(keySharesOf(hello));
  return shares.length === 0 ? anew : withExtension(anew, EXTENSION.keyShares, keySharesData(shares));
}

/** Adds a padding extension (RFC 7685) so that the record has `total` bytes; 1 to 3 more where those are too few for one. */
function padded(hello: ClientHello, total: number): ClientHello {
  const missing = Math.min(total, RECORD_HEADER + MAX_RECORD) - serialiseClientHello(hello).length;
  if (missing <= 0 || hello.extensions === null) return hello;
  const padding = { type: EXTENSION.padding, data: Buffer.alloc(Math.max(0, missing - 4)) };
  return { ...hello, extensions: [...hello.extensions, padding] };
}

/** The record to send: the template with what is new in each connection, and changed as wished. */
export function goHello({ hello }: HelloTemplate, wish: HelloWish): Buffer {
  const changed = VARIANTS[wish.variant ?? "go"](hello);
  const asked = freshened(offering(naming(changed, wish.serverName), wish.alpn));
  return serialiseClientHello(wish.padTo === undefined ? asked : padded(asked, wish.padTo));
}
