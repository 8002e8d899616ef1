// What runs on this machine, as /proc tells it.
import { readdirSync, readFileSync } from "node:fs";

/** One running process. */
export interface RunningProcess {
  readonly pid: number;
  readonly parent: number;
  /** Its arguments, separated by spaces. */
  readonly command: string;
}

/** A process with what tells it from a later one of the same number, and its environment. */
interface SeenProcess extends RunningProcess {
  /** In ticks since the machine started. */
  readonly startedAt: string;
  readonly environment: string;
}

/**
 * Every process of a program, remembered once seen: a child whose parent has ended could no longer be told by its parent.
 * Dead ones not yet reaped are left out.
 */
export class ProcessTree {
  readonly #home: string;
  readonly #known = new Map<number, string>();

  /** The processes that name `home` in their arguments or environment, and their descendants. */
  constructor(home: string) {
    this.#home = home;
  }

  /** Those that run now. `root`: a process that belongs to it whatever it says of itself. */
  running(root?: number): readonly RunningProcess[] {
    const all = readAll();
    const isOurs = (p: SeenProcess): boolean =>
      p.pid === root ||
      this.#known.get(p.pid) === p.startedAt ||
      this.#known.has(p.parent) ||
      p.command.includes(this.#home) ||
      p.environment.includes(`GANGWAY_HOME=${this.#home}\0`);
    // Until a round finds nobody new: a child may stand before its parent.
    for (let before = -1; this.#known.size > before; ) {
      before = this.#known.size;
      for (const p of all.filter(isOurs)) this.#known.set(p.pid, p.startedAt);
    }
    return all.filter((p) => this.#known.get(p.pid) === p.startedAt);
  }
}

function readAll(): readonly SeenProcess[] {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  return pids.flatMap((pid) => read(Number(pid)) ?? []);
}

function read(pid: number): SeenProcess | null {
  try {
    const folder = `/proc/${String(pid)}`;
    // Behind the name in brackets: state, parent, and as the 20th the time of the start.
    const fields = readFileSync(`${folder}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
    const [state = "", parent = ""] = fields;
    if (state === "Z") return null;
    const command = readFileSync(`${folder}/cmdline`, "utf8").replaceAll("\0", " ").trim();
    const environment = readFileSync(`${folder}/environ`, "utf8");
    return { pid, parent: Number(parent), command, startedAt: fields[19] ?? "", environment };
  } catch (error) {
    // It ended while we looked, or belongs to somebody else.
    const { code = "" } = error as NodeJS.ErrnoException;
    if (["ENOENT", "ESRCH", "EACCES", "EPERM"].includes(code)) return null;
    throw error;
  }
}
