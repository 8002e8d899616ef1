import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { type Facts, type Links, linksOf } from "../../../electron/engine/network/links.ts";
import { linuxLinks } from "../../../electron/engine/network/linux-links.ts";
import { resolverOf } from "../../../electron/engine/network/resolver.ts";
import { tempFolder } from "../../support/temp-folder.ts";

const at = (...cidrs: readonly string[]): NonNullable<Facts["interfaces"][string]> =>
  cidrs.map((cidr) => ({ cidr, address: cidr.split("/")[0] ?? "", internal: cidr.startsWith("127.0.0.") }));

const LOOPBACK = { lo: at("127.0.0.1/8") };
const HOME: Facts = {
  interfaces: { ...LOOPBACK, wlan0: at("127.0.3.7/24", "fe80::7/64") },
  route: { interface: "wlan0", gateway: "127.0.3.1", half: false },
  gatewayMac: "aa:bb:cc:dd:ee:01",
  resolver: resolverOf(["127.0.3.1"], ["example.com"]),
};
const IPV6: Facts = {
  ...HOME,
  interfaces: { ...LOOPBACK, wlan0: at("fd00:1::7/64", "fe80::7/64") },
  route: { interface: "wlan0", gateway: "fe80::1", half: false },
  gatewayMac: null,
  resolver: resolverOf(["fd00:1::1"]),
};
const ROUTER = "fe80::a8bb:ccff:fedd:eeff";

function withInterfaces(facts: Facts, more: Facts["interfaces"]): Facts {
  return { ...facts, interfaces: { ...facts.interfaces, ...more } };
}

test.each<readonly [string, Facts, Facts]>([
  ["a lease renewed with another address", HOME, withInterfaces(HOME, { wlan0: at("127.0.3.99/24") })],
  ["IPv6 addresses for privacy", HOME, withInterfaces(HOME, { wlan0: at("127.0.3.7/24", "fd00:1::abcd/64") })],
  [
    "an interface with another number",
    HOME,
    {
      ...HOME,
      interfaces: { wlan1: at("127.0.3.7/24") },
      route: { interface: "wlan1", gateway: "127.0.3.1", half: false },
    },
  ],
  [
    "resolvers in another order",
    { ...HOME, resolver: resolverOf(["127.0.3.1", "127.0.3.2"]) },
    { ...HOME, resolver: resolverOf(["127.0.3.2", "127.0.3.1", "127.0.3.1"]) },
  ],
  [
    "resolvers of IPv6 that come later",
    HOME,
    { ...HOME, resolver: resolverOf(["127.0.3.1", "fd00:1::1"], ["example.com"]) },
  ],
  [
    "containers that start",
    HOME,
    withInterfaces(HOME, { docker0: at("172.17.0.1/16"), "br-1f2e": at("172.18.0.1/16"), veth12: at("172.19.0.1/16") }),
  ],
  ["another interface that does not lead out", HOME, withInterfaces(HOME, { eth0: at("127.0.4.7/24") })],
  ["a hardware address that is not known yet, but for that", HOME, { ...HOME, gatewayMac: null }],
  ["another privacy address where there is IPv6 alone", IPV6, withInterfaces(IPV6, { wlan0: at("fd00:1::9999/64") })],
  [
    "another prefix from a router that is known by its address",
    { ...IPV6, route: { interface: "wlan0", gateway: ROUTER, half: false } },
    {
      ...withInterfaces(IPV6, { wlan0: at("fd00:2::7/64") }),
      route: { interface: "wlan0", gateway: ROUTER, half: false },
    },
  ],
  ["a tunnel with another address of its own", tunnelled("10.8.0.6/32", "tun0"), tunnelled("10.8.0.9/32", "tun1")],
])("is the same place: %s", (_what, before, after) => {
  expect(linksOf(after).place).toBe(linksOf(before).place);
});

function tunnelled(cidr: string, name: string): Facts {
  const route = { interface: name, gateway: null, half: false };
  return { ...withInterfaces(HOME, { [name]: at(cidr) }), route, gatewayMac: null };
}

test.each<readonly [string, Facts, Facts]>([
  ["another gateway", HOME, { ...HOME, route: { interface: "wlan0", gateway: "127.0.3.2", half: false } }],
  ["another subnet", HOME, withInterfaces(HOME, { wlan0: at("127.0.3.7/20") })],
  ["another resolver", HOME, { ...HOME, resolver: resolverOf(["127.0.3.9"], ["example.com"]) }],
  ["another search domain", HOME, { ...HOME, resolver: resolverOf(["127.0.3.1"], ["corp.example"]) }],
  [
    "a cable in place of a radio",
    HOME,
    {
      ...HOME,
      interfaces: { eth0: at("127.0.3.7/24") },
      route: { interface: "eth0", gateway: "127.0.3.1", half: false },
    },
  ],
  ["a VPN beside it", HOME, withInterfaces(HOME, { wg0: at("10.9.0.2/24") })],
  ["a VPN that takes the default route", HOME, tunnelled("10.8.0.6/24", "tun0")],
  [
    "halves of the world over the same interface",
    HOME,
    { ...HOME, route: { interface: "wlan0", gateway: "127.0.3.1", half: true } },
  ],
  [
    "another prefix where the router's address is everybody's",
    IPV6,
    withInterfaces(IPV6, { wlan0: at("fd00:2::7/64") }),
  ],
])("is another place: %s", (_what, before, after) => {
  expect(linksOf(after).place).not.toBe(linksOf(before).place);
});

