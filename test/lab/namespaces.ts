// Three network namespaces in a row, client – router – server, with what stands on the router: rules of nftables and
// middleboxes from Debian. Everything is named by the process that made it and gone when it is closed. Needs root.
import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Programs that the lab runs; a machine without one of them has no lab. */
const PROGRAMS = ["ip", "nft", "haproxy", "sslsplit", "tinyproxy"] as const;

/** Addresses, which nobody outside the namespaces ever sees. */
export const ADDRESS = {
  client: "10.9.0.2",
  router: "10.9.0.1",
  server: "203.0.113.10",
  /** The same server behind a link that is narrower than it says. */
  narrow: "203.0.113.130",
} as const;

/** Why there can be no lab here; `null` when there can. */
export function whyNoNamespaces(): string | null {
  if (process.getuid?.() !== 0) return "network namespaces need root";
  const missing = PROGRAMS.filter((program) => spawnSync("which", [program]).status !== 0);
  if (missing.length > 0) return `not installed: ${missing.join(", ")}`;
  const name = `gwl${process.pid}t`;
  if (spawnSync("ip", ["netns", "add", name]).status !== 0) return "this kernel gives no network namespaces";
  const rule = "table inet t { chain c { type filter hook forward priority 0; @ih,0,8 0x16 drop; }; }";
  const knows = spawnSync("ip", ["netns", "exec", name, "nft", rule]).status === 0;
  spawnSync("ip", ["netns", "del", name]);
  return knows ? null : "nftables here cannot look into segments";
}

/** No program of the lab outlives its test by more than this, in seconds, even when the test is killed. */
const LIMIT_S = 240;

function isRunning(id: number): boolean {
  try {
    return process.kill(id, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Whether the process in whose name something of the lab was made is no more. */
function hasNoOwner(name: string): boolean {
  const owner = /^gwl(\d+)[a-z-]/.exec(name)?.[1];
  return owner !== undefined && !isRunning(Number(owner));
}

/** Removes the namespaces and files of tests that were killed before they could. */
export function removeLeftovers(): void {
  const listed = spawnSync("ip", ["netns", "list"], { encoding: "utf8" }).stdout;
  for (const [name] of listed.matchAll(/^\S+/gm)) if (hasNoOwner(name)) spawnSync("ip", ["netns", "del", name]);
  for (const folder of ["/etc/netns", tmpdir()].filter((path) => existsSync(path))) {
    const left = readdirSync(folder).filter(hasNoOwner);
    for (const name of left) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

type Place = "client" | "router" | "server";

/** The open namespaces. */
export interface Namespaces {
  /** A folder for configuration, gone with the rest. */
  readonly folder: string;
  /** A program that runs its arguments as Node does, on the client. */
  readonly nodeOnClient: string;
  /** Runs a command to its end; throws when it fails. */
  run(place: Place, command: readonly string[]): void;
  /** Starts a program that goes on until the lab is closed. */
  start(place: Place, command: readonly string[]): ChildProcess;
  close(): Promise<void>;
}

function ip(...args: readonly string[]): void {
  execFileSync("ip", args, { stdio: "pipe" });
}

function layOut(name: Readonly<Record<Place, string>>): void {
  for (const place of Object.values(name)) ip("netns", "add", place);
  const on = (place: Place, ...args: readonly string[]): void => ip("-n", name[place], ...args);
  on("router", "link", "add", "near", "type", "veth", "peer", "name", "eth", "netns", name.client);
  on("router", "link", "add", "far", "type", "veth", "peer", "name", "eth", "netns", name.server);
  on("client", "addr", "add", `${ADDRESS.client}/24`, "dev", "eth");
  on("router", "addr", "add", `${ADDRESS.router}/24`, "dev", "near");
  on("router", "addr", "add", "203.0.113.1/24", "dev", "far");
  for (const address of [ADDRESS.server, ADDRESS.narrow]) on("server", "addr", "add", `${address}/24`, "dev", "eth");
  for (const [place, device] of [
    ["client", "eth"],
    ["router", "near"],
    ["router", "far"],
    ["server", "eth"],
  ] as const) {
    on(place, "link", "set", "dev", device, "up");
    on(place, "link", "set", "dev", "lo", "up");
  }
  on("client", "route", "add", "default", "via", ADDRESS.router);
  on("server", "route", "add", "default", "via", "203.0.113.1");
  on("router", "route", "add", `${ADDRESS.narrow}/32`, "dev", "far", "mtu", "lock", "1300");
}

/** Makes the namespaces and joins them. */
export function openNamespaces(): Namespaces {
  removeLeftovers();
  const name = { client: `gwl${process.pid}c`, router: `gwl${process.pid}r`, server: `gwl${process.pid}s` };
  const folder = mkdtempSync(join(tmpdir(), `gwl${process.pid}-netns-`));
  const children: ChildProcess[] = [];
  const within = (place: Place): readonly string[] => ["netns", "exec", name[place]];
  const close = async (): Promise<void> => {
    const running = children.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null);
    const ended = running.map((child) => new Promise<void>((done) => void child.once("exit", () => done())));
    // `timeout` passes it on to the program and everything that it started, and waits for their end.
    for (const child of running) child.kill("SIGTERM");
    await Promise.all(ended);
    for (const place of Object.values(name)) spawnSync("ip", ["netns", "del", place]);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    layOut(name);
  } catch (error) {
    void close();
    throw error;
  }
  const nodeOnClient = join(folder, "node-on-client");
  writeFileSync(nodeOnClient, `#!/bin/sh\nexec ip netns exec ${name.client} "${process.execPath}" "$@"\n`, {
    mode: 0o755,
  });
  return {
    folder,
    nodeOnClient,
    run: (place, command) => ip(...within(place), ...command),
    start(place, command) {
      const bounded = ["-s", "KILL", String(LIMIT_S), "ip", ...within(place), ...command];
      const child = spawn("timeout", bounded, { stdio: ["pipe", "pipe", "ignore"], detached: true });
      // It may end before it has read its input; whoever waits for it to listen notices.
      child.stdin.on("error", () => undefined);
      children.push(child);
      return child;
    },
    close,
  };
}

/** Resolves once something on the router listens on the port: the router has the address that the test's own host lacks. */
export async function untilListening(lab: Namespaces, ports: readonly number[]): Promise<void> {
  const deadline = Date.now() + 10_000;
  for (const port of ports) {
    for (;;) {
      const found = spawnSync(lab.nodeOnClient, [
        "-e",
        `require("net").connect(${port}, "${ADDRESS.router}").on("connect", () => process.exit(0)).on("error", () => process.exit(1))`,
      ]);
      if (found.status === 0) break;
      if (Date.now() > deadline) throw new Error(`nobody listens on port ${port} of the router`);
    }
  }
}
