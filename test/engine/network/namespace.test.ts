// The real source in a network namespace of its own, whose links, routes, neighbours and resolvers the test changes.
import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Attachment } from "../../../shared/domain/network.ts";
import { type RunningProgram, spawnTypeScript } from "../../support/run-typescript.ts";
import { tempFolder } from "../../support/temp-folder.ts";

const NAME = `gwi${process.pid}`;
const ETC = `/etc/netns/${NAME}`;
const ROUTER = "02:00:00:00:00:01";

function whyNot(): string | null {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return "it needs Linux, and root";
  const tried = spawnSync("ip", ["netns", "add", NAME]);
  if (tried.status !== 0) return "there are no network namespaces here";
  const ran = spawnSync("ip", [
    "netns",
    "exec",
    NAME,
    "ip",
    "link",
    "add",
    "near",
    "type",
    "veth",
    "peer",
    "name",
    "far",
  ]);
  spawnSync("ip", ["netns", "del", NAME]);
  return ran.status === 0 ? null : "there are no pairs of virtual interfaces here";
}

const WHY_NOT = whyNot();
if (WHY_NOT !== null) console.warn(`skipped: the network as the kernel tells it, since ${WHY_NOT}`);

interface Said {
  readonly readings: number;
  readonly changes: number;
  readonly ms: number;
  readonly attachment: Attachment;
}

/** The namespace with the program that watches in it. */
class Watched {
  readonly #program: RunningProgram;
  readonly #lines: AsyncIterator<string>;

  constructor(program: RunningProgram) {
    this.#program = program;
    this.#lines = createInterface({ input: program.process.stdout })[Symbol.asyncIterator]();
  }

  /** What is told of the change that `act` makes. */
  async change(act: () => void): Promise<Said> {
    const said = this.#ask("change");
    act();
    const { ms, ...told } = await said;
    console.info(`noticed after ${ms} ms`);
    // Four readings 0.4 s apart, the first of which may have come before the change.
    expect(told.readings).toBeLessThanOrEqual(5);
    return { ms, ...told };
  }

  /** What is the case some readings after `act`. */
  async stay(act: () => void): Promise<Said> {
    act();
    return this.#ask("stay 6");
  }

  async #ask(what: string): Promise<Said> {
    this.#program.process.stdin.write(`${what}\n`);
    return JSON.parse(await this.line()) as Said;
  }

  async line(): Promise<string> {
    const { value, done } = await this.#lines.next();
    if (done === true) throw new Error(`the program ended: ${(await this.#program.finished).stderr}`);
    return value;
  }
}

let running: RunningProgram | null = null;

function ip(...args: readonly string[]): void {
  execFileSync("ip", ["-n", NAME, ...args], { stdio: "pipe" });
}

function resolvConf(text: string): void {
  writeFileSync(path.join(ETC, "resolv.conf"), text);
}

function addLink(name: string, cidr: string): void {
  ip("link", "add", name, "type", "veth", "peer", "name", `${name}p`);
  for (const end of [name, `${name}p`]) ip("link", "set", end, "up");
  ip("addr", "add", cidr, "dev", name);
}

/** The kernel learns nobody's hardware address by itself here: nobody is there to answer. */
function neighbour(device: string, mac: string): void {
  ip("neigh", "replace", "10.9.3.1", "lladdr", mac, "dev", device, "nud", "permanent");
}

beforeEach(() => {
  if (WHY_NOT !== null) return;
  mkdirSync(ETC, { recursive: true });
  resolvConf("nameserver 10.9.3.1\n");
  execFileSync("ip", ["netns", "add", NAME]);
  addLink("eth0", "10.9.3.7/24");
  ip("route", "add", "default", "via", "10.9.3.1");
});

afterEach(async () => {
  running?.process.kill("SIGKILL");
  await running?.finished;
  running = null;
  spawnSync("ip", ["netns", "del", NAME]);
  rmSync(ETC, { recursive: true, force: true });
});

