import fs from "node:fs";
import { beforeEach, expect, test } from "vitest";
import type { Links } from "../../../electron/engine/network/links.ts";
import { createNetworkSource } from "../../../electron/engine/network/network-source.ts";
import type { Attachment } from "../../../shared/domain/network.ts";
import { DAY } from "../../../shared/domain/time.ts";
import { ScenarioClock } from "../../support/scenario-clock.ts";
import { tempFolder } from "../../support/temp-folder.ts";

const NO_HINTS = { searchDomain: null, vpn: false } as const;
const HOME: Links = { online: true, place: "127.0.3.0/24 at wlan", gatewayMac: "aa:bb:cc:dd:ee:01", hints: NO_HINTS };
const OFFICE: Links = { ...HOME, place: "127.0.4.0/24 at eth", gatewayMac: "aa:bb:cc:dd:ee:02" };
const NOWHERE: Links = { online: false, place: "", gatewayMac: null, hints: NO_HINTS };
const OFFLINE: Attachment = { fingerprint: "", online: false, hints: NO_HINTS };
let folder = "";

beforeEach(() => {
  folder = tempFolder();
});

/** What is read by and by, and how often. */
class Place {
  readonly clock = new ScenarioClock();
  links: Links;
  /** What is read in place of `links`. */
  read = (): Links => this.links;
  readings = 0;
  readonly source = createNetworkSource(folder, this.clock, () => {
    this.readings++;
    return this.read();
  });
  /** What whoever is told of a change sees then, and when, in ms. */
  readonly told: { readonly at: number; readonly attachment: Attachment }[] = [];
  readonly #began = this.clock.steady();

  constructor(links: Links) {
    this.links = links;
  }

  watch(): () => void {
    return this.source.watch(() => {
      const at = this.clock.steady() - this.#began;
      void this.source.look().then((attachment) => this.told.push({ at, attachment }));
    });
  }
}

test("the same place has the same fingerprint, another place another", async () => {
  const place = new Place(HOME);
  const home = await place.source.look();
  place.links = OFFICE;
  const office = await place.source.look();
  place.links = HOME;
  expect([home.fingerprint === office.fingerprint, await place.source.look()]).toEqual([false, home]);
});

test("a gateway with another hardware address is another place", async () => {
  const place = new Place(HOME);
  const home = await place.source.look();
  place.links = { ...HOME, gatewayMac: "aa:bb:cc:dd:ee:03" };
  expect((await place.source.look()).fingerprint).not.toBe(home.fingerprint);
});

test("a restart keeps the fingerprint, another installation has its own", async () => {
  const before = await new Place(HOME).source.look();
  const after = await new Place(HOME).source.look();
  fs.rmSync(`${folder}/salt`);
  const other = await new Place(HOME).source.look();
  expect([after, other.fingerprint === before.fingerprint]).toEqual([before, false]);
});

test("keeps nothing of the network in the clear, and the salt to its owner", async () => {
  const { source } = new Place(HOME);
  const text = JSON.stringify(await source.look());
  expect([/127|aa:bb|wlan/.test(text), fs.readdirSync(folder)]).toEqual([false, ["salt"]]);
  expect(fs.statSync(`${folder}/salt`).mode & 0o777).toBe(0o600);
});

test("has the same fingerprint in the end, whether the hardware address was known at first or not", async () => {
  const atOnce = await new Place(HOME).source.look();
  const place = new Place({ ...HOME, gatewayMac: null });
  const early = await place.source.look();
  place.watch();
  place.links = HOME;
  await place.clock.pass(2_000);
  const later = { ...atOnce, refines: early.fingerprint };
  expect([place.told.map(({ attachment }) => attachment), await place.source.look()]).toEqual([[later], later]);
});

test("a hardware address that is forgotten meanwhile changes nothing", async () => {
  const place = new Place(HOME);
  const home = await place.source.look();
  place.links = { ...HOME, gatewayMac: null };
  expect(await place.source.look()).toBe(home);
  place.links = { ...HOME, gatewayMac: "aa:bb:cc:dd:ee:03" };
  expect((await place.source.look()).refines).toBeUndefined();
});

