// A place for one made-up network at a time: three namespaces, client – router – servers, with a wire between router and
// servers that takes its time. What stands on the router is in scenes.ts. Everything dies with the process that made it.
import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { removeLeftovers } from "../namespaces.ts";
import { Conversation } from "./conversation.ts";
import type { Variant } from "./random.ts";

/** Where a program runs. */
export type Place = "client" | "router" | "servers";

const PLACES: readonly Place[] = ["client", "router", "servers"];

/** Between the router and the servers; nobody else ever sees them. */
const FAR = { router: "100.100.0.1", servers: "100.100.0.2", wire: "100.100.1.1" } as const;

/** Numbers of the routing tables: from the wire on to the servers, from the servers back into the wire. */
const ONWARD = "200";
const BACK = "201";

/** Longest that a program may take to come up, in ms. */
const UP_MS = 15_000;

/** What a slot is made of. */
export interface SlotParts {
  /** The program of wire/main.go. */
  readonly wire: string;
  /** Bundles of the programs that run in each place. */
  readonly servers: string;
  readonly gate: string;
  readonly client: string;
}

/** A place for networks, one after the other. */
export class Slot {
  /** A folder for configuration, gone with the rest. */
  readonly folder = mkdtempSync(join(tmpdir(), `gwl${process.pid}-network-`));
  readonly servers: Conversation;
  readonly gate: Conversation;
  readonly client: Conversation;
  readonly #names: Readonly<Record<Place, string>>;
  readonly #wire: Conversation;
  /** Programs of the network of now. */
  #running: ChildProcess[] = [];