async function watch(): Promise<{ readonly watched: Watched; readonly first: Attachment }> {
  const folder = tempFolder();
  const node = path.join(folder, "node");
  writeFileSync(node, `#!/bin/sh\nexec ip netns exec ${NAME} "${process.execPath}" "$@"\n`);
  chmodSync(node, 0o700);
  const program = path.join(import.meta.dirname, "programs/watch-network.ts");
  running = await spawnTypeScript(program, [folder], { execPath: node, timeoutMs: 60_000 });
  const watched = new Watched(running);
  const { attachment } = JSON.parse(await watched.line()) as Said;
  return { watched, first: attachment };
}

test.skipIf(WHY_NOT !== null)("keeps the place through a renewed lease and containers", async () => {
  neighbour("eth0", ROUTER);
  const { watched, first } = await watch();
  const stayed = await watched.stay(() => {
    ip("addr", "del", "10.9.3.7/24", "dev", "eth0");
    ip("addr", "add", "10.9.3.99/24", "dev", "eth0");
    ip("route", "add", "default", "via", "10.9.3.1");
    neighbour("eth0", ROUTER);
    ip("link", "add", "docker0", "type", "bridge");
    ip("link", "set", "docker0", "up");
    addLink("veth1", "172.18.0.1/16");
    ip("link", "set", "veth1p", "master", "docker0");
    ip("addr", "add", "172.17.0.1/16", "dev", "docker0");
    resolvConf("# renewed\nnameserver 10.9.3.1\n");
  });
  expect([stayed.changes, stayed.attachment]).toEqual([0, first]);
});

test.skipIf(WHY_NOT !== null)(
  "learns the gateway's hardware address when it turns up, and tells another one",
  async () => {
    const { watched, first } = await watch();
    const refined = await watched.change(() => {
      neighbour("eth0", ROUTER);
    });
    expect(refined.attachment).toEqual({
      ...first,
      fingerprint: refined.attachment.fingerprint,
      refines: first.fingerprint,
    });
    const other = await watched.change(() => {
      neighbour("eth0", "02:00:00:00:00:02");
    });
    expect(new Set([first, refined.attachment, other.attachment].map(({ fingerprint }) => fingerprint)).size).toBe(3);
    expect(other.attachment.refines).toBeUndefined();
  },
);

test.skipIf(WHY_NOT !== null)("notices a VPN, whichever way it takes the traffic, and its end", async () => {
  const { watched, first } = await watch();
  expect(first.hints).toEqual({ searchDomain: null, vpn: false });
  const halves = await watched.change(() => {
    addLink("tun0", "10.8.0.6/24");
    ip("route", "add", "0.0.0.0/1", "dev", "tun0");
    ip("route", "add", "128.0.0.0/1", "dev", "tun0");
  });
  const home = await watched.change(() => {
    ip("link", "del", "tun0");
  });
  const beside = await watched.change(() => {
    addLink("wg0", "10.7.0.2/24");
  });
  const before = await watched.change(() => {
    ip("route", "replace", "default", "via", "10.9.3.1", "metric", "600");
    ip("route", "del", "default", "via", "10.9.3.1", "metric", "0");
    ip("route", "add", "default", "dev", "wg0", "metric", "50");
  });
  expect([home.attachment, halves.attachment.hints?.vpn, beside.attachment.hints?.vpn]).toEqual([first, true, true]);
  const all = [first, halves.attachment, beside.attachment, before.attachment].map(({ fingerprint }) => fingerprint);
  expect(new Set(all).size).toBe(4);
});

test.skipIf(WHY_NOT !== null)(
  "notices that only the resolver, or only the route, has changed, and that nothing is left",
  async () => {
    const { watched, first } = await watch();
    const resolver = await watched.change(() => {
      resolvConf("search corp.example\nnameserver 10.9.3.53\n");
    });
    expect(resolver.attachment.hints).toEqual({ searchDomain: "company", vpn: false });
    const route = await watched.change(() => {
      ip("route", "replace", "default", "via", "10.9.3.2");
    });
    const nothing = await watched.change(() => {
      ip("link", "set", "eth0", "down");
    });
    const all = [first, resolver.attachment, route.attachment].map(({ fingerprint }) => fingerprint);
    expect([new Set(all).size, nothing.attachment.online, nothing.attachment.fingerprint]).toEqual([3, false, ""]);
  },
);
