// The attachment as Linux tells it: system calls and files of /proc, /etc and /run that need no permission. Starts no
// process and sends nothing.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { isIPv6, macIn } from "./addresses.ts";
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

/** The texts that a resolver may be read from, the one that counts last. */
function resolverTexts(root: string): readonly string[] {
  const said = textOf(root, "/etc/resolv.conf");
  // Most machines have no stub: the other files need not even be looked for.
  return isStub(resolverIn(said)) ? [said, ...BEHIND_STUBS.map((file) => textOf(root, file))] : [said];
}

function resolverFrom([said = "", ...behind]: readonly string[]): Resolver {
  return behind.map(resolverIn).find(({ servers }) => servers.length > 0) ?? resolverIn(said);
}

/** What was read, before anything is made of it. */
interface Raw {
  readonly interfaces: Facts["interfaces"];
  readonly routes: readonly [string, string];
  readonly neighbours: string;
  readonly resolvers: readonly string[];
}

function readRaw({ root, interfaces }: LinuxSurroundings): Raw {
  const route = textOf(root, "/proc/net/route");
  const isOld = defaultRoute4(route) !== null;
  return {
    interfaces: interfaces(),
    // The kernel lists neighbours of IPv4 alone; a gateway of IPv6 is known by its link-local address.
    routes: [route, isOld ? "" : textOf(root, "/proc/net/ipv6_route")],
    neighbours: isOld ? textOf(root, "/proc/net/arp") : "",
    resolvers: resolverTexts(root),
  };
}

function linksFrom({ interfaces, routes, neighbours, resolvers }: Raw): Links {
  const route = defaultRoute4(routes[0]) ?? defaultRoute6(routes[1]);
  const gateway = route?.gateway ?? null;
  const isListed = route !== null && gateway !== null && !isIPv6(gateway);
  const gatewayMac = isListed ? macIn(neighbours.split("\n"), gateway, route.interface) : null;
  return linksOf({ interfaces, route, gatewayMac, resolver: resolverFrom(resolvers) });
}

/** Answers how the attachment of now is read. What is as it was the last time is not taken apart again. */
export function linuxLinks(surroundings: LinuxSurroundings = THIS_MACHINE): () => Links {
  let last: { readonly key: string; readonly links: Links } | null = null;
  return () => {
    const raw = readRaw(surroundings);
    const key = JSON.stringify(raw);
    if (last?.key !== key) last = { key, links: linksFrom(raw) };
    return last.links;
  };
}
