import { expect, test } from "vitest";
import {
  isLinkLocal,
  isSharedMac,
  macIn,
  macWithin,
  plainAddress,
  subnetOf,
} from "../../../electron/engine/network/addresses.ts";

test.each([
  ["127.3.4.5/24", "127.3.4.0/24"],
  ["127.3.4.5/20", "127.3.0.0/20"],
  ["127.3.4.5/32", null],
  ["fd00:1:2:3:4:5:6:7/64", "fd00:1:2:3:0:0:0:0/64"],
  ["fd00::5/64", "fd00:0:0:0:0:0:0:0/64"],
  ["fd00:1:2:3ff::1/56", "fd00:1:2:300:0:0:0:0/56"],
  ["fd00::1/128", null],
  ["nonsense::1::2/64", null],
])("the subnet of %s is %s, without our own part", (cidr, subnet) => {
  expect(subnetOf(cidr)).toBe(subnet);
});

test("writes one address in one way", () => {
  const ways = ["FE80::1%wlan0", "fe80:0:0:0::1", "fe80:0000:0000:0000:0000:0000:0000:0001"];
  expect([...new Set(ways.map(plainAddress)), plainAddress("127.0.0.1")]).toEqual(["fe80:0:0:0:0:0:0:1", "127.0.0.1"]);
});

test("knows addresses that every machine gives itself", () => {
  const addresses = ["169.254.3.4", "fe80::1", "FEBF::1", "fec0::1", "127.0.3.4", "fd00::1"];
  expect(addresses.map(isLinkLocal)).toEqual([true, true, true, false, false, false]);
});

const LINUX = (mac: string): readonly string[] => [
  "IP address       HW type     Flags       HW address            Mask     Device",
  `127.0.3.1        0x1         0x2         ${mac}     *        wlan0`,
];

test.each<readonly [string, readonly string[], string | null]>([
  ["Linux", LINUX("aa:bb:cc:dd:ee:ff"), "aa:bb:cc:dd:ee:ff"],
  ["Linux, before the neighbour answered", LINUX("00:00:00:00:00:00"), null],
  ["an empty table", [], null],
  ["macOS", ["? (127.0.3.1) at 0:1b:c:2d:e:f on en0 ifscope [ethernet]"], "00:1b:0c:2d:0e:0f"],
  ["macOS, before the neighbour answered", ["? (127.0.3.1) at (incomplete) on en0 ifscope [ethernet]"], null],
  ["macOS without the neighbour", ["127.0.3.1 (127.0.3.1) -- no entry"], null],
  [
    "Windows",
    [
      "Interface: 127.0.3.7 --- 0x4",
      "  Internet Address      Physical Address      Type",
      "  127.0.3.1             00-1B-0C-2D-0E-0F     dynamic",
    ],
    "00:1b:0c:2d:0e:0f",
  ],
  ["Windows without the neighbour", ["No ARP Entries Found."], null],
  [
    "another neighbour whose address begins alike",
    LINUX("aa:bb:cc:dd:ee:ff").map((l) => l.replace("3.1 ", "3.10")),
    null,
  ],
])("finds the gateway's hardware address in the table of %s", (_system, table, mac) => {
  expect(macIn(table, "127.0.3.1")).toBe(mac);
});

test("asks for the neighbour on the interface of the route", () => {
  expect(["wlan0", "eth0"].map((device) => macIn(LINUX("aa:bb:cc:dd:ee:ff"), "127.0.3.1", device))).toEqual([
    "aa:bb:cc:dd:ee:ff",
    null,
  ]);
});

test("knows hardware addresses that many sites share", () => {
  const macs = [
    "00:00:5e:00:01:0a",
    "00:00:5e:00:02:01",
    "00:00:0c:07:ac:01",
    "00:00:0c:9f:f0:01",
    "00:07:b4:00:01:01",
  ];
  expect([...macs, "aa:bb:cc:dd:ee:ff"].map(isSharedMac)).toEqual([true, true, true, true, true, false]);
});

test("finds the hardware address within an IPv6 address that was made from it", () => {
  const addresses = ["fe80::a8bb:ccff:fedd:eeff", "fe80::1", "fe80::a8bb:ccfe:ffdd:eeff"];
  expect(addresses.map(macWithin)).toEqual(["aa:bb:cc:dd:ee:ff", null, null]);
});
