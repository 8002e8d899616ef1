// Which processor runs what: servers on one, what is measured on another, so that neither takes the other's time.
import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";

const TASKSET = "/usr/bin/taskset";

/** Whether servers and clients can be kept apart here. */
export function canPin() {
  return process.platform === "linux" && availableParallelism() >= 2 && existsSync(TASKSET);
}

/** The command, kept on the processor of the servers: the first. */
export function onServerSide(command) {
  return pinned(0, command);
}

/** The command, kept on the processor of those who are measured: the second. */
export function onClientSide(command) {
  return pinned(1, command);
}

function pinned(processor, command) {
  return canPin() ? [TASKSET, "-c", String(processor), ...command] : command;
}
