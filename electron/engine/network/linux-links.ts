// The attachment as Linux tells it: system calls and files of /proc, /etc and /run that need no permission. Starts no
// process and sends nothing.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { macIn } from "./addresses.ts";
import { type Facts, type Links, linksOf } from "./links.ts";
import { isStub, type Resolver, resolverIn } from "./resolver.ts";
import { defaultRoute4, defaultRoute6 } from "./routes.ts";

/** Where services that answer at a loopback address write whom they ask: systemd-resolved, NetworkManager's dnsmasq. */
const BEHIND_STUBS = ["/run/systemd/resolve/resolv.conf", "/run/NetworkManager/no-stub-resolv.conf"] as const;

/** What to read; `root` is put in front of every path. */
export interface LinuxSurroundings {
  readonly root: string;
  readonly interfaces: () => Facts["interfaces"];
}

const THIS_MACHINE: LinuxSurroundings = { root: "", interfaces: () => os.networkInterfaces() };

/** The text of a file; empty when it is not there or may not be read, which differs from kernel to kernel. */
function textOf(root: string, file: string): string {
  try {
    return fs.readFileSync(root === "" ? file : path.join(root, file), "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== undefined) return "";
    throw error;
  }
}

/** What was read, before anything is made of it. */
interface Raw {
  readonly interfaces: Facts["interfaces"];
  readonly route: string;
  /** Whether a way leads out over IPv4; if not, the routes of IPv6 are read in place of the neighbours. */
  readonly isOld: boolean;
  readonly beside: string;
  readonly resolver: string;
  /** Whether the resolver is a service of this machine; if so, what stands behind it is read. */
  readonly hasStub: boolean;
  readonly behind: readonly string[];
}

/** Reads everything. What decides what else to read is taken apart only when it differs from the last time. */
function readRaw({ root, interfaces }: LinuxSurroundings, last: Raw | null): Raw {
  const route = textOf(root, "/proc/net/route");
  const isOld = last?.route === route ? last.isOld : defaultRoute4(route) !== null;
  const resolver = textOf(root, "/etc/resolv.conf");
  const hasStub = last?.resolver === resolver ? last.hasStub : isStub(resolverIn(resolver));
  return {
    interfaces: interfaces(),
    route,
    isOld,
    // The kernel lists neighbours of IPv4 alone; a gateway of IPv6 is known by its link-local address.
    beside: textOf(root, isOld ? "/proc/net/arp" : "/proc/net/ipv6_route"),
    resolver,
    hasStub,
    behind: hasStub ? BEHIND_STUBS.map((file) => textOf(root, file)) : [],
  };
}

function resolverFrom({ resolver, behind }: Raw): Resolver {
  return behind.map(resolverIn).find(({ servers }) => servers.length > 0) ?? resolverIn(resolver);
}

function linksFrom(raw: Raw): Links {
  const route = raw.isOld ? defaultRoute4(raw.route) : defaultRoute6(raw.beside);
  const isListed = raw.isOld && route !== null && route.gateway !== null;
  const gatewayMac = isListed ? macIn(raw.beside.split("\n"), route.gateway, route.interface) : null;
  return linksOf({ interfaces: raw.interfaces, route, gatewayMac, resolver: resolverFrom(raw) });
}

/** Answers how the attachment of now is read. What is as it was the last time is not taken apart again. */
export function linuxLinks(surroundings: LinuxSurroundings = THIS_MACHINE): () => Links {
  let last: { readonly raw: Raw; readonly key: string; readonly links: Links } | null = null;
  return () => {
    const raw = readRaw(surroundings, last?.raw ?? null);
    const key = JSON.stringify(raw);
    last = { raw, key, links: last?.key === key ? last.links : linksFrom(raw) };
    return last.links;
  };
}