test("a hardware address that many sites share counts only with a subnet", () => {
  const shared = "00:00:5e:00:01:01";
  const bare = withInterfaces(HOME, { wlan0: at("127.0.3.7/32") });
  const macs = [{ ...HOME, gatewayMac: shared }, { ...bare, gatewayMac: shared }, bare].map(
    (f) => linksOf(f).gatewayMac,
  );
  expect(macs).toEqual([shared, null, "aa:bb:cc:dd:ee:01"]);
});

test.each<readonly [string, Facts, Pick<Links, "online" | "hints">]>([
  ["at home", HOME, { online: true, hints: { searchDomain: null, vpn: false } }],
  [
    "with a VPN beside it",
    withInterfaces(HOME, { tailscale0: at("100.64.0.1/32") }),
    { online: true, hints: { searchDomain: null, vpn: true } },
  ],
  [
    "with halves of the world",
    { ...HOME, route: { interface: "eth1", gateway: null, half: true } },
    { online: true, hints: { searchDomain: null, vpn: true } },
  ],
  [
    "at a company",
    { ...HOME, resolver: resolverOf([], ["corp.example"]) },
    { online: true, hints: { searchDomain: "company", vpn: false } },
  ],
  [
    "without a default route, on a network by itself",
    { ...HOME, route: null },
    { online: true, hints: { searchDomain: null, vpn: false } },
  ],
  [
    "with loopback alone",
    { ...HOME, interfaces: LOOPBACK, route: null },
    { online: false, hints: { searchDomain: null, vpn: false } },
  ],
  [
    "with an address that it gave itself",
    { ...HOME, interfaces: { wlan0: at("169.254.1.1/16") }, route: null },
    { online: false, hints: { searchDomain: null, vpn: false } },
  ],
  [
    "with containers alone",
    { ...HOME, interfaces: { docker0: at("172.17.0.1/16") }, route: null },
    { online: false, hints: { searchDomain: null, vpn: false } },
  ],
  [
    "with a tunnel that nothing carries",
    { ...HOME, interfaces: { tailscale0: at("100.64.0.1/32") }, route: null },
    { online: false, hints: { searchDomain: null, vpn: true } },
  ],
])("tells whether there is a network, and its hints: %s", (_what, facts, expected) => {
  const { online, hints } = linksOf(facts);
  expect({ online, hints }).toEqual(expected);
});

/** A folder with files as Linux has them. */
function rootWith(files: Readonly<Record<string, string>>): string {
  const root = tempFolder();
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  }
  return root;
}

const ROUTE = `Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\tWindow\tIRTT
wlan0\t00000000\t0103007F\t0003\t0\t0\t600\t00000000\t0\t0\t0
`;
const ARP = `IP address       HW type     Flags       HW address            Mask     Device
127.0.3.1        0x1         0x2         aa:bb:cc:dd:ee:01     *        wlan0
`;

test("reads on Linux what tells the place, and nothing else", () => {
  const resolv = "search example.com\nnameserver 127.0.3.1\n";
  const root = rootWith({ "proc/net/route": ROUTE, "proc/net/arp": ARP, "etc/resolv.conf": `${resolv}#` });
  expect(linuxLinks({ root, interfaces: () => HOME.interfaces })()).toEqual(
    linksOf({ ...HOME, resolver: resolverOf(["127.0.3.1"], ["example.com"]) }),
  );
});

test("looks behind a service of this machine for the real resolvers", () => {
  const stub = { "proc/net/route": ROUTE, "etc/resolv.conf": "nameserver 127.0.0.53\nsearch .\n" };
  const read = (files: Readonly<Record<string, string>>): Links =>
    linuxLinks({ root: rootWith({ ...stub, ...files }), interfaces: () => HOME.interfaces })();
  const real = "nameserver 192.0.2.53\nsearch corp.example\n";
  const expected = (servers: readonly string[], search: readonly string[]): Links =>
    linksOf({ ...HOME, gatewayMac: null, resolver: resolverOf(servers, search) });
  expect(read({ "run/systemd/resolve/resolv.conf": real })).toEqual(expected(["192.0.2.53"], ["corp.example"]));
  expect(read({ "run/NetworkManager/no-stub-resolv.conf": real })).toEqual(expected(["192.0.2.53"], ["corp.example"]));
  expect(read({})).toEqual(expected(["127.0.0.53"], []));
});

test("takes the way over IPv6 where there is none over IPv4", () => {
  const zero = "0".repeat(32);
  const route = `${zero} 00 ${zero} 00 fe80000000000000a8bbccfffeddeeff 00000400 00000001 00000000 00450003 wlan0\n`;
  const root = rootWith({ "proc/net/ipv6_route": route, "etc/resolv.conf": "nameserver fd00:1::1\n" });
  const links = linuxLinks({ root, interfaces: () => IPV6.interfaces })();
  expect(links).toEqual(linksOf({ ...IPV6, route: { interface: "wlan0", gateway: ROUTER, half: false } }));
});

test.skipIf(process.platform !== "linux")("reads this machine twice alike", () => {
  expect(linuxLinks()()).toEqual(linuxLinks()());
});
