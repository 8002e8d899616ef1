// A place as a fingerprint: a salted hash that tells places apart and says nothing of them to anybody else.
import { createHmac, randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import type { Links } from "./links.ts";

/** Enough that two networks of one user do not collide: 96 bits in hexadecimal. */
const DIGITS = 24;

/** The secret of this installation; without it a fingerprint cannot be linked to a network. Made on first use. */
function readSalt(folder: string): Buffer {
  const file = path.join(folder, "salt");
  try {
    return fs.readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  const salt = randomBytes(32);
  try {
    fs.writeFileSync(file, salt, { mode: 0o600, flag: "wx" });
    return salt;
  } catch (error) {
    // Another process of ours was faster.
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return fs.readFileSync(file);
    throw error;
  }
}

/** The fingerprint of a place, with the salt in `folder`; empty without a network. */
export function fingerprintOf({ online, place, gatewayMac }: Links, folder: string): string {
  if (!online) return "";
  const text = `v2|${place}|${gatewayMac ?? ""}`;
  return createHmac("sha256", readSalt(folder)).update(text).digest("hex").slice(0, DIGITS);
}
