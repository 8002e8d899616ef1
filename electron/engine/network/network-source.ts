// Which network we are attached to, and when that has changed. The kind of the network is judged from samples in
// shared/domain/network-kind.ts, not here.
//
// 1. What differs from the believed place is believed once enough readings in a row agree on it; one that says otherwise
//    in between starts the count anew.
// 2. Two readings are enough in calm. For a while after a change, or after a difference that was taken back, four are, and
//    they follow each other as quickly as they do when something has to be made sure of.
// 3. Either way a change that stays is believed within two seconds of its happening.
// 4. That the gateway's hardware address becomes known is no change of place and needs no second reading.
// 5. There is one timer, set anew after each reading. All of it runs on the steady clock.

import type { Attachment } from "../../../shared/domain/network.ts";
import { SECOND } from "../../../shared/domain/time.ts";
import type { Clock, NetworkSource, Stop } from "../ports.ts";
import { fingerprintOf } from "./fingerprint.ts";
import type { Links } from "./links.ts";
import { linuxLinks } from "./linux-links.ts";
import { otherLinks, thisMachine } from "./other-links.ts";

/** A change is to be noticed within two seconds; with one reading more that is at most 1.65 s, and a busy machine is late. */
const POLL_MS = 1_250;

/** Longer than a lease takes to bring address, route and resolver one after the other. */
const CONFIRM_MS = 400;

/** An access point handed over, a plug that is wiggled: after so long without another change it is calm again. */
const UNREST_MS = 10 * SECOND;

const CALM_READINGS = 2;
/** The most that fit into two seconds. */
const UNREST_READINGS = 4;

/** The same place as before: nothing known differs. A gateway whose hardware address is not known is no other place. */
function isSamePlace(a: Links, b: Links): boolean {
  const isSameGateway = a.gatewayMac === null || b.gatewayMac === null || a.gatewayMac === b.gatewayMac;
  return a.online === b.online && a.place === b.place && isSameGateway;
}

/** The system's own network. `folder` holds the salt; `read` is how the attachment is read. */
export function createNetworkSource(folder: string, clock: Clock, read = systemLinks(clock)): NetworkSource {
  return new PolledNetwork(folder, clock, read);
}

/** How this system's attachment is read. */
function systemLinks(clock: Clock): () => Links | Promise<Links> {
  return process.platform === "linux" ? linuxLinks() : otherLinks(thisMachine(clock));
}

class PolledNetwork implements NetworkSource {
  readonly #folder: string;
  readonly #clock: Clock;
  readonly #read: () => Links | Promise<Links>;
  readonly #watchers = new Set<() => void>();
  #believed: { readonly links: Links; readonly attachment: Attachment } | null = null;
  /** What readings have agreed on since they differ from what is believed, and how many they were. */
  #rival: { readonly links: Links; readonly readings: number } | null = null;
  #unrestUntil = Number.NEGATIVE_INFINITY;
  #cancel: Stop = () => undefined;

  constructor(folder: string, clock: Clock, read: () => Links | Promise<Links>) {
    this.#folder = folder;
    this.#clock = clock;
    this.#read = read;
  }

  async look(): Promise<Attachment> {
    const attachment = this.#take(await this.#read());
    this.#schedule();
    return attachment;
  }

  watch(changed: () => void): Stop {
    const watcher = (): void => {
      changed();
    };
    this.#watchers.add(watcher);
    this.#schedule();
    return () => {
      this.#watchers.delete(watcher);
      if (this.#watchers.size === 0) this.#cancel();
    };
  }

  #schedule(): void {
    this.#cancel();
    if (this.#watchers.size === 0) return;
    const isHurried = this.#rival !== null || this.#isUnrest();
    this.#cancel = this.#clock.after(isHurried ? CONFIRM_MS : POLL_MS, () => void this.#poll());
  }

  async #poll(): Promise<void> {
    const before = this.#believed?.attachment;
    let isTold = true;
    try {
      isTold = this.#take(await this.#read()) !== before;
    } catch {
      // Whoever is told looks, meets the same, and has somebody to tell of it.
    }
    this.#schedule();
    if (isTold) for (const changed of this.#watchers) changed();
  }

  #isUnrest(): boolean {
    return this.#clock.steady() < this.#unrestUntil;
  }

  /** What is believed now that this was read. The same object as before when that has not changed. */
  #take(links: Links): Attachment {
    const { attachment, links: known } = this.#believed ?? this.#believe(links);
    if (!isSamePlace(known, links)) return this.#doubt(links, attachment);
    if (this.#rival !== null) this.#unsettle();
    this.#rival = null;
    return known.gatewayMac === null && links.gatewayMac !== null ? this.#refine(links, attachment) : attachment;
  }

  /** What is believed now that something else was read. */
  #doubt(links: Links, attachment: Attachment): Attachment {
    const before = this.#rival;
    const agrees = before !== null && isSamePlace(before.links, links);
    if (before !== null && !agrees) this.#unsettle();
    const readings = agrees ? before.readings + 1 : 1;
    this.#rival = { links, readings };
    if (readings < this.#enough()) return attachment;
    this.#unsettle();
    return this.#believe(links).attachment;
  }

  #enough(): number {
    // Who only looks has nobody to tell him later.
    if (this.#watchers.size === 0) return 1;
    return this.#isUnrest() ? UNREST_READINGS : CALM_READINGS;
  }

  #unsettle(): void {
    this.#unrestUntil = this.#clock.steady() + UNREST_MS;
  }

  #believe(links: Links): { readonly links: Links; readonly attachment: Attachment } {
    const { online, hints } = links;
    this.#rival = null;
    this.#believed = { links, attachment: { fingerprint: fingerprintOf(links, this.#folder), online, hints } };
    return this.#believed;
  }

  #refine(links: Links, { fingerprint: refines }: Attachment): Attachment {
    const { attachment } = this.#believe(links);
    const refined = { ...attachment, refines };
    this.#believed = { links, attachment: refined };
    return refined;
  }
}