test("tells a change within two seconds, once, and nothing after it was stopped", async () => {
  const place = new Place(HOME);
  await place.source.look();
  const stop = place.watch();
  await place.clock.pass(10_050);
  place.links = NOWHERE;
  await place.clock.pass(2_000);
  expect(place.told.map(({ attachment }) => attachment)).toEqual([OFFLINE]);
  await place.clock.pass(60_000);
  stop();
  place.links = HOME;
  await place.clock.pass(10_000);
  expect([place.told.length, place.clock.waiting]).toEqual([1, 0]);
});

test("tells every change within two seconds, whenever it comes and however soon after the last", async () => {
  const place = new Place(HOME);
  await place.source.look();
  place.watch();
  const late: number[] = [];
  for (let n = 0; n < 200; n++) {
    place.links = n % 2 === 0 ? OFFICE : HOME;
    const before = place.told.length;
    const began = place.clock.steady();
    while (place.told.length === before) await place.clock.pass(10);
    late.push(place.clock.steady() - began);
    await place.clock.pass((n * 137) % 14_000);
  }
  expect(Math.max(...late)).toBeLessThanOrEqual(2_000);
});

test("believes nothing that another reading takes back", async () => {
  const place = new Place(HOME);
  await place.source.look();
  place.watch();
  await place.clock.pass(5_000);
  place.read = () => {
    place.read = () => place.links;
    return NOWHERE;
  };
  await place.clock.pass(60_000);
  expect(place.told).toEqual([]);
});

test("stays calm while an interface flaps ten times a second, and sees at once where that ends", async () => {
  const place = new Place(HOME);
  await place.source.look();
  place.watch();
  // Up and down by chance, from a generator that always says the same.
  let seed = 7;
  const chance = (): number => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
  let links = HOME;
  let until = 0;
  place.read = () => {
    for (; until < place.clock.steady(); until += 100) links = chance() < 0.5 ? HOME : NOWHERE;
    return links;
  };
  until = place.clock.steady();
  const before = place.readings;
  await place.clock.pass(60_000);
  // Of six hundred flaps; and never more looks than one in 0.4 s, and one for each change that was told.
  expect(place.told.length).toBeLessThanOrEqual(12);
  expect(place.readings - before).toBeLessThanOrEqual(60_000 / 400 + place.told.length);

  place.read = () => OFFICE;
  const told = place.told.length;
  await place.clock.pass(2_000);
  expect([place.told.length - told, place.told.at(-1)?.attachment.fingerprint]).toEqual([
    1,
    (await new Place(OFFICE).source.look()).fingerprint,
  ]);
});

test("goes on looking at the same pace when the wall clock is set by days", async () => {
  const place = new Place(HOME);
  await place.source.look();
  place.watch();
  for (const by of [-3 * DAY, 9 * DAY]) {
    const before = place.readings;
    place.clock.set(by);
    await place.clock.pass(12_500);
    expect(place.readings - before).toBe(10);
  }
  place.links = OFFICE;
  await place.clock.pass(2_000);
  expect(place.told).toHaveLength(1);
});

test("a look that somebody asks for, as after a sleep, hastens the second reading", async () => {
  const place = new Place(HOME);
  const home = await place.source.look();
  place.watch();
  await place.clock.pass(5_000);
  place.links = OFFICE;
  expect(await place.source.look()).toBe(home);
  await place.clock.pass(400);
  expect(place.told).toHaveLength(1);
});

test("a reading that fails is told of by whoever looks, and the next is made", async () => {
  const place = new Place(HOME);
  await place.source.look();
  let told = 0;
  place.source.watch(() => told++);
  place.read = () => {
    throw new Error("a fault of our own");
  };
  await place.clock.pass(5_000);
  expect(told).toBe(4);
  await expect(place.source.look()).rejects.toThrow("a fault of our own");
});
