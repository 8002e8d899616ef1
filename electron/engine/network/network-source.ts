// Which network we are attached to, as a salted fingerprint, and when that may have changed. The kind of the network is
// judged from samples in shared/domain/network-kind.ts, not here.
import { createHmac, randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import type { Attachment } from "../../../shared/domain/network.ts";
import type { Clock, NetworkSource } from "../ports.ts";
import { type Links, readLinks } from "./links.ts";

/** A change is to be noticed within two seconds, and a look costs a third of a millisecond. */
const POLL_MS = 1_500;

/** Enough that two networks of one user do not collide: 96 bits in hexadecimal. */
const FINGERPRINT_DIGITS = 24;

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

/** The same place as before: nothing known differs. A gateway whose hardware address is not known yet is no other place. */
function isSamePlace(a: Links, b: Links): boolean {
  const isSameGateway = a.gatewayMac === null || b.gatewayMac === null || a.gatewayMac === b.gatewayMac;
  return a.online === b.online && a.key === b.key && isSameGateway;
}

/** The system's own network. `folder` holds the salt; `read` is how the attachment is read. */
export function createNetworkSource(folder: string, clock: Clock, read: () => Links = readLinks): NetworkSource {
  let known: { links: Links; attachment: Attachment } | null = null;

  const look = (): Attachment => {
    const links = read();
    if (known !== null && isSamePlace(known.links, links)) {
      known = { links, attachment: known.attachment };
      return known.attachment;
    }
    const text = `v1|${links.key}|${links.gatewayMac ?? ""}`;
    const digest = createHmac("sha256", readSalt(folder)).update(text).digest("hex").slice(0, FINGERPRINT_DIGITS);
    const attachment = { fingerprint: links.online ? digest : "", online: links.online };
    known = { links, attachment };
    return attachment;
  };

  return {
    look: () => Promise.resolve(look()),
    watch: (changed) => {
      let stopped = false;
      let cancel = (): void => undefined;
      const poll = (): void => {
        if (stopped) return;
        const before = known?.attachment;
        if (look() !== before) changed();
        cancel = clock.after(POLL_MS, poll);
      };
      cancel = clock.after(POLL_MS, poll);
      return () => {
        stopped = true;
        cancel();
      };
    },
  };
}
