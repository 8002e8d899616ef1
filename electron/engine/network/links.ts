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

/** Subnets that tell the place. A router that made its address from its hardware is known by it, and may renumber. */
function tellingSubnets(subnets: readonly string[], gateway: string | null): readonly string[] {
  const own = gateway === null ? null : macWithin(gateway);
  return own === null || isSharedMac(own) ? subnets : [];
}

/** Resolvers that tell the place: a router names those of IPv6 a while after the others, in a prefix of its own. */
function tellingServers({ servers }: Resolver): readonly string[] {
  const old = servers.filter((server) => !isIPv6(server));
  return old.length > 0 ? old : servers;
}

function distinct(words: readonly string[]): readonly string[] {
  return [...new Set(words)].sort();
}

/** What the facts say of the place. The same facts always say the same. */
export function linksOf({ interfaces, route, gatewayMac, resolver }: Facts): Links {
  const usable = usableIn(interfaces);
  const main = mainOf(usable, route);
  const { gateway, half } = route ?? { gateway: null, half: false };
  const out = route === null ? main.map(({ name }) => name) : [route.interface];
  const vpns = [...usable.map(({ name }) => name), ...out].filter((name) => interfaceKind(name) === "vpn");
  const subnets = subnetsOf(main);
  const place = [
    distinct(out.map(interfaceKind)),
    plainAddress(gateway ?? ""),
    tellingSubnets(subnets, gateway),
    tellingServers(resolver),
    resolver.search,
    distinct(vpns.map(interfaceStem)),
    half,
  ];
  const isVague = gatewayMac !== null && isSharedMac(gatewayMac) && subnets.length === 0;
  return {
    online: route !== null || main.length > 0,
    place: JSON.stringify(place),
    gatewayMac: isVague ? null : gatewayMac,
    hints: { searchDomain: searchDomainHint(resolver.search), vpn: vpns.length > 0 || half },
  };
}
