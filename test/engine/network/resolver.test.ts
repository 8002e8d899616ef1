import { expect, test } from "vitest";
import { isStub, resolverIn, searchDomainHint } from "../../../electron/engine/network/resolver.ts";

test("reads whom to ask and what to search, in no order and each once", () => {
  const text = `# made by somebody
search Corp.Example. example.com
nameserver 127.0.3.2
nameserver 127.0.3.1 # the first choice
nameserver 127.0.3.2
nameserver FE80::1%wlan0
options edns0 trust-ad
`;
  expect(resolverIn(text)).toEqual({
    servers: ["127.0.3.1", "127.0.3.2", "fe80:0:0:0:0:0:0:1"],
    search: ["corp.example", "example.com"],
  });
});

test.each([
  ["the last of several", "search one.example\ndomain two.example\n", ["two.example"]],
  ["none for a lonely dot, as systemd-resolved writes it", "search .\n", []],
  ["none in an empty file", "", []],
])("of searches it takes %s", (_what, text, search) => {
  expect(resolverIn(text).search).toEqual(search);
});

test.each([
  ["nameserver 127.0.0.53\n", true],
  ["nameserver 127.0.1.1\n", true],
  ["nameserver 127.0.0.53\nnameserver 192.0.2.1\n", false],
  ["", false],
])("%j leads to a service of this machine: %s", (text, expected) => {
  expect(isStub(resolverIn(text))).toBe(expected);
});

test.each([
  [["corp.example.com"], "company"],
  [["eu.ad.example.com"], "company"],
  [["example.internal"], "company"],
  [["example.local"], "company"],
  [["berlin.lan"], "company"],
  [["intra.example.de"], "company"],
  [["example.edu"], "school"],
  [["cs.example.edu.cn"], "school"],
  [["dept.example.ac.uk"], "school"],
  [["uni-example.de"], "school"],
  [["eduroam.example.org"], "school"],
  [["ad.example.edu"], "school"],
  [["lan"], null],
  [["home"], null],
  [["local"], null],
  [["home.arpa"], null],
  [["fritz.box"], null],
  [["education.example.com"], null],
  [["machine.example.com"], null],
  [[], null],
])("search domains %j look like: %s", (search, expected) => {
  expect(searchDomainHint(search)).toBe(expected);
});
