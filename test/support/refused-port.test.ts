import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { PortsTaken } from "./programs/take-all-ports.ts";
import { holdRefusedPort } from "./refused-port.ts";
import { buildTypeScript } from "./run-typescript.ts";

// Root needs no user namespace for it, and where there is a chroot around it may not have one.
const OWN_NETWORK = process.getuid?.() === 0 ? ["-n"] : ["-r", "-n"];
/** A network with 16 ports to give away. */
const FEW_PORTS = 'ip link set lo up && echo "40000 40015" > /proc/sys/net/ipv4/ip_local_port_range && exec "$@"';

function inSmallNetwork(...command: readonly string[]) {
  return spawnSync("unshare", [...OWN_NETWORK, "sh", "-c", FEW_PORTS, "sh", ...command], { encoding: "utf8" });
}

const tried = inSmallNetwork("true");
const WITHOUT_NETWORK = tried.status !== 0;
if (WITHOUT_NETWORK)
  console.warn(`skipped: a held port in a network with few, since there is none here: ${tried.stderr || tried.error}`);

test("a held port refuses connections", async () => {
  const { port, release } = await holdRefusedPort();
  const socket = connect(port, "127.0.0.1");
  await expect(once(socket, "connect")).rejects.toMatchObject({ code: "ECONNREFUSED" });
  release();
});

test.skipIf(WITHOUT_NETWORK)("a held port is given to nobody, however many others are asked for", async () => {
  const program = await buildTypeScript(join(import.meta.dirname, "programs/take-all-ports.ts"));
  const { stdout, stderr } = inSmallNetwork(process.execPath, program);
  expect(stdout, stderr).not.toBe("");
  const { code, count, isAmong } = JSON.parse(stdout) as PortsTaken;
  expect({ code, isAmong }).toEqual({ code: "ECONNREFUSED", isAmong: false });
  // Nearly all of them: the server that met the held one has given its own back.
  expect(count).toBeGreaterThanOrEqual(14);
});
