// A checksum database with a real signed tree, as `go help module-auth` and golang.org/x/mod/sumdb describe it. A few
// records are of modules that tests ask for; the others only make the tree as large as it should be.
import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { filesOf, VERSION } from "../chain/stage.ts";

/** The database's name, which nobody resolves. */
export const DATABASE = "sum.gangway.test";

/** Modules that it has records of: `m0.gangway.test` and so on. */
const KNOWN_MODULES = 40;

/** How many records the newest heads differ in while the tree grows. */
const GROWTH = 50;

/** What it answers to a path; `undefined` for what it does not have. */
export interface SumDatabase {
  /** GOSUMDB without an address. */
  readonly verifier: string;
  answer(path: string): string | Buffer | undefined;
  /** From now on each lookup comes with a head of one record more, or all with the same. */
  grow(isGrowing: boolean): void;
}

function sha256(...parts: readonly (string | Buffer)[]): Buffer {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/** The path of a module by its number. */
export function moduleAt(number: number): string {
  return `m${number}.gangway.test`;
}

/** The checksum of files as golang.org/x/mod/sumdb/dirhash makes it. */
function h1(files: Readonly<Record<string, string>>): string {
  const names = Object.keys(files).sort();
  const lines = names.map((name) => `${sha256(files[name] ?? "").toString("hex")}  ${name}\n`);
  return `h1:${sha256(lines.join("")).toString("base64")}`;
}

function recordOf(path: string): string {
  const goMod = String(filesOf(path).mod);
  const root = `${path}@${VERSION}`;
  const all = h1({ [`${root}/go.mod`]: goMod, [`${root}/tiny.go`]: "package tiny\n" });
  return `${path} ${VERSION} ${all}\n${path} ${VERSION}/go.mod ${h1({ "go.mod": goMod })}\n`;
}

/** Where known modules lie: anywhere, but always the same, and below all heads. */
function placesOf(size: number): ReadonlyMap<number, string> {
  const places = new Map<number, string>();
  for (let number = 0; number < KNOWN_MODULES; number += 1) {
    let place = sha256(moduleAt(number)).readUInt32BE() % (size - GROWTH);
    while (places.has(place)) place = (place + 1) % (size - GROWTH);
    places.set(place, moduleAt(number));
  }
  return places;
}

/** Hashes of all whole subtrees: of the records, of pairs, of fours (RFC 6962, 2.1). */
function subtreesOf(records: readonly string[]): readonly (readonly Buffer[])[] {
  const levels: Buffer[][] = [records.map((record) => sha256(Buffer.of(0), record))];
  for (let below = levels[0] ?? []; below.length > 1; below = levels.at(-1) ?? []) {
    const pairs = Math.floor(below.length / 2);
    levels.push(Array.from({ length: pairs }, (_, at) => sha256(Buffer.of(1), ...below.slice(2 * at, 2 * at + 2))));
  }
  return levels;
}

/** The hash of the tree's first `size` records: whole subtrees, from the right. */
function rootOf(levels: readonly (readonly Buffer[])[], size: number): Buffer {
  let root: Buffer | undefined;
  for (let level = 0, rest = size; rest > 0; level += 1, rest = Math.floor(rest / 2)) {
    if (rest % 2 === 0) continue;
    const left = levels[level]?.[rest - 1];
    if (left === undefined) throw new Error(`the tree has no ${size} records`);
    root = root === undefined ? left : sha256(Buffer.of(1), left, root);
  }
  return root ?? sha256("");
}

const TILE = /^\/tile\/8\/(\d)\/((?:x\d{3}\/)*\d{3})(?:\.p\/(\d+))?$/;
const TILE_HEIGHT = 8;
const TILE_WIDTH = 256;

/** A tree of `size` records, with a key of its own. */
export function createSumDatabase(size: number): SumDatabase {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  // As golang.org/x/mod/sumdb/note writes a key: algorithm 1 for Ed25519, and the key; its id is the start of a hash.
  const key = Buffer.concat([Buffer.of(1), Buffer.from(publicKey.export({ format: "jwk" }).x ?? "", "base64url")]);
  const id = sha256(`${DATABASE}\n`, key).subarray(0, 4);
  const places = placesOf(size);
  const ids = new Map([...places].map(([place, path]) => [path, place]));
  const records = Array.from({ length: size }, (_, at) => {
    const known = places.get(at);
    return known === undefined ? `other.test/r${at} v1.0.0 h1:none\n` : recordOf(known);
  });
  const levels = subtreesOf(records);
  let isGrowing = false;
  let lookups = 0;

  const head = (): string => {
    const count = isGrowing ? size - Math.max(0, GROWTH - lookups) : size;
    const text = `go.sum database tree\n${count}\n${rootOf(levels, count).toString("base64")}\n`;
    const signature = Buffer.concat([id, sign(null, Buffer.from(text), privateKey)]).toString("base64");
    return `${text}\n\u2014 ${DATABASE} ${signature}\n`;
  };
  const lookUp = (path: string): string | undefined => {
    const at = ids.get(path);
    lookups += 1;
    return at === undefined ? undefined : `${at}\n${records[at]}\n${head()}`;
  };
  const tile = ([, level = "", number = "", width]: readonly string[]): Buffer | undefined => {
    const from = Number(number.replace(/[x/]/g, "")) * TILE_WIDTH;
    const wanted = Number(width ?? TILE_WIDTH);
    const hashes = levels[Number(level) * TILE_HEIGHT]?.slice(from, from + wanted) ?? [];
    return hashes.length === wanted ? Buffer.concat(hashes) : undefined;
  };
  return {
    verifier: `${DATABASE}+${id.toString("hex")}+${key.toString("base64")}`,
    answer: (path) => {
      if (path === "/supported") return "";
      if (path === "/latest") return head();
      const [, asked] = new RegExp(`^/lookup/(.+)@${VERSION}$`).exec(path) ?? [];
      if (asked !== undefined) return lookUp(asked);
      const found = TILE.exec(path);
      return found === null ? undefined : tile(found);
    },
    grow: (wanted) => {
      isGrowing = wanted;
      lookups = 0;
    },
  };
}