  private constructor(number: number, parts: SlotParts) {
    const name = (letter: string): string => `gwl${process.pid}n${number}${letter}`;
    this.#names = { client: name("c"), router: name("r"), servers: name("s") };
    for (const place of PLACES) {
      const { [place]: namespace } = this.#names;
      mkdirSync(`/etc/netns/${namespace}`, { recursive: true });
      // Bound over the machine's own file when a program starts; written anew for each network.
      writeFileSync(`/etc/netns/${namespace}/resolv.conf`, "nameserver 127.0.0.1\n");
      execFileSync("ip", ["netns", "add", namespace]);
    }
    this.#layOut();
    const talk = (place: Place, command: readonly string[]): Conversation =>
      new Conversation(this.#spawn(place, command));
    this.#wire = talk("router", [parts.wire, "wire"]);
    this.servers = talk("servers", [process.execPath, parts.servers]);
    this.gate = talk("router", [process.execPath, parts.gate]);
    this.client = talk("client", [process.execPath, parts.client]);
  }

  /** Makes a slot; `number` tells those of one process apart. */
  static async open(number: number, parts: SlotParts): Promise<Slot> {
    removeLeftovers();
    const slot = new Slot(number, parts);
    try {
      await slot.#wire.line(UP_MS);
      slot.#joinWire();
      return slot;
    } catch (error) {
      await slot.close();
      throw error;
    }
  }

  /** Runs `ip` with these lines in a namespace. */
  ip(place: Place, lines: readonly string[]): void {
    const input = `${lines.join("\n")}\n`;
    execFileSync("ip", ["-n", this.#names[place], "-batch", "-"], { input, stdio: ["pipe", "pipe", "pipe"] });
  }

  /** Puts rules of nftables on the router. */
  nft(rules: string): void {
    const command = ["netns", "exec", this.#names.router, "nft", "-f", "-"];
    execFileSync("ip", command, { input: rules, stdio: ["pipe", "pipe", "pipe"] });
  }

  /** Writes a file into the folder and answers its path. */
  write(name: string, text: string): string {
    const file = join(this.folder, name);
    writeFileSync(file, text);
    return file;
  }

  /** Starts a program that runs until the network is left. */
  start(place: Place, command: readonly string[]): ChildProcess {
    // In a process namespace of its own: what it forks ends with it.
    const whole = ["unshare", "--pid", "--fork", "--kill-child=KILL", ...command];
    const child = this.#spawn(place, whole, "ignore");
    this.#running.push(child);
    return child;
  }

  /** Addresses, routes and distances of a network, and nothing in between. */
  async join({ near, rttMs, sites }: Variant, lostOfThousand = 0): Promise<void> {
    await this.leave();
    // The last address of a device takes all routes of that device with it.
    const onward = `route replace ${near}.0/24 dev near table ${ONWARD}`;
    this.ip("router", ["addr flush dev near", `addr add ${near}.1/24 dev near`, onward]);
    this.ip("client", ["addr flush dev eth", "link set eth up", `addr add ${near}.2/24 dev eth`]);
    this.ip("client", [`route replace default via ${near}.1`]);
    this.ip("servers", [
      "addr flush dev lo",
      "addr add 127.0.0.1/8 dev lo",
      ...sites.map((s) => `addr add ${s.address}/32 dev lo`),
    ]);
    this.resolvers("client", `${near}.1`);
    await this.distance(rttMs, lostOfThousand);
  }

  /** Sets how far the servers are, and how many of a thousand packets are lost on the way, in each direction. */
  async distance(rttMs: number, lostOfThousand: number): Promise<void> {
    await this.#wire.ask(`${Math.round(rttMs * 500)} ${lostOfThousand}`, UP_MS);
  }

  /** Whom a namespace asks for names. */
  resolvers(place: Place, address: string): void {
    const text = `nameserver ${address}\noptions timeout:1 attempts:1\n`;
    writeFileSync(`/etc/netns/${this.#names[place]}/resolv.conf`, text);
  }

  /** Ends what stands on the router. */
  async leave(): Promise<void> {
    const ended = this.#running.map(
      (child) =>
        new Promise<void>((done) =>
          child.exitCode === null && child.signalCode === null ? child.once("exit", () => done()) : done(),
        ),
    );
    for (const child of this.#running) child.kill("SIGKILL");
    await Promise.all(ended);
    this.#running = [];
    this.nft("flush ruleset");
  }

  /** Ends all of it and leaves nothing behind. */
  async close(): Promise<void> {
    await this.leave().catch(() => undefined);
    for (const talk of [this.client, this.gate, this.servers, this.#wire]) await talk.end();
    for (const namespace of Object.values(this.#names)) {
      spawnSync("ip", ["netns", "del", namespace]);
      rmSync(`/etc/netns/${namespace}`, { recursive: true, force: true });
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** A program dies with this process, however that ends: the kernel sees to it. */
  #spawn(place: Place, command: readonly string[], heard: "pipe" | "ignore" = "pipe"): ChildProcess {
    const inside = ["ip", "netns", "exec", this.#names[place], ...command];
    const child = spawn("setpriv", ["--pdeathsig", "KILL", ...inside], { stdio: ["pipe", heard, heard] });
    child.stdin?.on("error", () => undefined);
    return child;
  }

  #layOut(): void {
    const { client, servers } = this.#names;
    this.ip("router", [
      "link set lo up",
      `link add near type veth peer name eth netns ${client}`,
      `link add far type veth peer name eth netns ${servers}`,
      "link set near up",
      "link set far up",
      `addr add ${FAR.router}/30 dev far`,
    ]);
    this.ip("client", ["link set lo up", "link set eth up"]);
    this.ip("servers", ["link set lo up", "link set eth up", `addr add ${FAR.servers}/30 dev eth`]);
    this.ip("servers", [`route add default via ${FAR.router}`]);
  }

  /** All that goes to the servers, or comes from them, passes the wire, even what begins or ends on the router itself. */
  #joinWire(): void {
    this.ip("router", [
      "link set wire up",
      `addr add ${FAR.wire}/32 dev wire`,
      `route add default dev wire src ${FAR.wire}`,
      `route add default via ${FAR.servers} dev far table ${ONWARD}`,
      `route add default dev wire table ${BACK}`,
      // Who asks for the router's own address on that link is answered by it.
      `rule add pref 4 to ${FAR.router}/32 lookup local`,
      "rule add pref 10 lookup local",
      `rule add pref 5 iif far lookup ${BACK}`,
      "rule del pref 0",
      `rule add pref 20 iif wire lookup ${ONWARD}`,
    ]);
    const conf = "/proc/sys/net/ipv4";
    const each = `echo 0 > ${conf}/conf/$d/rp_filter; echo 1 > ${conf}/conf/$d/accept_local`;
    // What is meant for a socket of the router still has to pass the wire: the kernel drops what it has matched too early.
    const script = `echo 1 > ${conf}/ip_forward; echo 0 > ${conf}/ip_early_demux; for d in all near far wire; do ${each}; done`;
    execFileSync("ip", ["netns", "exec", this.#names.router, "sh", "-c", script]);
  }
}
