// Checks a downloaded file against the hash that this project pins.
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";

/** Throws unless the file has this integrity, written as npm writes it: `sha512-<base64>`. */
export async function verifyIntegrity(file, expected) {
  const hash = createHash("sha512");
  await pipeline(createReadStream(file), hash);
  const actual = `sha512-${hash.digest("base64")}`;
  if (actual !== expected) throw new Error(`${file} is not the file we know: it has ${actual}, expected ${expected}`);
}
