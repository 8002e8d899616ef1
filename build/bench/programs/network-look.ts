// What one look at the network costs: ours, and those of programs and packages that answer part of it. Prints JSON: for each
// its times and its time of a processor, children included, and what watching costs. Arguments: rounds, seconds to watch.
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { networkInterfaces, tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { gateway4async } from "default-gateway";
import * as systemInformation from "systeminformation";
import { linuxLinks } from "../../../electron/engine/network/linux-links.ts";
import { createNetworkSource } from "../../../electron/engine/network/network-source.ts";
import { systemClock } from "../../../electron/engine/system-clock.ts";

/** A way to learn something of the network. */
interface Way {
  readonly what: string;
  /** Looks in each round: enough that the kernel's clock, which ticks a hundred times a second, sees them. */
  readonly looks: number;
  readonly look: () => unknown;
}

const read = linuxLinks();
const run = promisify(execFile);

const WAYS: readonly Way[] = [
  { what: "Gangway, nothing changed", looks: 1_000, look: () => read() },
  // A reader that has read nothing yet takes everything apart.
  { what: "Gangway, everything changed", looks: 1_000, look: () => linuxLinks()() },
  { what: "os.networkInterfaces()", looks: 1_000, look: () => networkInterfaces() },
  { what: "ip route show default", looks: 20, look: () => run("ip", ["route", "show", "default"]) },
  { what: "default-gateway", looks: 20, look: () => gateway4async() },
  {
    what: "systeminformation networkGatewayDefault",
    looks: 20,
    look: () => systemInformation.networkGatewayDefault(),
  },
  {
    what: "systeminformation networkInterfaces",
    looks: 3,
    look: () => systemInformation.networkInterfaces(true),
  },
];

/** Time after the start until this process rests: V8 tidies its heap up to a quarter of a minute later. */
const SETTLE_MS = 20_000;

/** A tick of the kernel's account of processes, in ms. */
const TICK_MS = 10;

/** What the children that have ended took of a processor, in ms: fields 16 and 17 of https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html. */
function childrenMs(): number {
  const fields = readFileSync("/proc/self/stat", "utf8")
    .replace(/^.*\) /, "")
    .split(" ");
  return (Number(fields[13]) + Number(fields[14])) * TICK_MS;
}

function usedMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000 + childrenMs();
}

async function timeRound({ looks, look }: Way): Promise<{ readonly ms: readonly number[]; readonly cpuMs: number }> {
  const ms: number[] = [];
  const before = usedMs();
  for (let n = 0; n < looks; n++) {
    const began = performance.now();
    await look();
    ms.push(performance.now() - began);
  }
  return { ms, cpuMs: (usedMs() - before) / looks };
}

function passing(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

/** The share of a processor that watching takes, beside doing nothing for as long. */
async function watching(
  ms: number,
): Promise<{ readonly idle: number; readonly watched: number; readonly looks: number }> {
  const folder = mkdtempSync(path.join(tmpdir(), "gangway-bench-network-"));
  let looks = 0;
  const own = linuxLinks();
  const source = createNetworkSource(folder, systemClock, () => {
    looks++;
    return own();
  });
  const share = async (): Promise<number> => {
    const before = usedMs();
    await passing(ms);
    return (usedMs() - before) / ms;
  };
  await source.look();
  // What the start has left to be cleared away is nobody's.
  await passing(SETTLE_MS);
  looks = 0;
  const stop = source.watch(() => undefined);
  const watched = await share();
  stop();
  const idle = await share();
  rmSync(folder, { recursive: true, force: true });
  return { idle, watched, looks };
}

const [rounds = 1, seconds = 1] = process.argv.slice(2).map(Number);
// Watching comes first, in a process as cold as one that looks once a second is.
const watched = await watching(seconds * 1_000);
for (const way of WAYS) await way.look();
const figures = WAYS.map(({ what }) => ({ what, ms: [] as number[], cpuMs: [] as number[] }));
for (let round = 0; round < rounds; round++) {
  for (const [place, way] of WAYS.entries()) {
    const { ms, cpuMs } = await timeRound(way);
    figures[place]?.ms.push(...ms);
    figures[place]?.cpuMs.push(cpuMs);
  }
}
process.stdout.write(JSON.stringify({ figures, watched }));
