// A network and a process tree of a benchmark's own, that lead nowhere and leave nothing behind. Linux, as root.
import { run } from "../process.mjs";

/** A network with loopback and, so that the app takes itself for attached, one more interface that leads nowhere. */
const NAMESPACE = [
  "ip link set lo up",
  "ip link add bench0 type veth peer name bench1",
  "ip addr add 10.99.0.1/24 dev bench0",
  "ip link set bench0 up",
  "ip link set bench1 up",
].join(" && ");

/** Ends with its first process all others, so that nothing is left behind even if we are killed. */
const UNSHARE = ["--net", "--pid", "--fork", "--kill-child", "--mount-proc"];

/** Whether this machine and user can have one. */
export async function canIsolate() {
  if (process.platform !== "linux" || process.getuid() !== 0) return false;
  const { code } = await run("unshare", [...UNSHARE, "sh", "-c", NAMESPACE], { output: "capture", timeoutMs: 10_000 });
  return code === 0;
}

/** The command, run inside. */
export function inNamespace(command) {
  return ["unshare", ...UNSHARE, "sh", "-c", `${NAMESPACE} && exec "$@"`, "sh", ...command];
}
