// What runs on this machine, as /proc tells it.
import { readdirSync, readFileSync } from "node:fs";

/** One running process. */
export interface RunningProcess {
  readonly pid: number;
  readonly parent: number;
  /** Its arguments, separated by spaces. */
  readonly command: string;
}

/** Every process that was started for `home`: named in its arguments or its environment. Dead ones not yet reaped are left out. */
export function processesOf(home: string): readonly RunningProcess[] {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  return pids.flatMap((pid) => {
    const found = read(Number(pid));
    if (found === null) return [];
    const { environment, ...running } = found;
    return running.command.includes(home) || environment.includes(`GANGWAY_HOME=${home}\0`) ? [running] : [];
  });
}

function read(pid: number): (RunningProcess & { readonly environment: string }) | null {
  try {
    const folder = `/proc/${String(pid)}`;
    const [state = "", parent = ""] = readFileSync(`${folder}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
    if (state === "Z") return null;
    const command = readFileSync(`${folder}/cmdline`, "utf8").replaceAll("\0", " ").trim();
    return { pid, parent: Number(parent), command, environment: readFileSync(`${folder}/environ`, "utf8") };
  } catch (error) {
    // It ended while we looked, or belongs to somebody else.
    const { code = "" } = error as NodeJS.ErrnoException;
    if (["ENOENT", "ESRCH", "EACCES", "EPERM"].includes(code)) return null;
    throw error;
  }
}
