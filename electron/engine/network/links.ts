// What makes a place the same place: everything that the network gives to all who join it, nothing of our own and nothing
// that changes while we stay. Pure; who reads the parts is linux-links.ts and other-links.ts.
import type { NetworkInterfaceInfo } from "node:os";
import type { AttachmentHints } from "../../../shared/domain/network.ts";
import { isIPv6, isLinkLocal, isSharedMac, macWithin, plainAddress, subnetOf } from "./addresses.ts";
import { interfaceKind, interfaceStem } from "./interfaces.ts";
import { type Resolver, searchDomainHint } from "./resolver.ts";
import type { DefaultRoute } from "./routes.ts";

/** The attachment in the clear. Never leaves this folder: only its salted hash and the hints do. */
export interface Links {
  /** Whether a route leads out, or an interface that is not of this machine alone has a usable address. */
  readonly online: boolean;
  /** All that tells the place but for the gateway's hardware address; the same after a renewed lease. */
  readonly place: string;
  /** Hardware address of the default gateway, where the system tells it without being asked for permission. */
  readonly gatewayMac: string | null;
  readonly hints: AttachmentHints;
}

/** The addresses of an interface, as `os.networkInterfaces()` gives them. */
type Addresses = readonly Pick<NetworkInterfaceInfo, "address" | "cidr" | "internal">[];

/** What a system tells of its attachment. */
export interface Facts {
  readonly interfaces: Readonly<Record<string, Addresses | undefined>>;
  /** The best way out; `null` when there is none or the system does not tell. */
  readonly route: DefaultRoute | null;
  readonly gatewayMac: string | null;
  readonly resolver: Resolver;
}

/** An interface that others can be reached by. */
interface Usable {
  readonly name: string;
  readonly cidrs: readonly string[];
}

function usableIn(interfaces: Facts["interfaces"]): readonly Usable[] {
  return Object.entries(interfaces).flatMap(([name, addresses]): readonly Usable[] => {
    const usable = (addresses ?? []).filter(({ internal, address }) => !internal && !isLinkLocal(address));
    return usable.length === 0 ? [] : [{ name, cidrs: usable.map(({ cidr }) => cidr ?? "") }];
  });
}

/**
 * The interfaces that tell where we are: that of the best way out; without one, all that lead anywhere. Bridges and pairs of
 * containers come and go with what runs here.
 */
function mainOf(usable: readonly Usable[], route: DefaultRoute | null): readonly Usable[] {
  if (route !== null) return usable.filter(({ name }) => name === route.interface);
  return usable.filter(({ name }) => !["inner", "vpn"].includes(interfaceKind(name)));
}

/** Subnets of IPv4 where there are any: IPv6 networks renumber themselves, and add addresses for privacy. */
function subnetsOf(main: readonly Usable[]): readonly string[] {
  const all = main.flatMap(({ cidrs }) => cidrs);
  const old = all.filter((cidr) => !isIPv6(cidr));
  const subnets = (old.length > 0 ? old : all).map(subnetOf).filter((subnet) => subnet !== null);
  return [...new Set(subnets)].sort();
}

/** What the facts say of the place. The same facts always say the same. */
export function linksOf({ interfaces, route, gatewayMac, resolver }: Facts): Links {
  const usable = usableIn(interfaces);
  const main = mainOf(usable, route);
  const online = route !== null || main.length > 0;
  const names = route === null ? main.map(({ name }) => name) : [route.interface];
  const kinds = [...new Set(names.map(interfaceKind))].sort();
  const vpns = [...usable.map(({ name }) => name), ...names].filter((name) => interfaceKind(name) === "vpn");
  const tunnels = [...new Set(vpns.map(interfaceStem))].sort();
  const gateway = route?.gateway ?? null;
  const subnets = subnetsOf(main);
  // A router that made its address from its hardware is known by it, and may give out another prefix tomorrow.
  const own = gateway === null ? null : macWithin(gateway);
  const where = own === null || isSharedMac(own) ? subnets : [];
  // A router tells its IPv6 resolvers a while after the others, in a prefix of its own.
  const old = resolver.servers.filter((server) => !isIPv6(server));
  const servers = old.length > 0 ? old : resolver.servers;
  const half = route?.half ?? false;
  const place = [kinds, gateway === null ? "" : plainAddress(gateway), where, servers, resolver.search, tunnels, half];
  const isVague = gatewayMac !== null && isSharedMac(gatewayMac) && subnets.length === 0;
  return {
    online,
    place: JSON.stringify(place),
    gatewayMac: isVague ? null : gatewayMac,
    hints: { searchDomain: searchDomainHint(resolver.search), vpn: tunnels.length > 0 || half },
  };
}
