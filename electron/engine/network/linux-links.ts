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

function resolverOn(root: string): Resolver {
  const said = resolverIn(textOf(root, "/etc/resolv.conf"));
  if (!isStub(said)) return said;
  const behind = BEHIND_STUBS.map((file) => resolverIn(textOf(root, file))).find(({ servers }) => servers.length > 0);
  return behind ?? said;
}

/** Reads the attachment of now. `docs/networks.md` has what it costs. */
export function readLinuxLinks({ root, interfaces }: LinuxSurroundings = THIS_MACHINE): Links {
  const route = defaultRoute4(textOf(root, "/proc/net/route")) ?? defaultRoute6(textOf(root, "/proc/net/ipv6_route"));
  const gateway = route?.gateway ?? null;
  // The kernel lists neighbours of IPv4 alone; a gateway of IPv6 is known by its link-local address.
  const isListed = route !== null && gateway !== null && !isIPv6(gateway);
  const gatewayMac = isListed ? macIn(textOf(root, "/proc/net/arp").split("\n"), gateway, route.interface) : null;
  return linksOf({ interfaces: interfaces(), route, gatewayMac, resolver: resolverOn(root) });
}
