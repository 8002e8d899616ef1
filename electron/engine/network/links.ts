// What the machine itself knows of its attachment: interfaces, default gateway, resolvers, search domains. Reads only
// files and system calls that need no permission and start no process; sends nothing.
import dns from "node:dns";
import fs from "node:fs";
import os from "node:os";
import { gatewayIn, macIn, subnetOf } from "./addresses.ts";

/** The attachment in the clear. Never leaves this folder: only its salted hash does. */
export interface Links {
  /** Whether any interface but loopback has a usable address. */
  readonly online: boolean;
  /** Subnets, gateway address, resolvers and search domains as one line; the same after a renewed lease. */
  readonly key: string;
  /** Hardware address of the default gateway, where the system tells it without being asked for permission. */
  readonly gatewayMac: string | null;
}

function readLines(file: string): readonly string[] {
  try {
    return fs.readFileSync(file, "utf8").split("\n");
  } catch (error) {
    // Only Linux has these files; elsewhere the other parts of the key must do.
    if ((error as NodeJS.ErrnoException).code !== undefined) return [];
    throw error;
  }
}

function isUsable(address: os.NetworkInterfaceInfo): boolean {
  const isLinkLocal = /^(169\.254\.|fe80:)/i.test(address.address);
  return !address.internal && !isLinkLocal;
}

/** Reads the attachment of now. About 0.3 ms on Linux, so that polling costs nothing that shows. */
export function readLinks(): Links {
  const interfaces = Object.entries(os.networkInterfaces()).flatMap(([name, addresses]) =>
    (addresses ?? []).filter(isUsable).map((address) => ({ name: name.replace(/\d+$/, ""), cidr: address.cidr ?? "" })),
  );
  // IPv6 privacy addresses come and go on one network, so only IPv4 subnets count, unless there are none.
  const v4 = interfaces.filter((i) => !i.cidr.includes(":"));
  const subnets = [...new Set((v4.length > 0 ? v4 : interfaces).map((i) => `${i.name} ${subnetOf(i.cidr)}`))].sort();
  const gateway = gatewayIn(readLines("/proc/net/route"));
  const search = readLines("/etc/resolv.conf").filter((line) => /^(search|domain|nameserver)\s/.test(line));
  const resolvers = search.length > 0 ? search : dns.getServers();
  const key = [subnets.join(","), gateway ?? "", [...resolvers].sort().join(",")].join("|");
  const gatewayMac = gateway === null ? null : macIn(readLines("/proc/net/arp"), gateway);
  return { online: interfaces.length > 0, key, gatewayMac };
}
