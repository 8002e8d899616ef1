// Two hellos compared field by field: everything in them but what has to be new in each connection, and of that its form.
import { type ClientHello, serialiseClientHello } from "../../../electron/engine/hello/client-hello.ts";
import {
  alpnOf,
  certificateSchemesOf,
  groupsOf,
  keySharesOf,
  schemesOf,
  serverNameOf,
  versionsOf,
} from "../../../electron/engine/hello/hello-extensions.ts";

const NAMED = new Set([0, 10, 13, 16, 43, 50, 51]);

/** How many times in a hello the key of X25519 stands at the end or the beginning of another share. */
function sharedKeys(hello: ClientHello): number {
  const shares = keySharesOf(hello);
  const own = shares.find(({ group }) => group === 0x1d)?.key;
  if (own === undefined) return 0;
  return shares.filter(({ group, key }) => group !== 0x1d && key.includes(own)).length;
}

function hex(numbers: readonly number[]): readonly string[] {
  return numbers.map((number) => number.toString(16).padStart(4, "0"));
}

/** Every field, as a value that can be compared and read. Without `isWhole`: not what depends on the server's name. */
function fieldsOf(hello: ClientHello, { isWhole }: { readonly isWhole: boolean }): Readonly<Record<string, unknown>> {
  const extensions = hello.extensions ?? [];
  return {
    "record version": hello.recordVersion.toString(16),
    version: hello.version.toString(16),
    "random length": hello.random.length,
    "session id length": hello.sessionId.length,
    "cipher suites": hex(hello.ciphers),
    compression: hello.compressions,
    "order of extensions": extensions.map(({ type }) => type),
    groups: hex(groupsOf(hello)),
    "key shares": keySharesOf(hello).map(({ group, key }) => `${group.toString(16)}:${key.length}`),
    "shares with the key of X25519": sharedKeys(hello),
    "signature schemes": hex(schemesOf(hello)),
    "schemes in certificates": hex(certificateSchemesOf(hello)),
    alpn: alpnOf(hello),
    versions: hex(versionsOf(hello)),
    "other extensions": extensions
      .filter(({ type }) => !NAMED.has(type))
      .map(({ type, data }) => `${type}:${data.toString("hex")}`),
    ...(isWhole ? { "server name": serverNameOf(hello), bytes: serialiseClientHello(hello).length } : {}),
  };
}

/** The fields in which two hellos differ, each as one line. */
export function differences(one: ClientHello, other: ClientHello, scope = { isWhole: true }): readonly string[] {
  const [ours, theirs] = [fieldsOf(one, scope), fieldsOf(other, scope)];
  return Object.keys(ours)
    .filter((field) => JSON.stringify(ours[field]) !== JSON.stringify(theirs[field]))
    .map((field) => `${field}: ${JSON.stringify(ours[field])}, but ${JSON.stringify(theirs[field])}`);
}
