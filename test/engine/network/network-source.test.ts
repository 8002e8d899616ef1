import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Links } from "../../../electron/engine/network/links.ts";
import { createNetworkSource } from "../../../electron/engine/network/network-source.ts";
import { ScenarioClock } from "../../support/scenario-clock.ts";

const HOME: Links = {
  online: true,
  key: "wlan 127.0.3.0/24|127.0.3.1|nameserver 127.0.3.1",
  gatewayMac: "aa:bb:cc:dd:ee:01",
};
let folder = "";

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "gangway-network-"));
});
afterEach(() => {
  fs.rmSync(folder, { recursive: true, force: true });
});

function source(first: Links) {
  const clock = new ScenarioClock();
  let links = first;
  const made = createNetworkSource(folder, clock, () => links);
  return { clock, made, move: (next: Links) => (links = next) };
}

test("the same place has the same fingerprint, another place another", async () => {
  const { made, move } = source(HOME);
  const home = await made.look();
  move({ ...HOME, gatewayMac: "aa:bb:cc:dd:ee:02" });
  const office = await made.look();
  move(HOME);
  expect([home.fingerprint === office.fingerprint, await made.look()]).toEqual([false, home]);
});

test("a restart keeps the fingerprint, another installation has its own", async () => {
  const before = await source(HOME).made.look();
  const after = await source(HOME).made.look();
  fs.rmSync(path.join(folder, "salt"));
  const other = await source(HOME).made.look();
  expect([after, other.fingerprint === before.fingerprint]).toEqual([before, false]);
});

test("keeps nothing of the network in the clear, and the salt to its owner", async () => {
  const { made } = source(HOME);
  const text = JSON.stringify(await made.look());
  expect([/127|aa:bb|wlan/.test(text), fs.readdirSync(folder)]).toEqual([false, ["salt"]]);
  expect(fs.statSync(path.join(folder, "salt")).mode & 0o777).toBe(0o600);
});

test("a gateway whose hardware address shows up later is no other place", async () => {
  const { made, move } = source({ ...HOME, gatewayMac: null });
  const early = await made.look();
  move(HOME);
  expect(await made.look()).toEqual(early);
  move({ ...HOME, gatewayMac: "aa:bb:cc:dd:ee:02" });
  expect(await made.look()).not.toEqual(early);
});

test("tells a change within two seconds, once, and nothing after it was stopped", async () => {
  const { made, clock, move } = source(HOME);
  await made.look();
  let changes = 0;
  const stop = made.watch(() => changes++);
  await clock.pass(10_000);
  move({ online: false, key: "||", gatewayMac: null });
  await clock.pass(2_000);
  expect([changes, await made.look()]).toEqual([1, { fingerprint: "", online: false }]);
  await clock.pass(10_000);
  stop();
  move(HOME);
  await clock.pass(10_000);
  expect([changes, clock.waiting]).toEqual([1, 0]);
});
