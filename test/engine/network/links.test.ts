import { expect, test } from "vitest";
import { gatewayIn, macIn, subnetOf } from "../../../electron/engine/network/addresses.ts";
import { readLinks } from "../../../electron/engine/network/links.ts";

test.each([
  ["127.3.4.5/24", "127.3.4.0/24"],
  ["127.3.4.5/20", "127.3.0.0/20"],
  ["127.3.4.5/32", "127.3.4.5/32"],
  ["fd00:1:2:3:4:5:6:7/64", "fd00:1:2:3/64"],
])("the subnet of %s is %s, without our own part", (cidr, subnet) => {
  expect(subnetOf(cidr)).toBe(subnet);
});

const ROUTES = [
  "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT",
  "wlan0\t0003007F\t00000000\t0001\t0\t0\t600\t00FFFFFF\t0\t0\t0",
  "wlan0\t00000000\t0103007F\t0003\t0\t0\t600\t00000000\t0\t0\t0",
];

test("finds the default gateway, whose address the kernel writes backwards", () => {
  expect([gatewayIn(ROUTES), gatewayIn(ROUTES.slice(0, 2)), gatewayIn([])]).toEqual(["127.0.3.1", null, null]);
});

test("finds the gateway's hardware address once it is known", () => {
  const arp = (mac: string): readonly string[] => [
    "IP address       HW type     Flags       HW address            Mask     Device",
    `127.0.3.1        0x1         0x2         ${mac}     *        wlan0`,
  ];
  const known = macIn(arp("aa:bb:cc:dd:ee:ff"), "127.0.3.1");
  expect([known, macIn(arp("00:00:00:00:00:00"), "127.0.3.1"), macIn([], "127.0.3.1")]).toEqual([
    "aa:bb:cc:dd:ee:ff",
    null,
    null,
  ]);
});

test("reads this machine twice alike", () => {
  expect(readLinks()).toEqual(readLinks());
});
