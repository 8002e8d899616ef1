// What a survey does on the network: a name asked for, a page asked for, a connection tried. Each is bounded, and none
// rejects but when it is broken off.
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { networkInterfaces } from "node:os";
import type { Millis } from "../../../shared/domain/time.ts";
import { Aborted, within } from "../probe/deadline.ts";
import { ask } from "../probe/request.ts";
import { connect, type Lookup, lookupAll } from "../probe/stages.ts";
import { routedBlocks } from "./address-kinds.ts";
import type { Page } from "./plain-answer.ts";

/** A page that is asked for. */
export interface PageWish {
  readonly address: string;
  readonly host: string;
  /** Random, so that no cache answers for the host. */
  readonly nonce: string;
}

/** The network, as far as a survey touches it. */
export interface Wire {
  /** Addresses of a name; none when there are none, or nobody said in time. */
  addresses(name: string, signal: AbortSignal): Promise<readonly string[]>;
  /** One plain GET on port 80; `null` when no answer came. No cookie, no redirect followed. */
  page(wish: PageWish, signal: AbortSignal): Promise<Page | null>;
  /** Whether anybody accepts a connection on port 443, which is ended at once. */
  accepts(address: string, signal: AbortSignal): Promise<boolean>;
  /** Blocks that this machine has an address in, or a route to. */
  blocks(): readonly string[];
  /** Text that was never asked for before. */
  nonce(): string;
}

/** How the wire is made. */
export interface WireOptions {
  readonly userAgent: string;
  /** By the operating system when absent. */
  readonly lookup?: Lookup | undefined;
}

/** A page of a host that works comes in a tenth of this; two lost packets are let pass. */
const PAGE_MS: Millis = 3_500;

const NAME_MS: Millis = 3_000;

/** Below the second after which a kernel sends its first packet once more: one packet is all that is sent. */
const ACCEPT_MS: Millis = 900;

/** The real network. */
export function createWire({ userAgent, lookup = lookupAll }: WireOptions): Wire {
  return {
    addresses: async (name, signal) =>
      (await orNull(within(lookup(name), { limitMs: NAME_MS, signal })))?.map(({ address }) => address) ?? [],
    page: (wish, signal) => pageOf(wish, userAgent, signal),
    accepts: (address, signal) => accepts(address, signal),
    blocks: () => [...ownBlocks(), ...routedBlocks(routeLines())],
    nonce: () => randomBytes(6).toString("hex"),
  };
}

/** The value, or `null` for any failure but that of being broken off. */
async function orNull<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Aborted) throw error;
    return null;
  }
}

async function pageOf(
  { address, host, nonce }: PageWish,
  userAgent: string,
  signal: AbortSignal,
): Promise<Page | null> {
  const { socket, connected } = connect(address, 80);
  const asked = connected.then((reset) => {
    if (reset !== null) throw reset;
    const headers = { "user-agent": userAgent, "cache-control": "no-cache", connection: "close" };
    const path = `/?gangway=${nonce}`;
    return ask({ socket, origin: `http://${host}`, path, headers, statusOnly: false, onFirstByte: () => undefined })
      .answer;
  });
  try {
    return await orNull(within(asked, { limitMs: PAGE_MS, signal }));
  } finally {
    socket.destroy();
  }
}

async function accepts(address: string, signal: AbortSignal): Promise<boolean> {
  const { socket, connected } = connect(address, 443);
  try {
    return (
      (await orNull(
        within(
          connected.then(() => true),
          { limitMs: ACCEPT_MS, signal },
        ),
      )) ?? false
    );
  } finally {
    socket.destroy();
  }
}

function ownBlocks(): readonly string[] {
  return Object.values(networkInterfaces()).flatMap((list) => (list ?? []).flatMap(({ cidr }) => cidr ?? []));
}

function routeLines(): readonly string[] {
  try {
    return readFileSync("/proc/net/route", "utf8").split("\n");
  } catch (error) {
    // Only Linux tells its routes in a file; elsewhere the interfaces' own blocks must do.
    if ((error as NodeJS.ErrnoException).code !== undefined) return [];
    throw error;
  }
}
