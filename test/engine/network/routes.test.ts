import { expect, test } from "vitest";
import { defaultRoute4, defaultRoute6 } from "../../../electron/engine/network/routes.ts";

const HEAD = "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT";

/** A line of /proc/net/route; numbers as the kernel writes them. */
function route4(
  device: string,
  to: string,
  via: string,
  { metric = 0, mask = "00000000", flags = "0003" } = {},
): string {
  return `${device}\t${to}\t${via}\t${flags}\t0\t0\t${metric}\t${mask}\t0\t0\t0`;
}

const LAN = route4("wlan0", "0003007F", "00000000", { metric: 600, mask: "00FFFFFF", flags: "0001" });
const WIRELESS = route4("wlan0", "00000000", "0103007F", { metric: 600 });
const WIRED = route4("eth0", "00000000", "0104007F", { metric: 100 });
const LOW = route4("tun0", "00000000", "01080A7F", { mask: "00000080" });
const HIGH = route4("tun0", "00000080", "01080A7F", { mask: "00000080" });
const HOME = { interface: "wlan0", gateway: "127.0.3.1", half: false };

test.each([
  ["no route at all", [], null],
  ["a subnet alone", [LAN], null],
  ["a default route, whose address the kernel writes backwards", [LAN, WIRELESS], HOME],
  ["two of them: the lower metric", [WIRELESS, LAN, WIRED], { interface: "eth0", gateway: "127.0.4.1", half: false }],
  ["two with one metric: the one named first", [WIRELESS, WIRED.replace("100", "600")], HOME],
  ["two halves of a VPN", [WIRELESS, LOW, HIGH], { interface: "tun0", gateway: "127.10.8.1", half: true }],
  ["one half alone, which is no way to the rest", [WIRELESS, LOW], HOME],
  [
    "a route without a router",
    [route4("ppp0", "00000000", "00000000")],
    { interface: "ppp0", gateway: null, half: false },
  ],
  ["one that rejects", [route4("*", "00000000", "00000000", { flags: "0201" })], null],
  ["one that is down", [route4("wlan0", "00000000", "0103007F", { flags: "0002" })], null],
])("the best way out over IPv4: %s", (_what, lines, expected) => {
  expect(defaultRoute4([HEAD, ...lines, ""].join("\n"))).toEqual(expected);
});

const ZERO = "0".repeat(32);

/** A line of /proc/net/ipv6_route. */
function route6(device: string, to: string, via: string, { metric = "00000400", flags = "00450003" } = {}): string {
  return `${to} ${ZERO} 00 ${via} ${metric} 00000001 00000000 ${flags} ${device}`;
}

const ROUTER = "fe80000000000000a8bbccfffeddeeff";
const REJECTED = route6("lo", `${ZERO} 00`, ZERO, { metric: "ffffffff", flags: "00200200" });
const PREFIX = route6("wlan0", `fd000001000200030000000000000000 40`, ZERO);
const OWN = route6("wlan0", `${ZERO} 00`, ROUTER);

test.each([
  ["what every machine has", [REJECTED], null],
  ["a prefix alone", [REJECTED, PREFIX], null],
  [
    "a router at its link-local address",
    [PREFIX, OWN, REJECTED],
    { interface: "wlan0", gateway: "fe80:0000:0000:0000:a8bb:ccff:fedd:eeff", half: false },
  ],
  [
    "two halves of a VPN",
    [OWN, route6("wg0", `${ZERO} 01`, ZERO), route6("wg0", `8${ZERO.slice(1)} 01`, ZERO)],
    { interface: "wg0", gateway: null, half: true },
  ],
  [
    "the lower metric, in hexadecimal",
    [OWN, route6("eth0", `${ZERO} 00`, ROUTER, { metric: "00000064" })],
    { interface: "eth0", gateway: "fe80:0000:0000:0000:a8bb:ccff:fedd:eeff", half: false },
  ],
])("the best way out over IPv6: %s", (_what, lines, expected) => {
  expect(defaultRoute6(lines.join("\n"))).toEqual(expected);
});
