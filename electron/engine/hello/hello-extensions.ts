// What the extensions of a ClientHello say: names, groups, key shares, schemes, protocols, versions. Reads and writes the
// extensions that we change, and nothing else. Pure.
import { bytesOf, type ClientHello, type Extension, numbersIn, vector } from "./client-hello.ts";

/** Numbers of the extensions we know, from IANA's registry. */
export const EXTENSION = {
  serverName: 0,
  groups: 10,
  schemes: 13,
  alpn: 16,
  padding: 21,
  versions: 43,
  certificateSchemes: 50,
  keyShares: 51,
} as const;

/** A share of a key exchange. */
export interface KeyShare {
  readonly group: number;
  readonly key: Buffer;
}

/** The data of an extension of the hello; `null` when the hello has none of that type. */
function extensionOf(hello: ClientHello, type: number): Buffer | null {
  return hello.extensions?.find((extension) => extension.type === type)?.data ?? null;
}

/** The content of a vector that fills the bytes; `null` when they are anything else. */
function contentOf(bytes: Buffer | null, width: 1 | 2): Buffer | null {
  if (bytes === null || bytes.length < width) return null;
  return bytes.readUIntBE(0, width) === bytes.length - width ? bytes.subarray(width) : null;
}

function numbersOf(hello: ClientHello, type: number, width: 1 | 2): readonly number[] {
  const content = contentOf(extensionOf(hello, type), width);
  return (content === null ? null : numbersIn(content, 2)) ?? [];
}

/** Groups that the hello offers, most wanted first; empty without the extension, or when it is malformed. */
export function groupsOf(hello: ClientHello): readonly number[] {
  return numbersOf(hello, EXTENSION.groups, 2);
}

/** Signature schemes that the hello accepts in a handshake, most wanted first; empty as above. */
export function schemesOf(hello: ClientHello): readonly number[] {
  return numbersOf(hello, EXTENSION.schemes, 2);
}

/**
 * Signature schemes that the hello accepts in certificates; empty when those of the handshake stand for them.
 * @internal
 */
export function certificateSchemesOf(hello: ClientHello): readonly number[] {
  return numbersOf(hello, EXTENSION.certificateSchemes, 2);
}

/** Versions that the hello offers by extension, most wanted first; empty as above, as for TLS 1.2 before there was one. */
export function versionsOf(hello: ClientHello): readonly number[] {
  return numbersOf(hello, EXTENSION.versions, 1);
}

/** Key shares in the order of the hello; empty without any, or when they are malformed. */
export function keySharesOf(hello: ClientHello): readonly KeyShare[] {
  const content = contentOf(extensionOf(hello, EXTENSION.keyShares), 2) ?? Buffer.alloc(0);
  const shares: KeyShare[] = [];
  for (let at = 0; at < content.length; ) {
    if (at + 4 > content.length) return [];
    const end = at + 4 + content.readUInt16BE(at + 2);
    if (end > content.length) return [];
    shares.push({ group: content.readUInt16BE(at), key: content.subarray(at + 4, end) });
    at = end;
  }
  return shares;
}

/**
 * Protocols of the application that the hello offers; empty without any, or when they are malformed.
 * @internal
 */
export function alpnOf(hello: ClientHello): readonly string[] {
  const content = contentOf(extensionOf(hello, EXTENSION.alpn), 2) ?? Buffer.alloc(0);
  const names: string[] = [];
  for (let at = 0; at < content.length; ) {
    const end = at + 1 + content.readUInt8(at);
    if (end > content.length) return [];
    names.push(content.toString("latin1", at + 1, end));
    at = end;
  }
  return names;
}

/** The name of the server that the hello asks for; `null` without one, or when it is malformed. */
export function serverNameOf(hello: ClientHello): string | null {
  const entry = contentOf(extensionOf(hello, EXTENSION.serverName), 2);
  if (entry === null || entry[0] !== 0) return null;
  return contentOf(entry.subarray(1), 2)?.toString("latin1") ?? null;
}

/** An extension that asks for a server by name. */
export function serverNameExtension(name: string): Extension {
  const entry = Buffer.concat([Buffer.alloc(1), vector(Buffer.from(name, "latin1"), 2)]);
  return { type: EXTENSION.serverName, data: vector(entry, 2) };
}

/** Data of an extension that lists numbers: groups, schemes, and, with a width of 1, versions. */
export function numberListData(numbers: readonly number[], width: 1 | 2 = 2): Buffer {
  return vector(bytesOf(numbers, 2), width);
}

/** Data of an extension with key shares. */
export function keySharesData(shares: readonly KeyShare[]): Buffer {
  return vector(Buffer.concat(shares.flatMap(({ group, key }) => [bytesOf([group], 2), vector(key, 2)])), 2);
}

/** Data of an extension that offers protocols of the application. */
export function alpnData(names: readonly string[]): Buffer {
  return vector(Buffer.concat(names.map((name) => vector(Buffer.from(name, "latin1"), 1))), 2);
}

/**
 * The hello with the data of one extension replaced where it stands, or without that extension where `data` is `null`.
 * A hello that does not have it stays as it is.
 */
export function withExtension(hello: ClientHello, type: number, data: Buffer | null): ClientHello {
  const extensions = hello.extensions?.flatMap((extension) => {
    if (extension.type !== type) return [extension];
    return data === null ? [] : [{ type, data }];
  });
  return { ...hello, extensions: extensions ?? null };
}
