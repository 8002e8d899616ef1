import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, onTestFinished, test } from "vitest";
import { CpuMeter, cpuUs, proportionalBytes, treeOf } from "../../../build/bench/processes.mjs";
import { partOf } from "../../../build/bench/sections/idle.mjs";

const LINUX = process.platform === "linux";
if (!LINUX) console.warn("skipped: what processes use, since only Linux has it in /proc");

/** A program that says when it has used 100 ms of a processor, with a child of its own that sleeps. */
const BUSY = `
  require("node:child_process").spawn("sleep", ["60"]);
  while (process.cpuUsage().user < 100_000);
  console.log("done");
  process.stdin.resume();
`;

test.skipIf(!LINUX)("accounts for a process and what it started", async () => {
  const child = spawn(process.execPath, ["-e", BUSY], { stdio: ["pipe", "pipe", "inherit"], detached: true });
  onTestFinished(() => void process.kill(-child.pid!, "SIGKILL"));
  const meter = new CpuMeter([child.pid!]);
  await once(child.stdout, "data");
  meter.look();

  const used = meter.processes().reduce((sum, { cpuUs: us }) => sum + us, 0);
  const tree = treeOf(child.pid!);

  expect(tree).toHaveLength(2);
  expect(used).toBeGreaterThan(50_000);
  expect(cpuUs(child.pid!)).toBeGreaterThanOrEqual(100_000);
  expect(proportionalBytes(tree)).toBeGreaterThan(2 ** 20);
});

test.skipIf(!LINUX)("finds nothing of a process that has ended", async () => {
  const child = spawn("true");
  await once(child, "exit");
  expect([cpuUs(child.pid!), treeOf(child.pid!), proportionalBytes([child.pid!])]).toEqual([0, [], 0]);
});

test.each([
  ["/opt/electron --no-sandbox /app --hidden", "main"],
  ["/opt/electron --type=utility --utility-sub-type=node.mojom.NodeService", "engine"],
  ["/opt/electron --type=gpu-process", "gpu-process"],
  ["/usr/bin/prometheus --config.file=x", "prometheus"],
])("knows what %s is", (command, part) => {
  expect(partOf(command)).toBe(part);
});
