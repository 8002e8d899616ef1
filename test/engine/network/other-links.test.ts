// macOS and Windows as far as they can be had here: what their programs print, and when they are asked.
import { chmodSync, writeFileSync } from "node:fs";
import { afterEach, expect, test, vi } from "vitest";
import { askGateway, askNeighbour } from "../../../electron/engine/network/ask-system.ts";
import { linksOf } from "../../../electron/engine/network/links.ts";
import { linuxLinks } from "../../../electron/engine/network/linux-links.ts";
import { type OtherSurroundings, otherLinks, thisMachine } from "../../../electron/engine/network/other-links.ts";
import { resolverOf } from "../../../electron/engine/network/resolver.ts";
import { systemClock } from "../../../electron/engine/system-clock.ts";
import { ScenarioClock } from "../../support/scenario-clock.ts";
import { tempFolder } from "../../support/temp-folder.ts";

afterEach(() => {
  vi.unstubAllEnvs();
});

const at = (cidr: string) => [{ cidr, address: cidr.split("/")[0] ?? "", internal: false }];
const MAC_OS = "? (127.0.3.1) at 0:1b:c:2d:e:f on en0 ifscope [ethernet]\n";
const WINDOWS =
  "\r\nInterface: 127.0.3.7 --- 0x4\r\n  Internet Address      Physical Address      Type\r\n  127.0.3.1             00-1b-0c-2d-0e-0f     dynamic\r\n";

class Machine implements OtherSurroundings {
  readonly clock = new ScenarioClock();
  address = "127.0.3.7/24";
  server = "127.0.3.1";
  router: string | null = "127.0.3.1";
  table = MAC_OS;
  asked = 0;

  interfaces(): ReturnType<OtherSurroundings["interfaces"]> {
    return { utun0: at("fe80::1/64"), bridge100: at("192.168.64.1/24"), en0: at(this.address) };
  }

  resolver(): ReturnType<OtherSurroundings["resolver"]> {
    return resolverOf([this.server], ["example.com"]);
  }

  gateway(): Promise<string> {
    this.asked++;
    // A null stands for a program that never answers.
    return this.router === null ? new Promise(() => undefined) : Promise.resolve(this.router);
  }

  neighbour(): Promise<string> {
    return Promise.resolve(this.table);
  }
}

function readerOf(machine: Machine): ReturnType<typeof otherLinks> {
  return otherLinks({
    clock: machine.clock,
    interfaces: () => machine.interfaces(),
    resolver: () => machine.resolver(),
    gateway: () => machine.gateway(),
    neighbour: () => machine.neighbour(),
  });
}

test.each([
  ["macOS", MAC_OS],
  ["Windows", WINDOWS],
])("knows the place by what programs of %s print", async (_system, table) => {
  const machine = new Machine();
  machine.table = table;
  expect(await readerOf(machine)()).toEqual(
    linksOf({
      interfaces: machine.interfaces(),
      route: { interface: "en0", gateway: "127.0.3.1", half: false },
      gatewayMac: "00:1b:0c:2d:0e:0f",
      resolver: machine.resolver(),
    }),
  );
});

test("asks programs only when what is free to know has changed, or every fifteen seconds", async () => {
  const machine = new Machine();
  const read = readerOf(machine);
  const after = async (ms: number): Promise<number> => {
    await machine.clock.pass(ms);
    await read();
    return machine.asked;
  };
  expect([await after(0), await after(1_000), await after(13_000)]).toEqual([1, 1, 1]);
  expect(await after(1_000)).toBe(2);
  machine.server = "127.0.3.9";
  expect([await after(1_000), await after(1_000)]).toEqual([3, 3]);
  machine.address = "127.0.3.8/24";
  expect(await after(1_000)).toBe(4);
});

test("does not wait for a program that hangs, and keeps what it said before on the same network", async () => {
  const machine = new Machine();
  const read = readerOf(machine);
  const known = await read();
  machine.router = null;
  await machine.clock.pass(15_000);
  const waiting = read();
  await machine.clock.pass(1_000);
  expect((await waiting).place).toBe(known.place);
  machine.address = "127.0.4.7/24";
  const moved = read();
  await machine.clock.pass(1_000);
  expect((await moved).place).not.toBe(known.place);
  expect(machine.clock.waiting).toBe(0);
});

test("without a gateway there is no neighbour to ask for", async () => {
  const machine = new Machine();
  machine.router = "";
  const { online, gatewayMac } = await readerOf(machine)();
  expect([online, gatewayMac]).toEqual([true, null]);
});

test.skipIf(process.platform === "win32")(
  "asks arp for one neighbour, without names; one it does not know is none",
  async () => {
    const folder = tempFolder();
    vi.stubEnv("PATH", folder);
    const arp = (script: string): void => {
      writeFileSync(`${folder}/arp`, `#!/bin/sh\n${script}\n`);
      chmodSync(`${folder}/arp`, 0o700);
    };
    arp('echo "asked: $*"');
    expect(await askNeighbour("127.0.3.1")).toBe("asked: -n 127.0.3.1\n");
    arp('echo "127.0.3.1 (127.0.3.1) -- no entry"; exit 1');
    expect(await askNeighbour("127.0.3.1")).toBe("");
  },
);

test("the way of other systems works here as well, with the same gateway", async () => {
  const links = await otherLinks(thisMachine(systemClock))();
  expect(links.online).toBe(linuxLinks()().online);
  expect(await askGateway()).toMatch(/^(\d+\.\d+\.\d+\.\d+)?$/);
});
