// What the figures were measured on, in two lines.
import { readFileSync } from "node:fs";
import os from "node:os";
import { run } from "../process.mjs";
import { missingPrograms } from "./packages.mjs";
import { canPin } from "./pinning.mjs";

/** A load above this, before anything was started, makes the figures worth little. */
const QUIET_LOAD = 0.5;

/** How each peer is asked for its version, and where in what it says the version is. */
const VERSIONS = [
  ["nginx", ["-v"], /nginx\/(\S+)/],
  ["prometheus-blackbox-exporter", ["--version"], /version (\S+)/],
  ["prometheus", ["--version"], /version ([^,\s]+)/],
  ["curl", ["--version"], /^curl (\S+).*?(OpenSSL\/\S+)/],
];

/** Processor, memory, kernel, load, and how loaded is too loaded. */
export function machineLine() {
  const [processor] = os.cpus();
  const gib = Math.round(os.totalmem() / 2 ** 30);
  const kernel = `${os.type()} ${os.release()}`;
  return `machine: ${os.availableParallelism()} x ${processor?.model.trim()}, ${gib} GiB, ${kernel}, ${distribution()}`;
}

function distribution() {
  try {
    return /^PRETTY_NAME="?([^"\n]*)/m.exec(readFileSync("/etc/os-release", "utf8"))?.[1] ?? "";
  } catch (error) {
    if (error.code === "ENOENT") return "";
    throw error;
  }
}

/** The load of the last minute, and what it means for the figures. */
export function loadLine() {
  const [load] = os.loadavg();
  const words = load > QUIET_LOAD ? "NOT quiet: ratios may hold, single figures do not" : "quiet";
  return `load: ${load.toFixed(2)} (${words})`;
}

/** Who was measured beside us, in which version. `more`: what is known already. */
export async function versionsLine(more) {
  const peers = [];
  for (const [program, args, pattern] of VERSIONS) {
    if (missingPrograms([program]).length > 0) continue;
    const { stdout, stderr } = await run(program, args, { output: "capture", timeoutMs: 10_000 });
    const [, ...found] = pattern.exec(stdout + stderr) ?? [];
    peers.push(`${program} ${found.join(" ")}`);
  }
  return `versions: ${[...more, ...peers].join(", ")}`;
}

/** Where everything runs. */
export function placeLine({ isolated, priority }) {
  const pin = canPin() ? "servers on CPU 0, those measured on CPU 1" : "NOT pinned: one CPU, or no taskset";
  const place = isolated ? "a network namespace of its own" : "the machine's own loopback (no namespace: not root)";
  const relay = priority === "fifo" ? "relay before all others (SCHED_FIFO)" : "relay NOT before others (not root)";
  return `rig: ${pin}; ${relay}; ${place}`;
}
