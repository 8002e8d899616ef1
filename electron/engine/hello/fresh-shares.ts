// Key shares that look like those of a client that begins anew each time: real public keys where the runtime can make them,
// random bytes of the right form for ML-KEM and Kyber, which it cannot. Nobody finishes a handshake with them: the private
// halves are thrown away.
import { createECDH, generateKeyPairSync, randomBytes } from "node:crypto";
import type { KeyShare } from "./hello-extensions.ts";

/** Makes one part of a share. */
type Part = () => Buffer;

/** What a share of a group is put together from, in order. Numbers are those of IANA's registry of TLS groups. */
type Recipe = (part: { readonly x25519: Part }) => readonly Part[];

/** Coefficients of a key are below this prime (FIPS 203, 2.4). */
const Q = 3_329;
const COEFFICIENTS_PER_POLYNOMIAL = 256;
const SEED_BYTES = 32;

/** Coefficients of 12 bits, evenly spread below Q. */
function coefficients(count: number): readonly number[] {
  const found: number[] = [];
  while (found.length < count) {
    const bytes = randomBytes(2 * count);
    for (let at = 0; at < bytes.length && found.length < count; at += 2) {
      const candidate = bytes.readUInt16BE(at) & 0xfff;
      if (candidate < Q) found.push(candidate);
    }
  }
  return found;
}

/** Bytes that pass every check of an ML-KEM encapsulation key of `k` polynomials (FIPS 203, 7.2), and of Kyber's. */
function latticeKey(k: number): Buffer {
  const numbers = coefficients(k * COEFFICIENTS_PER_POLYNOMIAL);
  const packed = Buffer.alloc((numbers.length / 2) * 3);
  for (let pair = 0; pair < numbers.length / 2; pair += 1) {
    const word = (numbers[2 * pair] ?? 0) | ((numbers[2 * pair + 1] ?? 0) << 12);
    packed.writeUIntLE(word, 3 * pair, 3);
  }
  return Buffer.concat([packed, randomBytes(SEED_BYTES)]);
}

function x25519Key(): Buffer {
  const { publicKey } = generateKeyPairSync("x25519");
  return Buffer.from(publicKey.export({ format: "jwk" }).x ?? "", "base64url");
}

function ecKey(curve: string): Part {
  return () => createECDH(curve).generateKeys();
}

const P256 = ecKey("prime256v1");
const P384 = ecKey("secp384r1");
const MLKEM768: Part = () => latticeKey(3);
const MLKEM1024: Part = () => latticeKey(4);

const RECIPES: ReadonlyMap<number, Recipe> = new Map<number, Recipe>([
  [0x0017, () => [P256]],
  [0x0018, () => [P384]],
  [0x0019, () => [ecKey("secp521r1")]],
  [0x001d, ({ x25519 }) => [x25519]],
  [0x11eb, () => [P256, MLKEM768]],
  [0x11ec, ({ x25519 }) => [MLKEM768, x25519]],
  [0x11ed, () => [P384, MLKEM1024]],
  // Go 1.23: the draft had the parts the other way round.
  [0x6399, ({ x25519 }) => [x25519, MLKEM768]],
]);

/** Whether new shares of the group can be made here. */
export function canMakeShare(group: number): boolean {
  return RECIPES.has(group);
}

/**
 * New shares for the groups of the old ones. A group that is not known here keeps its old share: its form cannot be guessed.
 * As in Go, a hybrid with X25519 and X25519 by itself have one key.
 */
export function freshShares(old: readonly KeyShare[]): readonly KeyShare[] {
  let key: Buffer | undefined;
  const x25519 = () => (key ??= x25519Key());
  return old.map((share) => {
    const parts = RECIPES.get(share.group)?.({ x25519 });
    return parts === undefined ? share : { group: share.group, key: Buffer.concat(parts.map((make) => make())) };
  });
}
