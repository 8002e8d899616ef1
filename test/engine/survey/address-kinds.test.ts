import { expect, test } from "vitest";
import {
  isOurselves,
  isPublic,
  routedBlocks,
  STRAYS,
  unusedStrays,
} from "../../../electron/engine/survey/address-kinds.ts";

test.each([
  ["8.8.8.8", true],
  ["172.32.0.1", true],
  ["2a00:1450::1", true],
  ["10.1.2.3", false],
  ["172.16.0.1", false],
  ["192.168.1.1", false],
  ["100.64.0.1", false],
  ["127.0.0.1", false],
  ["169.254.1.1", false],
  ["198.18.0.1", false],
  ["192.0.2.1", false],
  ["224.0.0.1", false],
  ["::1", false],
  ["fe80::1", false],
  ["fd00::1", false],
  ["2001:db8::1", false],
  ["no address", false],
])("%s is public: %s", (address, expected) => {
  expect(isPublic(address)).toBe(expected);
});

test("knows the addresses that are this machine", () => {
  expect(["127.0.0.1", "127.8.0.1", "0.0.0.0", "::1", "::"].every(isOurselves)).toBe(true);
  expect(["10.0.0.1", "8.8.8.8", "fe80::1"].some(isOurselves)).toBe(false);
});

test("reads the blocks of the routing table, but for those that lead everywhere", () => {
  const line = (target: string, mask: string): string => `eth0\t${target}\t0101A8C0\t0003\t0\t0\t0\t${mask}\t0\t0\t0`;
  const lines = [
    "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\tWindow\tIRTT",
    line("00000000", "00000000"),
    line("00000080", "00000080"),
    line("0001A8C0", "00FFFFFF"),
    line("007100CB", "00FFFFFF"),
    "",
  ];
  expect(routedBlocks(lines)).toEqual(["192.168.1.0/24", "203.0.113.0/24"]);
});

test("leaves out the addresses of nobody that somebody here uses", () => {
  expect(unusedStrays(["192.168.1.0/24", "fe80::/64"])).toEqual(STRAYS);
  expect(unusedStrays(["203.0.113.128/25"])).toEqual(["192.0.2.1", "198.51.100.1"]);
  expect(unusedStrays(["192.0.0.0/8"])).toEqual(["198.51.100.1", "203.0.113.1"]);
});
