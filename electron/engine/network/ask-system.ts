// Programs of macOS and Windows that tell the default gateway and its hardware address. Neither needs permission, and
// neither sends anything.
import { execFile } from "node:child_process";

/** Ends a program that hangs. */
const LIMIT_MS = 2_000;

/** Address of the default gateway; empty where there is none. May never answer, as on a Windows without PowerShell. */
export async function askGateway(): Promise<string> {
  // Loaded here: Linux needs none of its 800 kB.
  const { networkGatewayDefault } = await import("systeminformation");
  // Its types promise a text; where neither of its ways finds one there is none.
  const gateway = (await networkGatewayDefault()) as string | undefined;
  return gateway ?? "";
}

/** The line of the table of neighbours for `ip`, after a head on Windows; empty where there is none. Asks nobody by name. */
export function askNeighbour(ip: string): Promise<string> {
  const args = process.platform === "win32" ? ["-a", ip] : ["-n", ip];
  return new Promise((resolve) => {
    execFile("arp", args, { timeout: LIMIT_MS, windowsHide: true }, (error, stdout) => {
      resolve(error === null ? stdout : "");
    });
  });
}
